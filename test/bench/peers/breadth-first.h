/*
 * Breadth-first search over states of one 64-bit word, exact, for the model that includes this file.
 *
 * Three arrays: the arena holds every state once, in the order of discovery, and so is the queue too; the table is open
 * addressing over state numbers (32 bit, 0 = free slot); parents hold the state from which a state was first reached.
 * Keys are compared in full, nothing is hashed away.
 *
 * The model defines before the include: `MAXIMUM_SUCCESSORS`, and the functions
 *   int successors(State state, State *next)   writes one entry per edge and returns how many,
 *   int isEnd(State state)                     whether a state without successors is meant to be one.
 * The initial state is the word 0.
 *
 * Compile with  -DPREFETCH        for batches of 64 states whose cache misses overlap, on huge pages,
 *               -DCAPACITY=log2   for a table of that many slots from the start; otherwise it doubles as needed.
 * A run prints one line of JSON. Linux only: mmap with MAP_NORESERVE, madvise, /proc.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#ifdef PREFETCH
#define BATCH 64
#else
#define BATCH 1
#endif

#ifdef CAPACITY
#define FIRST_LOG2_SLOTS CAPACITY
#define LAST_LOG2_SLOTS CAPACITY
#else
#define FIRST_LOG2_SLOTS 16
#define LAST_LOG2_SLOTS 30
#endif

/* A fuller table would save four bytes a state and cost a third of the speed: each probe may miss the cache twice. */
#define STATES_THAT_FIT(log2Slots) ((uint64_t)1 << ((log2Slots) - 1))

typedef struct {
  State state;
  uint32_t slot;
  uint32_t parent;
} Edge;

static State *arena;
static uint32_t *parents;
static uint32_t *table;
static unsigned log2Slots;
static uint32_t states;

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/* Zeroed memory that costs nothing until it is touched, so that arena and parents never move. */
static void *reserve(uint64_t bytes) {
  void *memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) fail("out of address space");
#ifdef PREFETCH
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

static inline uint32_t homeSlot(State state) {
  uint64_t hash = state * 0x9E3779B97F4A7C15u;
  hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93u;
  return (uint32_t)(hash >> (64 - log2Slots));
}

/* Enters a state at its slot or after it, unless it is known. */
static inline void visit(State state, uint32_t slot, uint32_t parent) {
  const uint32_t last = (uint32_t)(((uint64_t)1 << log2Slots) - 1);
  for (uint32_t number; (number = table[slot]) != 0; slot = (slot + 1) & last)
    if (arena[number - 1] == state) return;
  arena[states] = state;
  parents[states] = parent;
  table[slot] = ++states;
}

/* Doubles the table. All states differ, so they go back without a comparison. */
static void grow(void) {
  if (log2Slots == LAST_LOG2_SLOTS) fail("the table is full: give a larger CAPACITY, or none");
  munmap(table, sizeof(uint32_t) << log2Slots);
  log2Slots++;
  table = reserve(sizeof(uint32_t) << log2Slots);
  const uint32_t last = (uint32_t)(((uint64_t)1 << log2Slots) - 1);
  for (uint32_t begin = 0; begin < states; begin += BATCH) {
    uint32_t slots[BATCH];
    const uint32_t size = states - begin < BATCH ? states - begin : BATCH;
    for (uint32_t i = 0; i < size; i++) {
      slots[i] = homeSlot(arena[begin + i]);
#ifdef PREFETCH
      __builtin_prefetch(&table[slots[i]], 1);
#endif
    }
    for (uint32_t i = 0; i < size; i++) {
      uint32_t slot = slots[i];
      while (table[slot] != 0) slot = (slot + 1) & last;
      table[slot] = begin + i + 1;
    }
  }
}

static double millisecondsNow(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* Not getrusage: its peak includes that of the process which forked this one. */
static unsigned long peakResidentBytes(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  unsigned long kilobytes = 0;
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %lu", &kilobytes) == 1) break;
  if (status) fclose(status);
  return kilobytes * 1024;
}

int main(void) {
  static Edge edge[BATCH * MAXIMUM_SUCCESSORS];
  const double began = millisecondsNow();
  uint64_t edges = 0, deadlocks = 0, ends = 0;

  log2Slots = FIRST_LOG2_SLOTS;
  table = reserve(sizeof(uint32_t) << log2Slots);
  arena = reserve(sizeof(State) * STATES_THAT_FIT(LAST_LOG2_SLOTS));
  parents = reserve(sizeof(uint32_t) * STATES_THAT_FIT(LAST_LOG2_SLOTS));
  visit(0, homeSlot(0), 0);

  for (uint32_t current = 0; current < states;) {
    if (states + BATCH * MAXIMUM_SUCCESSORS > STATES_THAT_FIT(log2Slots)) grow();

    const uint32_t batchEnd = states - current < BATCH ? states : current + BATCH;
    unsigned count = 0;
    for (; current < batchEnd; current++) {
      State next[MAXIMUM_SUCCESSORS];
      const int found = successors(arena[current], next);
      if (found == 0) *(isEnd(arena[current]) ? &ends : &deadlocks) += 1;
      for (int i = 0; i < found; i++) {
        edge[count] = (Edge){next[i], homeSlot(next[i]), current};
#ifdef PREFETCH
        __builtin_prefetch(&table[edge[count].slot], 1);
#endif
        count++;
      }
    }
#ifdef PREFETCH
    for (unsigned i = 0; i < count; i++) {
      const uint32_t number = table[edge[i].slot];
      if (number != 0) __builtin_prefetch(&arena[number - 1]);
    }
#endif
    for (unsigned i = 0; i < count; i++) visit(edge[i].state, edge[i].slot, edge[i].parent);
    edges += count;
  }

  const double ms = millisecondsNow() - began;
  printf("{\"states\":%u,\"edges\":%lu,\"deadlocks\":%lu,\"ends\":%lu,\"ms\":%.3f,\"rssBytes\":%lu}\n", states,
         (unsigned long)edges, (unsigned long)deadlocks, (unsigned long)ends, ms, peakResidentBytes());
  return 0;
}
