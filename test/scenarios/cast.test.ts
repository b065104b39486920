import { describe, expect, it } from 'vitest';
import { actorsOf, findKernel, findScenario, type Cast } from '../../machines/index.js';
import { search, type Graph } from '../../src/explore/index.js';
import type { Context } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';

const cast = (tasks: Cast['tasks']): Cast => ({ memcgs: { A: { limit: 9 }, B: { limit: 9 } }, tasks });

describe('a cast', () => {
  it.each([
    ['a thread of nobody', { a: { memcg: 'A', threadOf: 'b' } }, /"a" cannot have the mm of "b"/],
    ['a thread of a thread', chain('threadOf', 'threadOf'), /"c" cannot have the mm of "b"/],
    ['a process with the mm of a thread', chain('threadOf', 'sharesMmWith'), /"c" cannot have the mm of "b"/],
    ['a process with the mm of one that shares', chain('sharesMmWith', 'sharesMmWith'), /"c" cannot have the mm/],
    ['a thread of itself', { a: { memcg: 'A', threadOf: 'a' } }, /"a" cannot have the mm of "a"/],
    ['a thread in another memcg', { a: { memcg: 'A' }, b: { memcg: 'B', threadOf: 'a' } }, /same memcg/],
    [
      'a thread with pages of its own',
      { a: { memcg: 'A' }, b: { memcg: 'A', pages: 1, threadOf: 'a' } },
      /Give its pages/,
    ],
    ['an odd oom_score_adj', { a: { memcg: 'A', oom_score_adj: 1001 } }, /oom_score_adj 1001 of "a" is refused/],
    ['two opinions', { a: { memcg: 'A', oom_score_adj: 3, unkillable: true } }, /oom_score_adj 3 of "a"/],
  ] as const)('with %s is refused', (_, tasks, why) => {
    expect(() => actorsOf(cast(tasks))).toThrow(why);
  });

  it('takes threads of a process that has another one’s mm', () => {
    const actors = actorsOf(
      cast({
        a: { memcg: 'A', pages: 1 },
        b: { memcg: 'A', sharesMmWith: 'a' },
        t: { memcg: 'A', threadOf: 'b' },
      }),
    );
    const of = (id: string) => actors.find((actor) => actor.id === id)!;
    expect(of('t').roles!['mm']).toBe('a.mm');
    expect(of('a.mm').input).toMatchObject({ users: 3 });
    expect(of('t.task_struct').input).toMatchObject({ siblings: ['b'], sharers: ['a'] });
    expect(of('a.task_struct').input).toMatchObject({ siblings: [], sharers: ['b'] });
  });
});

function chain(first: 'threadOf' | 'sharesMmWith', second: 'threadOf' | 'sharesMmWith'): Cast['tasks'] {
  return { a: { memcg: 'A' }, b: { memcg: 'A', [first]: 'a' }, c: { memcg: 'A', [second]: 'b' } };
}

describe('threads and sharers', () => {
  // kernel/signal.c complete_signal and signal->oom_mm: one section for the whole thread group.
  it.each([
    ['threads-at-limit', 'v3.11'],
    ['threads-at-limit', 'v4.19'],
    ['threads-at-limit', 'v6.5'],
    // Here the leader is gone when the thread is killed.
    ['leader-exits', 'v4.19'],
  ])('of one process are killed and marked in one step: %s on %s', (scenario, kernel) => {
    const { graph, view } = searched(scenario, kernel);
    for (let state = 0; state < graph.states; state++) {
      const [leader, thread] = ['leader', 'thread'].map((id) => view(state, `${id}.task_struct`).context);
      expect([leader!['sigkill'], leader!['oom_mm']], `state ${state}`).toEqual([
        thread!['sigkill'],
        thread!['oom_mm'],
      ]);
    }
  });

  it.each(['v3.11', 'v4.6', 'v4.19', 'v6.5'])('keep mm_users right on %s', (kernel) => {
    const { graph, view } = searched('shared-mm', kernel);
    for (let state = 0; state < graph.states; state++) {
      const holders = ['first', 'second'].filter((id) => view(state, `${id}.task_struct`).context['mm'] === true);
      // A task that has dropped task->mm has still to call mmput, and v4.6's reaper takes a reference while it works.
      expect(Number(view(state, 'first.mm').context['users'])).toBeGreaterThanOrEqual(holders.length);
    }
  });
});

function searched(
  id: string,
  kernel: string,
): { graph: Graph; view: (state: number, actor: string) => { readonly context: Context } } {
  const system = buildSystem(findScenario(id), findKernel(kernel));
  const graph = search(system);
  return {
    graph,
    view: (state, actor) => {
      graph.visit(state);
      return graph.host.view(system.indexOf.get(actor)!);
    },
  };
}
