import type { Playback, PlayedActor } from '../../play/playback.js';

/** A column of the timeline. */
export interface Lane {
  readonly actor: PlayedActor;
  /** The middle of it. */
  readonly x: number;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** By the actor's name, or that of an object of its own; actors that take no part have no lane. */
  readonly byName: ReadonlyMap<string, Lane>;
  readonly width: number;
}

const THREAD = 62;
const OBJECT = 38;
/** Who takes part is asked of so many steps: later ones are hardly ever new. */
const LOOKED_AT = 3000;

/**
 * Threads first, in the order of the cast, then the objects that they share, those that are asked most first. An object that
 * is named after a thread (`charger.mm`) is that thread's own, and in its lane.
 */
export function lanesOf(playback: Playback): Lanes {
  const threads = playback.actors.filter(({ kind }) => kind === 'thread');
  const ownerOf = (name: string): string => threads.find(({ id }) => name.startsWith(`${id}.`))?.id ?? name;
  const parts = new Map<string, number>();
  for (let number = 0; number < Math.min(playback.length, LOOKED_AT); number++) {
    for (const { from, to } of playback.step(number).parts) {
      for (const name of new Set([ownerOf(from), ownerOf(to)])) parts.set(name, (parts.get(name) ?? 0) + 1);
    }
  }
  const count = ({ id }: PlayedActor): number => parts.get(id) ?? 0;
  const present = playback.actors.filter((actor) => actor.kind !== 'observer' && count(actor) > 0);
  const objects = present.filter(({ kind }) => kind === 'object').sort((a, b) => count(b) - count(a));
  let right = 6;
  const lanes = [...present.filter(({ kind }) => kind === 'thread'), ...objects].map((actor): Lane => {
    const width = actor.kind === 'thread' ? THREAD : OBJECT;
    right += width;
    return { actor, x: right - width / 2 };
  });
  const byId = new Map(lanes.map((lane) => [lane.actor.id, lane]));
  const byName = new Map(
    playback.actors.flatMap(({ id }) => {
      const lane = byId.get(ownerOf(id));
      return lane === undefined ? [] : [[id, lane] as const];
    }),
  );
  return { lanes, byName, width: right + 10 };
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
