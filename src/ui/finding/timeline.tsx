import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Playback } from '../../play/playback.js';
import { flightsOf, lanesOf, type Flight, type Lanes } from './lanes.js';
import type { Marks } from '../../play/marks.js';
import { RowPicture, ROW } from './row-picture.js';
import { brief } from './step-text.js';
import { useRows } from './use-rows.js';

export interface TimelineProps {
  readonly playback: Playback;
  readonly marks: Marks;
  /** The steps that are shown, in order. */
  readonly shown: readonly number[];
  /** The state that is looked at: the step before it is the present one. */
  readonly at: number;
  readonly onAt: (at: number) => void;
  readonly flag: number | undefined;
  /** The actor that is filtered by. */
  readonly actor: string | undefined;
  readonly onActor: (actor: string | undefined) => void;
}

const HEAD = 118;

const px = (length: number): string => `${length}px`;

/** Time runs down, a lane for each actor; a list with one option a step. */
export function Timeline(props: TimelineProps) {
  const { playback, marks, shown, at, actor, onActor } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const lanes = useMemo(() => lanesOf(playback), [playback, playback.length]);
  const flights = useMemo(() => flightsOf(playback), [playback, playback.length]);
  const { items, height, show } = useRows(scroller, shown.length, ROW, HEAD);
  const row = shown.indexOf(at - 1);
  useEffect(() => {
    if (row >= 0) show(row);
    else if (at === 0) show(0);
  }, [row, at]);
  return (
    <div class="timeline" ref={scroller}>
      <Hatching />
      <div class="lanes" style={{ height: px(HEAD) }}>
        <div class="corner dim">
          {shown.length === playback.length
            ? `${playback.length} steps`
            : `${shown.length === 0 ? 'None' : shown.length} of ${playback.length} steps`}
          {marks.loopStart === undefined ? null : (
            <span class="bad">
              {' '}
              ⟲ {marks.loopStart + 1} to {playback.length} repeats for ever
            </span>
          )}
        </div>
        <div class="heads" role="group" aria-label="Filter by actor" style={{ width: px(lanes.width) }}>
          {lanes.lanes.map(({ actor: { id, kind }, x }) => (
            <button
              type="button"
              class={`lane ${kind}`}
              style={{ left: px(x - 11) }}
              aria-pressed={actor === id}
              title={`Only steps of ${id}`}
              onClick={() => onActor(actor === id ? undefined : id)}
            >
              {id}
            </button>
          ))}
        </div>
      </div>
      <div
        role="listbox"
        aria-label="Steps"
        tabIndex={0}
        aria-activedescendant={row >= 0 ? `step-${at}` : undefined}
        class="rows"
        style={{ height: px(Math.max(ROW, height - HEAD)) }}
      >
        <div class="lives" aria-hidden="true">
          {lanes.lanes.map(({ x }) => (
            <div style={{ left: px(x) }} />
          ))}
        </div>
        {items.map(({ index, start }) => {
          const number = shown[index];
          if (number === undefined) return null;
          return (
            <TimelineRow key={number} {...props} number={number} top={start - HEAD} lanes={lanes} flights={flights} />
          );
        })}
      </div>
    </div>
  );
}

/** What a blocked thread's lane is filled with. */
function Hatching() {
  return (
    <svg width={0} height={0} class="hidden" aria-hidden="true">
      <pattern id="hatch" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width={6} height={6} />
        <line class="hatch-line" x1={0} x2={0} y1={0} y2={6} />
      </pattern>
    </svg>
  );
}

interface TimelineRowProps extends TimelineProps {
  readonly number: number;
  readonly top: number;
  readonly lanes: Lanes;
  readonly flights: readonly Flight[];
}

function TimelineRow({ playback, marks, number, at, top, flag, onAt, lanes, flights }: TimelineRowProps) {
  const step = playback.step(number);
  const tone = toneOf(marks, number);
  // The same while one scrolls: what is the same element is not looked at again.
  const picture = useMemo(
    () => (
      <RowPicture
        playback={playback}
        number={number}
        lanes={lanes}
        flights={flights.filter(({ posted, delivered }) => posted <= number && number <= delivered)}
        tone={tone}
      />
    ),
    [playback, number, lanes, flights, tone],
  );
  const notes = notesOf(marks, number);
  const isLoop = marks.loopStart !== undefined && number >= marks.loopStart;
  const classes = [
    'step',
    tone,
    number === at - 1 ? 'now' : '',
    number >= at ? 'later' : '',
    isLoop ? 'loop' : '',
    number === marks.loopStart ? 'loop-start' : '',
  ];
  return (
    <div
      role="option"
      id={`step-${number + 1}`}
      aria-selected={number === at - 1}
      aria-setsize={playback.length}
      aria-posinset={number + 1}
      class={classes.join(' ')}
      style={{ transform: `translateY(${px(top)})`, height: px(ROW) }}
      onClick={() => onAt(number + 1)}
    >
      <span class="number">
        <span class="hidden">step </span>
        {flag === number ? '⚑' : ''}
        {number + 1}
      </span>
      <span class="who" title={step.inside === undefined ? step.actor : `${step.actor} in ${step.inside}()`}>
        {step.actor}
      </span>
      <span class="what" title={notes.join(', ')}>
        {signOf(marks, number)}
        {brief(step)}
        <span class="hidden">{notes.map((note) => `, ${note}`).join('')}</span>
      </span>
      {picture}
    </div>
  );
}

/** A step may be the one after which nothing helps, and one of the two that race. */
function signOf(marks: Marks, number: number): string {
  return `${toneOf(marks, number) === 'fail' ? '✗ ' : ''}${marks.race.has(number) ? '⇅ ' : ''}`;
}

function toneOf({ race, noReturn, failure }: Marks, number: number): 'race' | 'fail' | '' {
  if (number === failure || number === noReturn) return 'fail';
  return race.has(number) ? 'race' : '';
}

function notesOf({ race, noReturn, failure, loopStart }: Marks, number: number): string[] {
  const other = [...race].find((one) => one !== number);
  return [
    ...(race.has(number) && other !== undefined ? [`in a race with ${other + 1}`] : []),
    ...(number === noReturn ? ['the point of no return'] : []),
    ...(number === failure ? ['fails here'] : []),
    ...(loopStart !== undefined && number >= loopStart ? ['repeats for ever'] : []),
  ];
}
