import { describe, expect, it } from 'vitest';
import { ReferenceHost, replay } from '../../src/system/index.js';
import { lanesOf, traceOf } from '../../src/trace/index.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, lostUpdate, philosophers } from '../support/toys.js';
import { walk } from '../support/walk.js';

describe('traceOf', () => {
  it('takes the steps that replay takes', () => {
    const system = oomToy(['first', 'second']);
    const schedule = walk(system, 4, 60);
    const bare = traceOf(system, schedule).steps.map(({ number, choice, among, actor, parts }) => ({
      number,
      choice,
      among,
      actor,
      parts,
    }));
    expect(bare).toEqual(replay(new ReferenceHost(system), { schedule }));
  });

  it('says what each step changed, where, and what is enabled after it', () => {
    const [load, store] = traceOf(lostUpdate(), [0, 0]).steps;
    expect(load).toMatchObject({
      inside: 'increment',
      changes: [{ actor: 'inc0', before: 'increment.load', after: 'increment.store', context: [] }],
      enabledAfter: ['inc0: word.store', 'inc1: word.load'],
    });
    expect(store?.changes).toEqual([
      { actor: 'inc0', before: 'increment.store', after: 'done', context: [] },
      { actor: 'word', before: 'kept', after: 'kept', context: [{ field: 'value', before: 0, after: 1 }] },
    ]);
  });

  it('says where every thread stands at the end, and what it waits for', () => {
    const { standings } = traceOf(philosophers(2), [0, 1]);
    expect(standings).toEqual([
      {
        actor: 'phil0',
        kind: 'waits',
        path: 'one',
        inside: undefined,
        next: [{ text: 'fork1.take', object: 'fork1', state: 'taken' }],
      },
      {
        actor: 'phil1',
        kind: 'waits',
        path: 'one',
        inside: undefined,
        next: [{ text: 'fork0.take', object: 'fork0', state: 'taken' }],
      },
    ]);
  });

  it('shows observers among the changes', () => {
    const { steps } = traceOf(latchedMail(), [0, 1, 0, 0]);
    expect(steps.at(-1)?.changes.map(({ actor }) => actor)).toContain('watcher');
  });

  it('refuses a schedule of another model with E122', () => {
    expect(() => traceOf(lostUpdate(), [0, 7])).toThrow(/E122.*step 2/);
  });
});

describe('lanesOf', () => {
  it('gives the threads that move, in order of appearance', () => {
    expect(lanesOf(traceOf(lostUpdate(3), [2, 0]))).toEqual(['inc2', 'inc0']);
  });
});
