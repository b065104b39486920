/*
 * BEEM phils.1, N dining philosophers, in hand-written C.
 *
 * A philosopher is two bits, the forks in his hands: bit 2i his own fork i, bit 2i+1 the other one, fork i+1. Then
 * think 00 -> one 01 -> eat 11 -> finish 10 -> think: every step toggles one bit, and word operations find the steps of
 * all philosophers together. No fork is stored.
 *
 * Compile-time parameter: N.
 */
#include <stdint.h>

#ifndef N
#define N 12
#endif

#if N < 2 || N > 32
#error "2 to 32 philosophers fit into 64 bits"
#endif

typedef uint64_t State;

#define LANES (0x5555555555555555u >> (64 - 2 * N))
#define MAXIMUM_SUCCESSORS N

static inline int successors(State state, State *next) {
  const State own = state & LANES, other = (state >> 1) & LANES;
  const State otherOfBefore = (other << 2 | other >> (2 * N - 2)) & LANES;
  const State ownOfAfter = own >> 2 | own << (2 * N - 2);
  /* Putting down needs nobody's leave; fork i may be with the neighbour before, fork i+1 with the one after. */
  const State able = other | (own & ~ownOfAfter) | (~own & LANES & ~otherOfBefore);
  const State alike = ~(own ^ other);
  int count = 0;
  for (State toggles = (able & alike) | (able & ~alike) << 1; toggles != 0; toggles &= toggles - 1)
    next[count++] = state ^ (toggles & -toggles);
  return count;
}

/* Dining has no end: a state without successors is a deadlock. */
static inline int isEnd(State state) {
  (void)state;
  return 0;
}

#include "breadth-first.h"
