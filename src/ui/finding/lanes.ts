import type { Playback, PlayedActor } from '../../play/playback.js';

/** A column of the timeline. */
export interface Lane {
  readonly actor: PlayedActor;
  /** The middle of it. */
  readonly x: number;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** By the actor's name; actors that take no part have no lane. */
  readonly byName: ReadonlyMap<string, Lane>;
  readonly width: number;
}

const THREAD = 46;
const OBJECT = 30;
/** Who takes part is asked of so many steps: later ones are hardly ever new. */
const LOOKED_AT = 3000;

/** Threads first, in the order of the cast, then objects, those that are asked most first. */
export function lanesOf(playback: Playback): Lanes {
  const parts = new Map<string, number>();
  for (let number = 0; number < Math.min(playback.length, LOOKED_AT); number++) {
    for (const { from, to } of playback.step(number).parts) {
      for (const name of new Set([from, to])) parts.set(name, (parts.get(name) ?? 0) + 1);
    }
  }
  const count = ({ id }: PlayedActor): number => parts.get(id) ?? 0;
  const present = playback.actors.filter((actor) => actor.kind !== 'observer' && count(actor) > 0);
  const threads = present.filter(({ kind }) => kind === 'thread');
  const objects = present.filter(({ kind }) => kind === 'object').sort((a, b) => count(b) - count(a));
  let right = 6;
  const lanes = [...threads, ...objects].map((actor): Lane => {
    const width = actor.kind === 'thread' ? THREAD : OBJECT;
    right += width;
    return { actor, x: right - width / 2 };
  });
  return { lanes, byName: new Map(lanes.map((lane) => [lane.actor.id, lane])), width: right + 10 };
}

/** A piece of mail on its way. */
export interface Flight {
  readonly posted: number;
  readonly delivered: number;
  readonly from: string;
  readonly to: string;
  readonly what: string;
}

/** All mail of a run that was delivered, matched with where it was posted. */
export function flightsOf(playback: Playback): readonly Flight[] {
  const pending = new Map<string, { readonly posted: number; readonly from: string }>();
  const flights: Flight[] = [];
  for (let number = 0; number < Math.min(playback.length, LOOKED_AT); number++) {
    for (const { kind, from, to, op } of playback.step(number).parts) {
      const key = `${to} ${JSON.stringify(op)}`;
      if (kind === 'post' && !pending.has(key)) pending.set(key, { posted: number, from });
      const mail = kind === 'mail' ? pending.get(key) : undefined;
      if (mail === undefined) continue;
      flights.push({ ...mail, delivered: number, to, what: op.type });
      pending.delete(key);
    }
  }
  return flights;
}
