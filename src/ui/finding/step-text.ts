import { stepLines } from '../../export/step-lines.js';
import type { TraceStep } from '../../trace/trace.js';

/** What a step does, in a line: the operation with its answer. */
export const brief = (step: TraceStep): string => (linesOf(step)[0] ?? step.actor).replace(' -> ', ' → ');

/** Whom it woke, changed or mailed besides. */
export const effects = (step: TraceStep): string[] => linesOf(step).slice(1);

/** Blanks that must not break are of no use in a page. */
const linesOf = (step: TraceStep): string[] =>
  stepLines(step).map(({ text }) => text.replaceAll(/[^\x21-\x7e]/g, ' ').trim());
