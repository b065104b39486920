import type { Op } from '../model/index.js';
import type { TraceStep } from '../trace/index.js';
import { HARD_BLANK } from './wrap.js';

/** One thing to print about a step: what it is, and how far it hangs in. */
export interface StepLine {
  readonly text: string;
  /** Blanks before its second and later lines. */
  readonly hang: number;
}

/**
 * What a step says under its thread's name: the operation with its reply, then whom it woke or changed besides.
 *
 * An object of the thread's own loses the thread's name (`task_struct.schedule` under charger is charger.task_struct's).
 */
export function stepLines(step: TraceStep): StepLine[] {
  const [first, ...rest] = step.parts;
  if (first === undefined) return [];
  const own = (name: string): string => (name.startsWith(`${step.actor}.`) ? name.slice(step.actor.length + 1) : name);
  const indent = step.inside === undefined ? '' : '  ';
  const line = (text: string): StepLine => ({ text: indent + text, hang: indent.length + 2 });
  const answer = rest.findLast(({ kind, from }) => kind === 'reply' && from === first.to);
  const changed = new Set(step.changes.map(({ actor }) => actor));
  const head = (): string => {
    switch (first.kind) {
      case 'choose':
        return step.alternatives > 1 ? `chooses ${opText(first.op, step.actor)}` : opText(first.op, step.actor);
      case 'mail':
        return `gets ${opText(first.op, step.actor)}`;
      default: {
        const asked = `${own(first.to)}.${opText(first.op, step.actor)}`;
        return answer === undefined ? asked : `${asked} ->${HARD_BLANK}${opText(answer.op, step.actor)}`;
      }
    }
  };
  const effects = rest.flatMap(({ kind, to, op }) => {
    if (kind === 'tell' && changed.has(to)) return [line(`*${HARD_BLANK}${own(to)}.${opText(op, step.actor)}`)];
    if (kind === 'post') return [line(`* mails ${opText(op, step.actor)} to ${to}`)];
    return [];
  });
  return [line(head()), ...effects];
}

/** An op with its small arguments; the speaker's own name goes without saying. */
function opText(op: Op, speaker: string): string {
  const values = Object.entries(op)
    .filter(([key, value]) => key !== 'type' && value !== null && value !== speaker && typeof value !== 'object')
    .map(([, value]) => String(value));
  return values.length === 0 ? op.type : `${op.type}(${values.join(',')})`;
}
