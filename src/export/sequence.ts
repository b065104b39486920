import type { Op } from '../model/index.js';
import { participantsOf, type Trace, type TraceStep } from '../trace/index.js';
import { escaped } from './mermaid.js';

/**
 * A trace as a Mermaid `sequenceDiagram`: a participant for each actor that takes part, a call as an arrow and its answer as a
 * dotted one, mail as an open arrow, a choice as a note. What repeats for ever is a loop.
 */
export function sequence(trace: Trace, title?: string): string {
  const actors = [...new Set(trace.steps.flatMap((step) => [...participantsOf(step), ...mailed(step)]))];
  const names = new Map(actors.map((actor, i) => [actor, `p${i}`]));
  const { loopStart } = trace;
  const before = loopStart === undefined ? trace.steps : trace.steps.slice(0, loopStart);
  const loop = loopStart === undefined ? [] : trace.steps.slice(loopStart);
  const draw = (steps: readonly TraceStep[], indent: string): string[] =>
    steps.flatMap((step) => stepDrawn(step, names).map((line) => indent + line));
  return `${[
    ...(title === undefined ? [] : ['---', `title: ${JSON.stringify(title)}`, '---']),
    'sequenceDiagram',
    ...actors.map((actor) => `  participant ${names.get(actor)} as ${escaped(actor)}`),
    ...draw(before, '  '),
    ...(loop.length === 0 ? [] : ['  loop for ever', ...draw(loop, '    '), '  end']),
  ].join('\n')}\n`;
}

const mailed = ({ parts }: TraceStep): string[] => parts.filter(({ kind }) => kind === 'post').map(({ to }) => to);

const ARROWS = { call: '->>', reply: '-->>', tell: '->>', post: '-)' } as const;

function stepDrawn({ parts, number }: TraceStep, names: ReadonlyMap<string, string>): string[] {
  return parts.map(({ kind, from, to, op }, i) => {
    const text = escaped(i === 0 ? `${number + 1}. ${opText(op)}` : opText(op));
    switch (kind) {
      case 'choose':
        return `Note over ${names.get(from)}: ${text}`;
      case 'mail':
        return `Note over ${names.get(to)}: ${text} arrives`;
      default:
        return `${names.get(from)}${ARROWS[kind]}${names.get(to)}: ${text}`;
    }
  });
}

function opText({ type, ...values }: Op): string {
  const given = Object.values(values)
    .filter((value) => value !== null && typeof value !== 'object')
    .map(String);
  return given.length === 0 ? type : `${type}(${given.join(', ')})`;
}
