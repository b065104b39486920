import { enabled, perform, ReferenceHost, type ReferenceState, type System } from '../../src/system/index.js';

/** What an exhaustive search counts. */
export interface Counts {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
}

/**
 * Counts a system's states by breadth-first search on the reference host: XState's `transition()` for every step, a
 * string for every state, and no code shared with the packed search beyond `enabled` and `perform`.
 */
export function referenceCounts(system: System): Counts {
  const host = new ReferenceHost(system);
  const seen = new Set([host.key()]);
  let level: ReferenceState[] = [host.save()];
  let steps = 0;
  let depth = 0;
  while (level.length > 0) {
    depth++;
    const next: ReferenceState[] = [];
    for (const state of level) {
      host.load(state);
      for (const choice of enabled(host)) {
        host.load(state);
        perform(host, choice);
        steps++;
        const key = host.key();
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(host.save());
      }
    }
    level = next;
  }
  return { states: seen.size, steps, depth };
}
