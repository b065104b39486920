import { causalityOf, lanesOf, type Trace } from '../trace/index.js';
import { quoted } from './dot.js';
import { stepLines } from './step-lines.js';

/**
 * A trace as a Graphviz digraph of what had to come before what: a box for each step, in a column for its actor, and an arrow
 * from each step to those that depend on it and on nothing between. What no path of arrows joins could have come in either order.
 */
export function traceDot(trace: Trace, title: string): string {
  const actors = [...new Set([...lanesOf(trace), ...trace.steps.map(({ actor }) => actor)])];
  const text = (step: Trace['steps'][number]): string =>
    [`${step.number + 1} ${step.actor}`, ...stepLines(step).map((line) => line.text.trim())]
      .join('\n')
      .replaceAll('\u00a0', ' ');
  const columns = actors.flatMap((actor) =>
    trace.steps
      .filter((step) => step.actor === actor)
      .map((step) => `  t${step.number} [label=${quoted(text(step))}, group=g${actors.indexOf(actor)}];`),
  );
  const arrows = coverOf(trace).map(([before, after]) => `  t${before} -> t${after};`);
  return `${[
    `digraph ${quoted(title)} {`,
    `  label=${quoted(title)}; labelloc=t; rankdir=TB; fontname="Helvetica";`,
    '  node [shape=box, style=rounded, fontname="Courier", fontsize=10];',
    ...columns,
    ...arrows,
    '}',
  ].join('\n')}\n`;
}

/** The pairs of steps of which the one is before the other and no step between them, as the clocks say. */
function coverOf(trace: Trace): (readonly [number, number])[] {
  const movers = causalityOf(trace).events.map(([mover]) => mover);
  const isBefore = (one: number, other: number): boolean => {
    const [first, second] = [movers[one], movers[other]];
    if (first === undefined || second === undefined) return false;
    return (second.clock.get(first.actor) ?? 0) >= (first.clock.get(first.actor) ?? 0);
  };
  return trace.steps.flatMap(({ number: after }) => {
    const nearest: number[] = [];
    for (let before = after - 1; before >= 0; before--) {
      if (!isBefore(before, after) || nearest.some((between) => isBefore(before, between))) continue;
      nearest.push(before);
    }
    return nearest.map((before) => [before, after] as const);
  });
}
