import { chartDiff, causeText, diffDrawing, drawingOf, isSame } from '../export/index.js';
import type { Cause, ChartDiff, DiffDrawingOptions, Drawing } from '../export/index.js';
import type { Kernel, Machine } from '../model/index.js';

export interface Compared {
  readonly drawing: Drawing;
  /** As scripts read it. */
  readonly changes: { readonly [field: string]: unknown };
  /** What the drawing alone would not say: that nothing differs, or that one kernel has no such machine. */
  readonly remark?: string;
}

/** What is different about a machine on two kernels; where nothing is, its chart as it is. */
export function compared(machine: string, kernels: readonly [Kernel, Kernel], options: DiffDrawingOptions): Compared {
  const diff = chartDiff(machine, kernels);
  const remark = remarkOf(diff);
  const drawing = isSame(diff) ? drawingOf(kernels[1].machines.get(machine) as Machine) : diffDrawing(diff, options);
  return { drawing, changes: changesJson(diff), ...(remark === undefined ? {} : { remark }) };
}

function remarkOf({ machine, names, only, ...diff }: ChartDiff): string | undefined {
  if (only !== undefined) {
    const [has, lacks] = only.mark === '+' ? [names[1], names[0]] : [names[0], names[1]];
    const by = only.by.length === 0 ? '' : `: ${only.by.map(causeText).join(', ')}`;
    return `${lacks} has no machine "${machine}": all of it is only on ${has}${by}.`;
  }
  return isSame({ machine, names, ...diff }) ? `${machine} is the same on ${names[0]} and ${names[1]}.` : undefined;
}

function changesJson({ fragments, hidden, only }: ChartDiff): Compared['changes'] {
  const by = (causes: readonly Cause[]) =>
    causes.map(({ sign, patch: { id, summary, commits } }) => ({ sign, patch: id, summary, commits }));
  return {
    only: only === undefined ? null : { sign: only.mark, by: by(only.by) },
    fragments: fragments.map((one) => ({ name: one.name, sign: one.mark, by: by(one.by), embeddedIn: one.embeddedIn })),
    hidden: hidden.map((one) => ({ kind: one.kind, name: one.name, sign: one.mark, by: by(one.by) })),
  };
}
