import { causalityOf, waitsOf, type Standing, type Trace, type TraceStep } from '../../trace/index.js';
import type { Box, Point } from '../layout/chart-layout.js';
import { EVENT_FONT, lineHeight, NAME_FONT, shortened, textWidth } from '../layout/text-width.js';
import { stepLines } from '../step-lines.js';
import { holdsOf } from './holds.js';
import { timelineLanes, type Lane } from './lanes.js';

export interface TimelineOptions {
  /** The steps, from 0, whose order decides the run. */
  readonly race?: readonly number[];
  /** The step, from 0, at which it has failed. */
  readonly failure?: number;
}

export interface LaidLane extends Lane {
  /** The middle of its column. */
  readonly x: number;
  readonly width: number;
  readonly name: string;
  /** How its thread stands at the end. */
  readonly standing?: Standing['kind'];
}

/** A step: a row from `y` down, with what is drawn in it at `middle`. */
export interface LaidRow {
  readonly step: number;
  readonly actor: string;
  readonly y: number;
  readonly height: number;
  readonly middle: number;
  /** `meets`: a bar from lane to lane. `chooses`: a diamond. `arrives`: the head of the mail. `own`: a dot. */
  readonly kind: 'meets' | 'chooses' | 'arrives' | 'own';
  /** Where it begins and ends; the same twice where it stays in one lane. */
  readonly from: number;
  readonly to: number;
  /** To whom else the step came, lane to lane. */
  readonly tells: readonly { readonly from: number; readonly to: number; readonly text: string }[];
  readonly label: Point & { readonly text: string; readonly anchor: 'start' | 'middle'; readonly tooltip: string };
  /** The function that its thread enters here. */
  readonly enters?: Point & { readonly text: string };
  readonly sign?: 'race' | 'failure';
}

/** A run as a picture: time runs down, a column for each thread and each object that they share. Pixels. */
export interface Timeline {
  readonly width: number;
  readonly height: number;
  /** Where the rows begin and end. */
  readonly top: number;
  readonly bottom: number;
  readonly lanes: readonly LaidLane[];
  readonly rows: readonly LaidRow[];
  /** Mail from where it is posted to where it is delivered: the steeper, the longer it took. */
  readonly mails: readonly {
    readonly from: Point;
    readonly to: Point;
    readonly isDelivered: boolean;
    readonly text: string;
  }[];
  readonly waits: readonly (Box & { readonly actor: string })[];
  readonly holds: readonly (Box & { readonly actor: string })[];
  /** The part that repeats for ever. */
  readonly loop?: { readonly y: number; readonly height: number };
}

const MARGIN = 58;
const HEADER = 44;
const FOOTER = 34;
const ROW = 30;
const NARROWEST_LANE = 150;
const WIDEST_LABEL = 360;

/** Puts a trace's lanes, steps, mail, waits and held locks in their places. It takes time linear in the steps, after replaying them. */
export function timelineOf(trace: Trace, options: TimelineOptions = {}): Timeline {
  const { lanes, laneOf } = timelineLanes(trace);
  const laid = laidLanes(trace, lanes);
  const xOf = (actor: string): number => laid[laneOf(actor)]?.x ?? MARGIN;
  const rows = rowsOf(trace, xOf, options);
  // Below the last step there is room to see who waits after it.
  const bottom = rows.reduce((low, { y, height }) => Math.max(low, y + height), HEADER) + ROW;
  /** Between two steps: below the one and above the next. */
  const below = (step: number | undefined): number => {
    const row = step === undefined ? undefined : rows[step];
    return step === -1 ? HEADER : row === undefined ? bottom : row.middle;
  };
  const strip = (actor: string, width: number, from: number, until: number | undefined) => ({
    actor,
    x: xOf(actor) - width / 2,
    y: below(from),
    width,
    height: Math.max(2, below(until) - below(from)),
  });
  const objects = new Set(lanes.filter(({ kind }) => kind === 'object').map(({ actor }) => actor));
  const right = Math.max(
    ...laid.map(({ x, width }) => x + width / 2),
    ...rows.map(({ label: { x, text, anchor } }) => x + textWidth(text, EVENT_FONT) / (anchor === 'start' ? 1 : 2)),
    ...rows.map(({ enters }) => (enters === undefined ? 0 : enters.x + textWidth(enters.text, EVENT_FONT))),
  );
  const firstOfLoop = trace.loopStart === undefined ? undefined : rows[trace.loopStart];
  return {
    width: Math.ceil(right + 16),
    height: bottom + FOOTER,
    top: HEADER,
    bottom,
    lanes: laid,
    rows,
    mails: causalityOf(trace).deliveries.map(({ from, to, op, posted, delivered }) => ({
      from: { x: xOf(from), y: below(posted) },
      to: { x: xOf(to), y: below(delivered) },
      isDelivered: delivered !== undefined,
      text: op.type,
    })),
    waits: waitsOf(trace)
      .filter(({ actor }) => laneOf(actor) >= 0)
      .map(({ actor, after, wokenBy }) => strip(actor, 14, after, wokenBy)),
    holds: holdsOf(trace, objects).map(({ actor, from, until }) => strip(actor, 7, from, until)),
    ...(firstOfLoop === undefined ? {} : { loop: { y: firstOfLoop.y, height: bottom - ROW - firstOfLoop.y } }),
  };
}

