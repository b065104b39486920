import { describe, expect, it } from 'vitest';
import { explore } from '../../src/explore/index.js';
import { latchedMail, lockPair, lostUpdate, petersonPair, philosophers } from '../support/toys.js';

/** Published counts: nobody on this project wrote these models. */
describe('explore finds the published counts', () => {
  it.each([
    [2, 8, 10, 4],
    [3, 26, 51, 7],
    [4, 80, 212, 10],
    [5, 242, 805, 13],
    [6, 728, 2910, 16],
  ])('of BEEM phils.1 with %i philosophers', (count, states, steps, depth) => {
    expect(explore(philosophers(count))).toMatchObject({ states, steps, depth, deadlocked: 1, ends: 0 });
  });

  it.each([2, 3, 4, 5, 6])('of the distance to the deadlock of %i philosophers', (count) => {
    const { outcomes } = explore(philosophers(count));
    // No end is ever reached, so the first state is doomed already: the deadlock itself is found among the terminals.
    expect(outcomes.at(-1)).toMatchObject({ name: 'hangs', verdict: 'always' });
    const { graph } = explore(philosophers(count));
    const deadlock = Array.from({ length: graph.states }, (_, i) => i).find((state) => graph.isTerminal(state));
    expect(graph.scheduleTo(deadlock ?? 0)).toHaveLength(count);
  });

  it('of BEEM phils.3 with 6 philosophers', () => {
    expect(explore(philosophers(6, 'leftHanded'))).toMatchObject({
      states: 729,
      steps: 2916,
      depth: 17,
      deadlocked: 0,
    });
  });

  it('of Peterson in the TLA+ Examples', () => {
    const found = explore(petersonPair());
    expect(found).toMatchObject({ states: 42, steps: 76, depth: 11, deadlocked: 0 });
    expect(found.properties).toEqual([{ id: 'exclusion', verdict: 'holds' }]);
  });

  it('of Lock in the TLA+ Examples', () => {
    expect(explore(lockPair())).toMatchObject({ states: 12, steps: 20, depth: 5, deadlocked: 0 });
  });

  it.each([
    [2, 13],
    [3, 84],
    [4, 755],
  ])('of the Stateright increment with %i threads', (threads, states) => {
    expect(explore(lostUpdate(threads))).toMatchObject({ states, deadlocked: 0 });
  });
});

describe('explore', () => {
  it('finds both the lost and the kept update', () => {
    const { outcomes } = explore(lostUpdate());
    expect(outcomes.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['lost', 'sometimes'],
      ['kept', 'sometimes'],
      ['hangs', 'never'],
    ]);
  });

  it('latches equal mail: work posted twice is done once or twice', () => {
    const { outcomes } = explore(latchedMail());
    expect(outcomes.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['once', 'sometimes'],
      ['twice', 'sometimes'],
      ['hangs', 'never'],
    ]);
  });
});
