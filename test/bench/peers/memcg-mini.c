/*
 * memcg-mini in hand-written C: what a careful programmer gets without any framework, the yardstick of the benchmark.
 *
 * A state is one word. Each task has a byte (a lane); usage, sleepers and both locks follow from the lanes and are not
 * stored. Retries are part of the program counter, since only a charging task has any; the victim mask is stored once,
 * since only the holder of oom_lock has one.
 *
 *   bits 0..8N-1   lane of task i at 8i: program counter 4, pages 2, killed 1, skip 1
 *   then N bits    victim mask of the task in KILL
 *   then 1 bit     whether the reaper works on the first in its queue
 *   then 3N bits   the reaper's queue, 3 bits each: task + 1, 0 = free
 *
 * Compile-time parameters: N tasks, L limit, R retries, P pages wanted, and the switches DIS, LOCK, TRAP, REAP.
 */
#include <stdint.h>

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

#if N > 5 || P > 3 || R > 5
#error "a state must fit into 64 bits: at most 5 tasks, 3 pages a task, 5 retries"
#endif

typedef uint64_t State;

/* Who holds a lock is read from the codes: oom_lock in 111x, the mutex in 1xxx and 011x, with TRAP also in 010x. */
enum { RUN, MLOCK, EXIT, DEAD, PREP, SLEEP, OOM, FORCE, CHARGE, SELECT = 14, KILL = 15 };

#define PC 0x0fu
#define PAGE 0x10u
#define PAGES 0x30u
#define KILLED 0x40u
#define SKIP 0x80u

#define LANES (0x0101010101010101u >> (64 - 8 * N))
#define MASK_AT (8 * N)
#define MASK ((((State)1 << N) - 1) << MASK_AT)
#define REAPING ((State)1 << (9 * N))
#define QUEUE_AT (9 * N + 1)

/* Every task one event, the task in KILL one per victim, and the reaper. */
#define MAXIMUM_SUCCESSORS (2 * N)

static inline unsigned laneOf(State state, int task) { return (state >> (8 * task)) & 0xff; }
static inline State add(unsigned bits, int task) { return (State)bits << (8 * task); }
static inline State moved(State state, int task, unsigned from, unsigned to) { return state ^ add(from ^ to, task); }

/* memcg_oom_recover: an uncharge lets every sleeper go. */
static inline State woken(State state) {
  if (!DIS) return state;
  const State sleepers = ~(state >> 3) & (state >> 2) & ~(state >> 1) & state & LANES;
  return state ^ sleepers * (SLEEP ^ (TRAP ? CHARGE + R : RUN));
}

/* The candidates with most pages as bits, 0 if there are none, -1 if a victim is still on its way out. */
static inline int scanned(State state) {
  unsigned most = 0, mask = 0;
  for (int task = 0; task < N; task++) {
    const unsigned lane = laneOf(state, task);
    if ((lane & PC) == DEAD || (lane & SKIP)) continue;
    if (lane & KILLED) return -1;
    if ((lane & PAGES) > most) {
      most = lane & PAGES;
      mask = 0;
    }
    if ((lane & PAGES) == most) mask |= 1u << task;
  }
  return (int)mask;
}

static inline State killed(State state, int victim) {
  const unsigned lane = laneOf(state, victim);
  if ((lane & PC) == DEAD || (lane & KILLED)) return state;
  if (REAP) {
    const State queue = state >> QUEUE_AT;
    const int length = queue == 0 ? 0 : (63 - __builtin_clzll(queue)) / 3 + 1;
    state |= (State)(victim + 1) << (QUEUE_AT + 3 * length);
  }
  return state | add(KILLED, victim);
}

static inline int reaperStep(State state, State *next) {
  const State queue = state >> QUEUE_AT;
  if (queue == 0) return 0;
  if (!(state & REAPING)) {
    *next = state | REAPING;
    return 1;
  }
  const int task = (int)(queue & 7) - 1;
  const unsigned lane = laneOf(state, task);
  if ((lane & PC) != DEAD && (lane & PAGES)) {
    *next = woken(state - add(PAGE, task));
    return 1;
  }
  const State idle = (state & (REAPING - 1)) | (queue >> 3) << QUEUE_AT;
  *next = (lane & PC) == DEAD ? idle : idle | add(SKIP, task);
  return 1;
}

static inline int successors(State state, State *next) {
  int count = 0;
  const unsigned usage = (((state >> 4) & LANES * 3) * LANES >> (8 * (N - 1))) & 0xff;
  const int oomLocked = ((state >> 1) & (state >> 2) & (state >> 3) & LANES) != 0;
  const int mutexLocked =
      LOCK && (((state >> 3) | ((state >> 2) & (TRAP ? ~(State)0 : state >> 1))) & LANES) != 0;

#pragma GCC unroll 5
  for (int task = 0; task < N; task++) {
    const unsigned lane = laneOf(state, task), pc = lane & PC;
    switch (pc) {
      case RUN:
        next[count++] = moved(state, task, RUN,
                              (lane & KILLED) || (lane & PAGES) == P * PAGE ? EXIT
                              : LOCK                                        ? MLOCK
                                                                            : CHARGE + R);
        break;
      case MLOCK:
        if (!mutexLocked) next[count++] = moved(state, task, MLOCK, CHARGE + R);
        break;
      case OOM:
        next[count++] = moved(state, task, OOM, oomLocked ? CHARGE + R : SELECT);
        break;
      case SELECT: {
        const int mask = scanned(state);
        next[count++] = moved(state, task, SELECT, mask < 0 ? CHARGE + R : mask == 0 ? FORCE : KILL) |
                        (mask > 0 ? (State)mask << MASK_AT : 0);
        break;
      }
      case KILL:
        for (int victim = 0; victim < N; victim++)
          if (state >> (MASK_AT + victim) & 1)
            next[count++] = killed(moved(state & ~MASK, task, KILL, CHARGE + R), victim);
        break;
      case FORCE:
        next[count++] = moved(state, task, FORCE, RUN) + add(PAGE, task);
        break;
      case EXIT:
        next[count++] =
            lane & PAGES ? woken(state - add(PAGE, task)) : moved(state, task, EXIT, DEAD) & ~add(SKIP, task);
        break;
      case DEAD:
        break;
      case PREP:
        next[count++] = moved(state, task, PREP, SLEEP);
        break;
      case SLEEP:
        break;
      default: /* CHARGE + retries left */
        if (usage < L || (lane & KILLED))
          next[count++] = moved(state, task, pc, RUN) + add(PAGE, task);
        else if (pc > CHARGE)
          next[count++] = state - add(1, task);
        else
          next[count++] = moved(state, task, CHARGE, DIS ? PREP : OOM);
    }
  }
  return count + reaperStep(state, next + count);
}

static inline int isEnd(State state) { return (state & LANES * PC) == LANES * DEAD; }

#include "breadth-first.h"
