import { describe, expect, it } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { chartOf, dot, mermaid } from '../../src/export/index.js';
import { buildMachine, is, reply, type Machine, type State } from '../../src/model/index.js';
import { expectMermaid, graphvizSyntax } from '../support/chart-syntax.js';
import { laidOut } from '../support/consumers.js';
import { oomMachines } from '../support/oom-toy.js';
import { latchedMail, lostUpdate, petersonPair, philosophers } from '../support/toys.js';

/** All ways to name a target, and all characters that a syntax could trip over. */
const nasty = buildMachine({
  id: 'nasty',
  kind: 'object',
  description: 'Says "quote": [bracket] {brace}; \\ and\n$dollar # hash --> arrow % percent.',
  context: () => ({ n: 0 }),
  fragments: {},
  root: (): State => ({
    initial: 'a',
    states: {
      a: {
        description: 'a "quoted"\nstate\\',
        initial: 'a1',
        on: { down: '.a2', sibling: 'b', cousin: 'b.b2', top: '#nasty.b', self: { target: 'a', reenter: true } },
        states: {
          a1: { on: { up: '#nasty.b.b1', named: '#the-b2', next: 'a2', 'e:v "x" [y]\n{z};#q --> $w': 'a2' } },
          a2: { on: { stay: [{ guard: is('$n', 'a"b:]'), actions: [reply('x')] }, { target: 'a1' }] } },
        },
      },
      b: {
        initial: 'b1',
        states: { b1: { on: { go: 'b2' } }, b2: { id: 'the-b2', type: 'final', output: 'done' } as State },
        onDone: 'end',
      },
      end: { type: 'final' },
    },
  }),
});

const systems = [lostUpdate(), petersonPair(), philosophers(2), latchedMail()];
const machines: readonly [string, Machine][] = [
  nasty,
  ...oomMachines(),
  ...systems.flatMap(({ actors }) => actors.map(({ machine }) => machine)),
].map((machine) => [machine.spec.id, machine]);

/** Every transition as XState itself resolved it. */
function resolvedByXState(machine: Machine): string[] {
  const found: string[] = [];
  const visit = (node: AnyStateNode): void => {
    for (const [event, transitions] of node.transitions) {
      for (const { target, source } of transitions) {
        const name = event.startsWith('xstate.done.state.') ? 'done' : event;
        found.push(JSON.stringify([source.path.join('.'), name, (target?.[0] ?? source).path.join('.')]));
      }
    }
    for (const child of Object.values(node.states)) visit(child as AnyStateNode);
  };
  visit(machine.logic.root as AnyStateNode);
  return found.sort();
}

describe.each(machines)('the chart of %s', (_, machine) => {
  const chart = chartOf(machine);

  it('resolves all targets as XState does', () => {
    const ours = chart.edges.map(({ from, event, to }) => JSON.stringify([from, event, to])).sort();
    expect(ours).toEqual(resolvedByXState(machine));
  });

  it('shows every state and every edge once in Mermaid, and leaves no character to its lexer', () => {
    const lines = mermaid(machine).split('\n').slice(3);
    const declared = lines.filter((line) => /^\s*state "/.test(line)).map((line) => / as (s\d+)/.exec(line)?.[1]);
    expect(declared.sort()).toEqual(chart.nodes.map((_node, i) => `s${i}`).sort());
    const edges = lines.filter((line) => / --> s\d+ : /.test(line));
    expect(edges).toHaveLength(chart.edges.length);
    for (const line of lines.filter(Boolean)) {
      expectMermaid(line);
    }
  });

  it('shows every state and every edge once in Graphviz, with braces and quotes in balance', () => {
    const text = graphvizSyntax(dot(machine));
    const declared = [...text.matchAll(/^\s*(?:subgraph cluster_)?(s\d+) (?:\{|\[label)/gm)].map((match) => match[1]);
    expect(declared.sort()).toEqual(chart.nodes.map((_node, i) => `s${i}`).sort());
    expect(text.match(/ -> \S+ \[label=""/g) ?? []).toHaveLength(chart.edges.length);
  });

  it('is laid out by Graphviz without a complaint', () => {
    const nodes = laidOut(dot(machine)).filter((line) => line.startsWith('node s'));
    expect(nodes.length).toBeGreaterThanOrEqual(chart.nodes.filter(({ kind }) => kind !== 'compound').length);
  });
});

describe('labels', () => {
  it('say the event, the guard, and what is said to others', () => {
    const edge = chartOf(nasty).edges.find(({ event }) => event === 'stay');
    expect(edge).toMatchObject({ label: 'stay [n = a"b:]]', does: ['reply x'], isInternal: true });
    expect(mermaid(nasty)).toContain('stay #91;n = a#34;b#58;#93;#93; / reply x');
    expect(dot(nasty)).toContain('label="stay [n = a\\"b:]]\\nreply x"');
  });

  it('say what a fragment returned, and what a state calls and chooses', () => {
    const charger = oomMachines()[0] as Machine;
    expect(chartOf(charger).edges.map(({ label }) => label)).toContain('done [returned killed]');
    expect(chartOf(charger).nodes.find(({ name }) => name === 'reclaim')?.does).toEqual([
      'choose progress | no_progress',
    ]);
    expect(chartOf(charger).nodes.find(({ name }) => name === 'kill')?.does).toEqual([
      'call victim.task_struct.send_sigkill',
    ]);
  });
});
