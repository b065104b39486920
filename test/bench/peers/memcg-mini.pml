/*
 * memcg-mini for SPIN 6.5: N = 2 to 5 tasks, limit L, retries R, pages wanted P, switches DIS, LOCK, TRAP, REAP.
 *
 * One process plays all actors, and one step of the model is one d_step, so SPIN stores exactly the model's states: no
 * program counters of processes, no half steps. What follows from the tasks is a macro: usage, sleepers, both locks.
 * A task is one byte: program counter 4 bits (retries are part of it, only a charging task has any), pages 2, killed 1,
 * skip 1. A step that changes nothing is not enabled.
 *
 *   spin -a -DN=5 -DL=4 -DR=0 memcg-mini.pml
 *   gcc -O2 -march=native -DSAFETY -DNOREDUCE -DNOFAIR -DNOVSZ -DNOBOUNDCHECK -DSPACE -o pan pan.c
 *   ./pan -c0 -w27
 *
 * -w is the logarithm of the hash table's size (N = 4: 23); the default depth of 10,000 is enough, the search goes 450
 * steps deep at N = 5. One process leaves partial-order reduction nothing to reduce, so NOREDUCE only saves its cost.
 * 'states, stored' is the reference count; 'transitions' is one more than the edges, SPIN counts the way to the initial
 * state too. 'errors' (with -c0: count all, stop at none) is deadlocks + done: SPIN cannot tell them apart, for the
 * process never ends. pan prints 8 digits: above 100 million its transitions are rounded.
 */
#ifndef N
#define N 3
#endif
#ifndef L
#define L 3
#endif
#ifndef R
#define R 1
#endif
#ifndef P
#define P 2
#endif
#ifndef DIS
#define DIS 0
#endif
#ifndef LOCK
#define LOCK 0
#endif
#ifndef TRAP
#define TRAP 0
#endif
#ifndef REAP
#define REAP 1
#endif

/* In this order >= tells who holds a lock: oom_lock from SELECT on, the mutex from OOM on, with TRAP from PREP on. */
#define RUN    0
#define MLOCK  1
#define EXIT   2
#define DEAD   3
#define PREP   4
#define SLEEP  5
#define OOM    6
#define FORCE  7
#define CHARGE 8 /* + retries left */
#define SELECT 14
#define KILL   15

#define PAGE   16
#define KILLED 64
#define SKIP   128

byte task[N];
unsigned mask : N;   /* the victims to choose from, of the one task in KILL */
bit reaping;         /* whether the reaper works on the first in its queue */
unsigned queue : 15; /* for the reaper: 3 bits each, task + 1 */

/* EACH writes out a loop over the tasks; QUEUE_END is the weight of the first free place in the queue. */
#if N == 2
#define EACH(op, M) M(0) op M(1)
#define QUEUE_END (queue == 0 -> 1 : 8)
#elif N == 3
#define EACH(op, M) M(0) op M(1) op M(2)
#define QUEUE_END (queue == 0 -> 1 : (queue < 8 -> 8 : 64))
#elif N == 4
#define EACH(op, M) M(0) op M(1) op M(2) op M(3)
#define QUEUE_END (queue == 0 -> 1 : (queue < 8 -> 8 : (queue < 64 -> 64 : 512)))
#elif N == 5
#define EACH(op, M) M(0) op M(1) op M(2) op M(3) op M(4)
#define QUEUE_END (queue == 0 -> 1 : (queue < 8 -> 8 : (queue < 64 -> 64 : (queue < 512 -> 512 : 4096))))
#else
#error "2 to 5 tasks"
#endif

#define PC(i)        (task[i] & 15)
#define PAGES(i)     ((task[i] >> 4) & 3)
#define USAGE        EACH(+, PAGES)
#define HAS_OOM_LOCK(i) (PC(i) >= SELECT)
#define HAS_MUTEX(i) (PC(i) >= OOM || (TRAP && PC(i) >= PREP))
#define GO(i, pc)    task[i] = (task[i] & 240) | (pc)