function laidLanes(trace: Trace, lanes: readonly Lane[]): LaidLane[] {
  const standings = new Map(trace.standings.map(({ actor, kind }) => [actor, kind]));
  let left = MARGIN;
  return lanes.map((lane) => {
    const width = Math.max(NARROWEST_LANE, Math.ceil(textWidth(lane.actor, NAME_FONT)) + 24);
    const x = left + width / 2;
    left += width;
    const standing = standings.get(lane.actor);
    return { ...lane, x, width, name: lane.actor, ...(standing === undefined ? {} : { standing }) };
  });
}

function rowsOf(trace: Trace, xOf: (actor: string) => number, { race = [], failure }: TimelineOptions): LaidRow[] {
  const inside = new Map<string, string | undefined>();
  let y = HEADER + 6;
  return trace.steps.map((step): LaidRow => {
    const entered = step.inside !== undefined && inside.get(step.actor) !== step.inside ? step.inside : undefined;
    inside.set(step.actor, step.inside);
    const height = ROW + (entered === undefined ? 0 : lineHeight(EVENT_FONT));
    const middle = y + height - 11;
    const sign = step.number === failure ? 'failure' : race.includes(step.number) ? 'race' : undefined;
    const shape = shapeOf(step, xOf);
    const row: LaidRow = {
      step: step.number,
      actor: step.actor,
      y,
      height,
      middle,
      ...shape,
      label: labelOf(step, shape, middle),
      ...(entered === undefined
        ? {}
        : { enters: { x: xOf(step.actor) + 8, y: y + lineHeight(EVENT_FONT) - 2, text: `${entered}()` } }),
      ...(sign === undefined ? {} : { sign }),
    };
    y += height;
    return row;
  });
}

type Shape = Pick<LaidRow, 'kind' | 'from' | 'to' | 'tells'>;

function shapeOf({ parts }: TraceStep, xOf: (actor: string) => number): Shape {
  const [first] = parts;
  const tells = parts
    .filter(({ kind, from, to }) => kind === 'tell' && xOf(from) !== xOf(to))
    .map(({ from, to, op }) => ({ from: xOf(from), to: xOf(to), text: op.type }));
  if (first === undefined) return { kind: 'own', from: MARGIN, to: MARGIN, tells };
  const [from, to] = [xOf(first.from), xOf(first.to)];
  switch (first.kind) {
    case 'choose':
      return { kind: 'chooses', from, to, tells };
    case 'mail':
      return { kind: 'arrives', from: to, to, tells };
    default:
      return { kind: from === to ? 'own' : 'meets', from, to, tells };
  }
}

function labelOf(step: TraceStep, { kind, from, to }: Shape, middle: number): LaidRow['label'] {
  const all = stepLines(step).map(({ text }) => text.trim().replaceAll('\u00a0', ' '));
  const text = shortened(all[0] ?? '', WIDEST_LABEL, EVENT_FONT);
  const tooltip = [`${step.number + 1} ${step.actor}`, ...all].join('\n');
  if (kind !== 'meets') return { x: from + 12, y: middle + 4, text, anchor: 'start', tooltip };
  // Above the bar; a text that is longer than it begins no further left than the bar does.
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const isLonger = textWidth(text, EVENT_FONT) > right - left - 8;
  return isLonger
    ? { x: left + 8, y: middle - 5, text, anchor: 'start', tooltip }
    : { x: (left + right) / 2, y: middle - 5, text, anchor: 'middle', tooltip };
}
