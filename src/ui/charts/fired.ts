import type { Place } from '../../export/index.js';
import type { TraceStep } from '../../trace/trace.js';
import type { Picture } from '../../export/pictures.js';

/** The op that moved an actor in a step: what it was asked, told or mailed, chose, or was answered. */
export function eventOf({ parts }: TraceStep, actor: string): string | undefined {
  const came = parts.findLast(({ kind, to }) => to === actor && kind !== 'post');
  return came?.op.type;
}

/** The transition of a chart that an event took, as far as both ends are known. */
export function firedIn(
  { edges }: Picture,
  event: string | undefined,
  before: Place | undefined,
  after: Place | undefined,
): number | undefined {
  if (event === undefined || before === undefined) return undefined;
  const from = new Set(before.ids);
  const to = new Set(after?.ids ?? []);
  const possible = edges.flatMap((edge, index) =>
    (edge.event === event || edge.event === 'done') && from.has(edge.from) ? [{ edge, index }] : [],
  );
  const own = possible.filter(({ edge }) => edge.event === event);
  // What the event ended further inside, this chart shows as the end of a function.
  const ended = own.length > 0 ? own : possible.filter(({ edge }) => to.has(edge.to));
  return (ended.find(({ edge }) => to.has(edge.to)) ?? ended[0])?.index;
}