/* What the holder of oom_lock sees of task i: a victim that still has to exit, or a candidate with so many pages. */
#define ON_ITS_WAY(i) (PC(i) != DEAD && (task[i] & (KILLED | SKIP)) == KILLED)
#define WITH(i, pages) ((PC(i) != DEAD && (task[i] & 240) == (pages) * PAGE) << i)
#define WITH0(i) WITH(i, 0)
#define WITH1(i) WITH(i, 1)
#define WITH2(i) WITH(i, 2)
#define WITH3(i) WITH(i, 3)

/* memcg_oom_recover: an uncharge lets every sleeper go. */
#define WAKE1(i) if :: PC(i) == SLEEP -> GO(i, (TRAP -> CHARGE + R : RUN)) :: else fi
#if DIS
#define WAKE EACH(;, WAKE1)
#else
#define WAKE skip
#endif

#define TICK(i) \
  :: d_step { \
       PC(i) != DEAD && PC(i) != SLEEP && PC(i) != KILL && (PC(i) != MLOCK || !(EACH(||, HAS_MUTEX))) -> \
       if \
       :: PC(i) >= CHARGE && PC(i) < SELECT -> \
          if \
          :: USAGE < L || (task[i] & KILLED) -> GO(i, RUN); task[i] = task[i] + PAGE \
          :: else -> \
             if \
             :: PC(i) > CHARGE -> task[i] = task[i] - 1 \
             :: else -> GO(i, (DIS -> PREP : OOM)) \
             fi \
          fi \
       :: PC(i) == RUN -> \
          GO(i, ((task[i] & KILLED) || PAGES(i) == P -> EXIT : (LOCK -> MLOCK : CHARGE + R))) \
       :: PC(i) == EXIT -> \
          if \
          :: PAGES(i) > 0 -> task[i] = task[i] - PAGE; WAKE \
          :: else -> task[i] = (task[i] & KILLED) | DEAD \
          fi \
       :: PC(i) == OOM -> GO(i, (EACH(||, HAS_OOM_LOCK) -> CHARGE + R : SELECT)) \
       :: PC(i) == SELECT -> \
          if \
          :: EACH(||, ON_ITS_WAY) -> GO(i, CHARGE + R) \
          :: else -> \
             mask = EACH(|, WITH3); \
             if :: mask == 0 -> mask = EACH(|, WITH2) :: else fi; \
             if :: mask == 0 -> mask = EACH(|, WITH1) :: else fi; \
             if :: mask == 0 -> mask = EACH(|, WITH0) :: else fi; \
             GO(i, (mask == 0 -> FORCE : KILL)) \
          fi \
       :: PC(i) == FORCE -> GO(i, RUN); task[i] = task[i] + PAGE \
       :: PC(i) == MLOCK -> GO(i, CHARGE + R) \
       :: PC(i) == PREP -> GO(i, SLEEP) \
       fi \
     }

#define CHARGES_AGAIN(i) if :: PC(i) == KILL -> GO(i, CHARGE + R) :: else fi

#define PICK(v) \
  :: d_step { \
       (mask & (1 << v)) -> \
       mask = 0; \
       EACH(;, CHARGES_AGAIN); \
       if \
       :: PC(v) != DEAD && !(task[v] & KILLED) -> \
          task[v] = task[v] | KILLED; \
          if :: REAP -> queue = queue + (v + 1) * QUEUE_END :: else fi \
       :: else \
       fi \
     }

/* The task that the reaper works on. */
#define HEAD ((queue & 7) - 1)

active proctype scheduler()
{
  do
  TICK(0) PICK(0)
  TICK(1) PICK(1)
#if N > 2
  TICK(2) PICK(2)
#endif
#if N > 3
  TICK(3) PICK(3)
#endif
#if N > 4
  TICK(4) PICK(4)
#endif
  :: d_step {
       queue != 0 ->
       if
       :: !reaping -> reaping = 1
       :: else ->
          if
          :: PC(HEAD) != DEAD && PAGES(HEAD) > 0 -> task[HEAD] = task[HEAD] - PAGE; WAKE
          :: else ->
             if :: PC(HEAD) != DEAD -> task[HEAD] = task[HEAD] | SKIP :: else fi;
             queue = queue >> 3;
             reaping = 0
          fi
       fi
     }
  od
}
