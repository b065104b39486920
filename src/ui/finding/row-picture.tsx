import type { Playback } from '../../play/playback.js';
import type { Flight, Lane, Lanes } from './lanes.js';

export const ROW = 26;
const MIDDLE = ROW / 2;

export interface RowPictureProps {
  readonly playback: Playback;
  readonly number: number;
  readonly lanes: Lanes;
  readonly flights: readonly Flight[];
  readonly tone: string;
}

/**
 * One step between the lanes: a rendezvous is a bar with a dot at the caller and an arrow at the object, a tell a thin arrow, a
 * choice a diamond, mail a slanted line through the rows that it takes.
 */
export function RowPicture({ playback, number, lanes, flights, tone }: RowPictureProps) {
  const step = playback.step(number);
  const [wasBlocked, isBlocked] = [playback.blockedAt(number), playback.blockedAt(number + 1)];
  const held = playback.heldAt(number + 1);
  const wasHeld = playback.heldAt(number);
  const [first, ...rest] = step.parts;
  const at = (name: string): number | undefined => lanes.byName.get(name)?.x;
  return (
    <svg class={`picture ${tone}`} width={lanes.width} height={ROW} aria-hidden="true" focusable="false">
      {lanes.lanes.map((lane) => (
        <LanePicture
          lane={lane}
          wasBlocked={wasBlocked.has(lane.actor.index)}
          isBlocked={isBlocked.has(lane.actor.index)}
          isHeld={held.has(lane.actor.index)}
          begins={!wasHeld.has(lane.actor.index)}
        />
      ))}
      {flights.map((flight) => (
        <FlightPicture flight={flight} number={number} lanes={lanes} />
      ))}
      {rest.map(({ kind, from, to }) => (kind === 'tell' ? <Arrow class="tell" from={at(from)} to={at(to)} /> : null))}
      {first?.kind === 'call' ? <Arrow class="call" from={at(first.from)} to={at(first.to)} /> : null}
      {first?.kind === 'choose' ? <Diamond x={at(step.actor)} /> : null}
      {first?.kind === 'mail' ? <circle class="dot" cx={at(step.actor)} cy={MIDDLE} r={4} /> : null}
    </svg>
  );
}

/** Of a row the upper half is before the step, the lower one after it. */
interface LanePictureProps {
  readonly lane: Lane;
  readonly wasBlocked: boolean;
  readonly isBlocked: boolean;
  readonly isHeld: boolean;
  readonly begins: boolean;
}

function LanePicture({ lane: { x }, wasBlocked, isBlocked, isHeld, begins }: LanePictureProps) {
  return (
    <>
      {wasBlocked ? <rect class="blocked" x={x - 7} y={0} width={14} height={MIDDLE} /> : null}
      {isBlocked ? <rect class="blocked" x={x - 7} y={MIDDLE} width={14} height={MIDDLE} /> : null}
      {isHeld ? <rect class="held" x={x - 3} y={begins ? MIDDLE : 0} width={6} height={begins ? MIDDLE : ROW} /> : null}
    </>
  );
}

function FlightPicture({
  flight,
  number,
  lanes,
}: {
  readonly flight: Flight;
  readonly number: number;
  readonly lanes: Lanes;
}) {
  const [from, to] = [lanes.byName.get(flight.from)?.x, lanes.byName.get(flight.to)?.x];
  if (from === undefined || to === undefined) return null;
  const y = (step: number): number => (step - number) * ROW + MIDDLE;
  return <line class="flight" x1={from} y1={y(flight.posted)} x2={to} y2={y(flight.delivered)} />;
}

interface ArrowProps {
  readonly class: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

function Arrow({ class: kind, from, to }: ArrowProps) {
  if (from === undefined || to === undefined) return null;
  if (from === to) return <circle class={`dot ${kind}`} cx={from} cy={MIDDLE} r={4} />;
  const back = to > from ? -7 : 7;
  return (
    <g class={kind}>
      <line class="shaft" x1={from} x2={to + back / 2} y1={MIDDLE} y2={MIDDLE} />
      <path class="head" d={`M${to} ${MIDDLE}l${back} -4v8z`} />
      {kind === 'call' ? <circle class="dot" cx={from} cy={MIDDLE} r={4} /> : null}
    </g>
  );
}

function Diamond({ x }: { readonly x: number | undefined }) {
  return x === undefined ? null : <path class="choice" d={`M${x} ${MIDDLE - 6}l6 6l-6 6l-6 -6z`} />;
}
