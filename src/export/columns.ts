import { lanesOf, type Standing, type Trace, type TraceStep } from '../trace/index.js';
import { stepLines, type StepLine } from './step-lines.js';
import { ascii, HARD_BLANK, wrap } from './wrap.js';

export interface ColumnsOptions {
  /** No line is longer; 72 by default, which survives being quoted in a mail. At least 32. */
  readonly width?: number;
  readonly title?: string;
  /** Paragraphs at the end: why it matters, how to replay it. */
  readonly notes?: readonly string[];
}

const WIDTH = 72;
const GAP = 2;
/** Narrower than this, kernel names break in every line: a list reads better. */
const NARROWEST = 16;

/**
 * Draws a trace as kernel changelogs draw races: time runs down, one column for each thread that moves.
 *
 * A function's name stands on its own line where its thread enters it, what it does below; `*` marks whom a step woke,
 * changed or mailed besides. Plain ASCII without tabs or trailing blanks. With more threads than fit it is a list.
 */
export function columns(trace: Trace, options: ColumnsOptions = {}): string {
  const { head, steps, tail } = columnParts(trace, options);
  const blocks = [...(head.title.length === 0 ? [] : [head.title]), [...head.names, ...steps.flat()], ...tail];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The lines of a drawing, taken apart so that it can be shown step by step. */
export interface ColumnParts {
  readonly head: { readonly title: readonly string[]; readonly names: readonly string[] };
  /** For each step, or several equal ones in a row, its lines. */
  readonly steps: readonly (readonly string[])[];
  /** Paragraphs: where each thread stands at the end, and the notes. */
  readonly tail: readonly (readonly string[])[];
}

export function columnParts(trace: Trace, options: ColumnsOptions = {}): ColumnParts {
  const width = Math.max(32, options.width ?? WIDTH);
  const lanes = lanesOf(trace);
  const column = Math.floor((width - GAP * (lanes.length - 1)) / Math.max(1, lanes.length));
  const drawn = column >= NARROWEST ? drawColumns(trace, lanes, column, width) : drawList(trace, width);
  const paragraphs = (options.notes ?? []).map((note) => note.split('\n').flatMap((line) => wrap(line, width, 2)));
  return {
    head: { title: options.title === undefined ? [] : wrap(options.title, width), names: drawn.names },
    steps: drawn.steps,
    tail: [standingLines(trace.standings, width), ...paragraphs],
  };
}

interface Drawn {
  readonly names: readonly string[];
  readonly steps: readonly (readonly string[])[];
}

function drawColumns(trace: Trace, lanes: readonly string[], column: number, width: number): Drawn {
  if (lanes.length === 0) return { names: [], steps: trace.steps.map((step) => mailLines(step, width)) };
  const names = lanes.map((lane) => wrap(lane, column));
  const rules = names.map((lines) => ['-'.repeat(Math.max(...lines.map(({ length }) => length)))]);
  const place = (lines: readonly string[], lane: number): string[] =>
    lines.map((line) => ' '.repeat(lane * (column + GAP)) + line);
  return {
    names: [...abreast(names, column), ...abreast(rules, column)],
    steps: body(trace, width, (step, lines) => {
      const lane = lanes.indexOf(step.actor);
      return place(
        lines.flatMap(({ text, hang }) => wrap(text, column, hang)),
        lane,
      );
    }),
  };
}

/** Many threads: one numbered line after another, the name where the thread changes. */
function drawList(trace: Trace, width: number): Drawn {
  const digits = String(trace.steps.length).length;
  const margin = ' '.repeat(digits + 1);
  let last: string | undefined;
  const steps = body(trace, width, (step, lines) => {
    const name = step.actor === last ? [] : wrap(`${margin}${step.actor}:`, width, margin.length);
    last = step.actor;
    // The number stands with the operation, which is the line after the name of the function, if that is there.
    const operation = lines.findIndex(({ isFunction }) => !isFunction);
    const numbered = lines.flatMap(({ text, hang }, i) => {
      const label = i === operation ? `${String(step.number + 1).padStart(digits)} ` : margin;
      const [head = '', ...tail] = wrap(`${margin}  ${text}`, width, margin.length + 2 + hang);
      return [label + head.slice(margin.length), ...tail];
    });
    return [...name, ...numbered];
  });
  return { names: [], steps };
}

interface Line extends StepLine {
  readonly isFunction: boolean;
}

/** All steps in order, with the names of functions where threads enter them, and the mark where the loop begins. */
function body(trace: Trace, width: number, draw: (step: TraceStep, lines: readonly Line[]) => string[]): string[][] {
  const threads = new Set(trace.standings.map(({ actor }) => actor));
  const inside = new Map<string, string | undefined>();
  return runsOf(trace).map(({ step, times }) => {
    const mark = step.number === trace.loopStart ? [banner('repeats for ever:', width)] : [];
    // What is printed after the mark is read again and again, so it must name its functions itself.
    if (mark.length > 0) inside.clear();
    if (!threads.has(step.actor)) return [...mark, ...mailLines(step, width)];
    const enters = step.inside !== undefined && inside.get(step.actor) !== step.inside;
    inside.set(step.actor, step.inside);
    const name = enters ? [{ text: `${step.inside}()`, hang: 2, isFunction: true }] : [];
    const [head, ...effects] = stepLines(step);
    if (head === undefined) return mark;
    const text = times > 1 ? `${head.text} (${times}${HARD_BLANK}times)` : head.text;
    const lines = [{ ...head, text }, ...effects].map((line) => ({ ...line, isFunction: false }));
    return [...mark, ...draw(step, [...name, ...lines])];
  });
}

/** Steps with how often each happens in a row: a thread that spins while nobody else moves is one line. */
function runsOf(trace: Trace): { readonly step: TraceStep; readonly times: number }[] {
  const runs: { step: TraceStep; times: number; key: string }[] = [];
  for (const step of trace.steps) {
    const key = JSON.stringify([step.actor, step.inside, stepLines(step)]);
    const last = runs.at(-1);
    if (last?.key === key && step.number !== trace.loopStart) last.times++;
    else runs.push({ step, times: 1, key });
  }
  return runs;
}

/** Mail to an object happens in no thread's column. */
const mailLines = (step: TraceStep, width: number): string[] =>
  stepLines(step).flatMap(({ text, hang }) => wrap(`-- ${step.actor} ${text.trimStart()}`, width, hang + 3));

function banner(text: string, width: number): string {
  const head = `--- ${text} `;
  return head + '-'.repeat(Math.max(3, width - head.length));
}

/** Several blocks of lines side by side. */
function abreast(blocks: readonly (readonly string[])[], column: number): string[] {
  const height = Math.max(...blocks.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map((lines) => (lines[row] ?? '').padEnd(column + GAP))
      .join('')
      .trimEnd(),
  );
}

function standingLines(standings: readonly Standing[], width: number): string[] {
  if (standings.length === 0) return [];
  const longest = Math.max(...standings.map(({ actor }) => actor.length));
  const name = Math.min(longest, Math.floor(width / 3));
  return [
    'At the end:',
    ...standings.flatMap((standing) => {
      const actor = ascii(standing.actor);
      const [head = '', ...tail] = wrap(standingText(standing), width - name - 4);
      const margin = ' '.repeat(name + 4);
      const names =
        actor.length <= name ? [`  ${actor.padEnd(name)}  ${head}`] : [...wrap(`  ${actor}`, width, 4), margin + head];
      return [...names, ...tail.map((line) => margin + line)];
    }),
  ];
}

function standingText({ kind, path, inside, next }: Standing): string {
  const leaf = path.split('.').at(-1) ?? path;
  const where = inside === undefined ? `in ${leaf}` : `in ${inside}()`;
  const wants = next.map(({ text }) => text).join(' or ');
  switch (kind) {
    case 'finished':
      return `finished: ${leaf}`;
    case 'idle':
      return `idle: ${leaf}`;
    case 'ready':
      return `${where}, next ${wants || 'its mail'}`;
    case 'waits': {
      const states = next.filter(({ state }) => state !== undefined).map(({ object, state }) => `${object}: ${state}`);
      const because = states.length === 0 ? '' : ` (${[...new Set(states)].join('; ')})`;
      return `${where}, waits for ${wants || 'mail'}${because}`;
    }
  }
}
