import { causalityOf, participantsOf, waitsOf, type Trace, type TraceStep } from '../trace/index.js';
import { stepLines } from './step-lines.js';

/** One event of the Chrome trace format, as far as this uses it. Times are in microseconds. */
export type TraceEvent =
  | { readonly ph: 'M'; readonly pid: 1; readonly tid?: number; readonly name: string; readonly args: Arguments }
  | {
      readonly ph: 'X';
      readonly pid: 1;
      readonly tid: number;
      readonly ts: number;
      readonly dur: number;
      readonly name: string;
      readonly cat: string;
      readonly args: Arguments;
    }
  | {
      readonly ph: 's' | 'f';
      readonly pid: 1;
      readonly tid: number;
      readonly ts: number;
      readonly id: number;
      readonly name: string;
      readonly cat: string;
      readonly bp?: 'e';
    };

type Arguments = { readonly [name: string]: unknown };

/** A step is a slice of a millisecond: a trace has no time, and this is short enough and can be read. */
const STEP = 1000;

/**
 * A trace in the JSON that ui.perfetto.dev and chrome://tracing read: a thread for each actor, a slice of 1 ms for each step
 * on all who take part in it, arrows from mail that is posted to where it is delivered, and from a wake-up to the step that
 * its thread goes on with.
 */
export function perfetto(trace: Trace, meta: Arguments = {}): string {
  const { actors, scenario, kernel } = trace.system;
  const tids = new Map(actors.map(({ id, index }) => [id, index + 1]));
  const tidOf = (actor: string): number => tids.get(actor) ?? 0;
  // Who moves stands above what is only asked.
  const rank = ({ machine }: (typeof actors)[number]): number => (machine.spec.kind === 'thread' ? 0 : actors.length);
  const names = actors.flatMap((actor): TraceEvent[] => [
    { ph: 'M', pid: 1, tid: tidOf(actor.id), name: 'thread_name', args: { name: actor.id } },
    {
      ph: 'M',
      pid: 1,
      tid: tidOf(actor.id),
      name: 'thread_sort_index',
      args: { sort_index: rank(actor) + actor.index },
    },
  ]);
  const traceEvents: TraceEvent[] = [
    { ph: 'M', pid: 1, name: 'process_name', args: { name: `${scenario.id} on ${kernel.spec.id}` } },
    ...names,
    ...trace.steps.flatMap((step) => slices(step, tidOf)),
    ...flows(trace, tidOf),
  ];
  return `${JSON.stringify({ traceEvents, displayTimeUnit: 'ms', otherData: meta }, undefined, 1)}\n`;
}

function slices(step: TraceStep, tidOf: (actor: string) => number): TraceEvent[] {
  const text = stepLines(step)
    .map((line) => line.text.trim())
    .join('; ')
    .replaceAll('\u00a0', ' ');
  return participantsOf(step).map((actor): TraceEvent => {
    const isMover = actor === step.actor;
    const changed = step.changes.filter((change) => change.actor === actor);
    return {
      ph: 'X',
      pid: 1,
      tid: tidOf(actor),
      ts: step.number * STEP,
      dur: STEP,
      name: isMover ? text : `${step.actor}: ${text}`,
      cat: isMover ? 'step' : 'taking part',
      args: {
        step: step.number + 1,
        ...(step.inside === undefined ? {} : { function: step.inside }),
        ...(changed.length === 0 ? {} : { changed }),
      },
    };
  });
}

/** Arrows end inside the slices at their ends, so that both sides find them. */
function flows(trace: Trace, tidOf: (actor: string) => number): TraceEvent[] {
  const mail = causalityOf(trace).deliveries.flatMap(({ from, to, op, posted, delivered }) =>
    delivered === undefined ? [] : [{ name: op.type, cat: 'mail', from, to, start: posted, end: delivered }],
  );
  const wakeUps = waitsOf(trace).flatMap(({ actor, wokenBy, resumedAt }) => {
    const waker = trace.steps[wokenBy ?? -1]?.actor;
    if (wokenBy === undefined || resumedAt === undefined || waker === undefined) return [];
    return [{ name: 'wake-up', cat: 'wake-up', from: waker, to: actor, start: wokenBy, end: resumedAt }];
  });
  return [...mail, ...wakeUps].flatMap(({ name, cat, from, to, start, end }, id): TraceEvent[] => [
    { ph: 's', pid: 1, tid: tidOf(from), ts: start * STEP + STEP / 2, id, name, cat },
    { ph: 'f', pid: 1, tid: tidOf(to), ts: end * STEP + STEP / 2, id, name, cat, bp: 'e' },
  ]);
}
