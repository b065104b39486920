import { useState } from 'preact/hooks';
import type { Playback, PlayedActor, Place as Where } from '../../play/playback.js';
import type { TraceStep } from '../../trace/trace.js';
import { eventOf, firedIn } from '../charts/fired.js';
import { PictureView } from '../charts/picture-view.js';
import type { Pictures } from '../../export/pictures.js';
import { Refused } from '../parts/notice.js';
import { useSoon } from '../parts/soon.js';

export interface CardsProps {
  readonly playback: Playback;
  readonly pictures: Pictures;
  readonly at: number;
  /** Actors that have no card. */
  readonly without?: readonly string[];
}

/** A card per actor: those of the present step with their charts, the others as a line, until one asks for them. */
export function Cards({ playback, pictures, at, without = [] }: CardsProps) {
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  const step = at > 0 ? playback.step(at - 1) : undefined;
  const moving = new Set(step === undefined ? [] : [step.actor, ...step.parts.flatMap(({ from, to }) => [from, to])]);
  const places = playback.placesAt(at);
  const blocked = playback.blockedAt(at);
  const isOpen = ({ id, kind }: PlayedActor): boolean =>
    pinned.has(id) || (kind === 'thread' ? id === step?.actor : moving.has(id));
  const turn = (id: string): void =>
    setPinned((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  const order = playback.actors
    .filter(({ id, kind }) => kind !== 'observer' && !without.includes(id))
    .toSorted((a, b) => rank(b) - rank(a) || a.index - b.index);
  return (
    <div class="actor-cards">
      {order.map((actor) => (
        <ActorCard
          key={actor.id}
          playback={playback}
          pictures={pictures}
          actor={actor}
          place={places[actor.index] as Where}
          before={at > 0 ? (playback.placesAt(at - 1)[actor.index] as Where) : undefined}
          step={step}
          isBlocked={blocked.has(actor.index)}
          isOpen={isOpen(actor)}
          isPinned={pinned.has(actor.id)}
          onTurn={() => turn(actor.id)}
        />
      ))}
    </div>
  );

  function rank(actor: PlayedActor): number {
    return (isOpen(actor) ? 4 : 0) + (actor.id === step?.actor ? 2 : 0) + (actor.kind === 'thread' ? 1 : 0);
  }
}

interface ActorCardProps {
  readonly playback: Playback;
  readonly pictures: Pictures;
  readonly actor: PlayedActor;
  readonly place: Where;
  readonly before: Where | undefined;
  readonly step: TraceStep | undefined;
  readonly isBlocked: boolean;
  readonly isOpen: boolean;
  readonly isPinned: boolean;
  readonly onTurn: () => void;
}

function ActorCard(props: ActorCardProps) {
  const { actor, place, isBlocked, isOpen, isPinned, onTurn } = props;
  const { id, machine, description } = actor;
  return (
    <article class={`actor-card ${isOpen ? 'open' : ''}`} aria-label={id}>
      <header>
        <h2 class="name">{id}</h2>
        <span class="dim" title={description}>
          {machine === id ? '' : machine}
        </span>
        <span class={`badge ${isBlocked ? 'fail' : place.finished || place.idle ? 'ok' : 'plain'}`}>
          {isBlocked ? '▨ waits in ' : place.finished ? '■ ' : place.idle ? 'idle in ' : ''}
          <span title={place.path}>{shortPath(place.path)}</span>
        </span>
        <button type="button" class="small" aria-pressed={isPinned} onClick={onTurn}>
          {isPinned ? 'Unpin' : 'Pin'}
          <span class="hidden"> the chart of {id}</span>
        </button>
      </header>
      {isOpen ? <ActorChart {...props} /> : null}
    </article>
  );
}

/** The outermost state and the innermost: what is between is in the chart. */
function shortPath(path: string): string {
  const names = path.split('.');
  return names.length > 3 ? `${names[0]} › … › ${names.at(-1)}` : names.join(' › ');
}

function ActorChart({ playback, pictures, actor, place, before, step }: ActorCardProps) {
  const [chosen, setChosen] = useState<string>();
  const places = pictures.placesOf(actor.machine, place.path);
  const sections = places.map(({ section }) => section);
  const section = chosen !== undefined && sections.includes(chosen) ? chosen : (sections.at(-1) ?? '');
  const soon = useSoon(`${playback.kernel} ${actor.machine} ${section}`, () =>
    pictures.pictureOf(actor.machine, section),
  );
  const here = places.find((one) => one.section === section);
  const was = before && pictures.placesOf(actor.machine, before.path).find((one) => one.section === section);
  const event = step && eventOf(step, actor.id);
  return (
    <>
      {sections.length < 2 ? null : (
        <p class="crumbs" role="group" aria-label={`Functions of ${actor.id}`}>
          {sections.map((one) => (
            <button type="button" class="small" aria-pressed={one === section} onClick={() => setChosen(one)}>
              {one === '' ? actor.machine : `${one}()`}
            </button>
          ))}
        </p>
      )}
      {soon.kind === 'refused' ? <Refused refusal={soon.refusal} /> : null}
      {soon.kind === 'waiting' ? <div class="skeleton" aria-hidden="true" /> : null}
      {soon.kind === 'here' ? (
        <PictureView
          picture={soon.value}
          active={here?.ids ?? []}
          fired={firedIn(soon.value, event, was, here)}
          label={`Chart of ${section === '' ? actor.machine : section} of ${actor.id}, in ${place.path}`}
        />
      ) : null}
    </>
  );
}
