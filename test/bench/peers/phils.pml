/*
 * BEEM phils.1, N dining philosophers, for SPIN 6.5: N = 4, 8, 12 or 14.
 *
 * A philosopher is the forks in his hands, `own` (fork i) and `other` (fork i+1), one bit each: think 00 -> one 10 ->
 * eat 11 -> finish 01 -> think. No fork is stored, and one process plays all, so the state vector is two words of bits.
 *
 *   spin -a -DN=14 phils.pml
 *   gcc -O2 -march=native -DSAFETY -DBFS -DNOREDUCE -DNOFAIR -DNOVSZ -DNOBOUNDCHECK -DSPACE -o pan pan.c
 *   ./pan -c0 -w24
 *
 * Breadth-first, since depth-first goes 4,221,125 steps deep at N = 14 and takes twice the time for its stack.
 * 'states, stored' is the reference count; 'transitions' is one more than the edges, SPIN counts the way to the initial
 * state too. 'errors' (with -c0: count all, stop at none) is the number of deadlocks.
 */
#ifndef N
#define N 12
#endif

#if N != 4 && N != 8 && N != 12 && N != 14
#error "4, 8, 12 or 14 philosophers"
#endif

unsigned own : N;
unsigned other : N;

/* With both hands alike he takes or drops his own fork, otherwise the other one. Only taking may have to wait. */
#define HAS(forks, i) ((forks >> (i)) & 1)
#define BEFORE(i) ((i + N - 1) % N)
#define AFTER(i) ((i + 1) % N)

#define PHILOSOPHER(i) \
  :: d_step { \
       HAS(other, i) || (HAS(own, i) -> !HAS(own, AFTER(i)) : !HAS(other, BEFORE(i))) -> \
       if \
       :: HAS(own, i) == HAS(other, i) -> own = own ^ (1 << i) \
       :: else -> other = other ^ (1 << i) \
       fi \
     }

active proctype table()
{
  do
  PHILOSOPHER(0)
  PHILOSOPHER(1)
  PHILOSOPHER(2)
  PHILOSOPHER(3)
#if N > 4
  PHILOSOPHER(4)
  PHILOSOPHER(5)
  PHILOSOPHER(6)
  PHILOSOPHER(7)
#endif
#if N > 8
  PHILOSOPHER(8)
  PHILOSOPHER(9)
  PHILOSOPHER(10)
  PHILOSOPHER(11)
#endif
#if N > 12
  PHILOSOPHER(12)
  PHILOSOPHER(13)
#endif
  od
}
