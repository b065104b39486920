import type { Value } from '../../model/index.js';
import type { Actor, System } from '../../system/index.js';

/** Actors that belong together, a thread first: `[t0, t0.mm]`. */
export type Bundle = readonly number[];

/**
 * The bundles of a system that its wiring cannot tell apart, at least two: exchanging two of them maps the cast, its roles and
 * its inputs onto themselves. The largest such class; empty where there is none. Whether the machines can tell them apart is
 * not decided here.
 */
export function interchangeable(system: System): readonly Bundle[] {
  let largest: readonly Bundle[] = [];
  const placed = new Set<number>();
  for (const thread of system.actors) {
    if (thread.machine.spec.kind !== 'thread' || placed.has(thread.index)) continue;
    const bundles = classOf(system, thread);
    for (const [first] of bundles) placed.add(first as number);
    if (bundles.length > largest.length) largest = bundles;
  }
  return largest.length > 1 ? largest : [];
}

/** A thread's bundle and all those that it can be exchanged with, all of one shape. */
function classOf(system: System, thread: Actor): readonly Bundle[] {
  const swaps = system.actors
    .filter((other) => other !== thread && other.machine === thread.machine)
    .flatMap((other) => [swapOf(system, thread, other) ?? []])
    .filter((swap) => swap.length > 0);
  const [first] = swaps;
  if (first === undefined) return [];
  const mine = first.map(([here]) => here);
  const like = swaps.filter((swap) => String(swap.map(([here]) => here)) === String(mine));
  return [mine, ...like.map((swap) => swap.map(([, there]) => there))];
}

/** What else must change places if two threads do, as pairs; nothing where the wiring then would not be the same. */
function swapOf(system: System, one: Actor, other: Actor): readonly (readonly [number, number])[] | undefined {
  const image = new Map<number, number>();
  const pairs: [number, number][] = [];
  const pair = (a: number, b: number): boolean => {
    if (image.has(a) || image.has(b)) return image.get(a) === b && image.get(b) === a;
    image.set(a, b).set(b, a);
    if (a !== b) pairs.push([a, b]);
    return true;
  };
  if (!pair(one.index, other.index)) return undefined;
  for (const [a, b] of pairs) {
    const [here, there] = [system.actors[a] as Actor, system.actors[b] as Actor];
    if (here.machine !== there.machine || here.roles.size !== there.roles.size) return undefined;
    for (const [role, target] of here.roles) {
      const twin = there.roles.get(role);
      // A pair that came up the other way round is met again as itself.
      if (twin === undefined || !pair(target, twin)) return undefined;
    }
  }
  const to = (index: number): number => image.get(index) ?? index;
  const names = namesUnder(system, image);
  // Those that change places come first: most threads that are not alike are told apart by them.
  const moved = pairs.map(([index]) => system.actors[index] as Actor);
  const maps = [...moved, ...system.actors].every((actor) => {
    const twin = system.actors[to(actor.index)] as Actor;
    const inputs = [renamed(actor.input as Value, names), twin.input as Value].map(unordered);
    return (
      twin.machine === actor.machine &&
      inputs[0] === inputs[1] &&
      [...actor.roles].every(([role, target]) => twin.roles.get(role) === to(target))
    );
  });
  return maps ? pairs : undefined;
}

const nameOf = (system: System, index: number): string => (system.actors[index] as Actor).id;

/** What each name, and each address that starts with it, becomes when actors change places. */
export function namesUnder(system: System, image: ReadonlyMap<number, number>): ReadonlyMap<string, string> {
  return new Map(
    [...image].flatMap(([from, to]) => {
      const [name, other] = [nameOf(system, from), nameOf(system, to)];
      return [
        [name, other],
        [`@${name}`, `@${other}`],
      ] as const;
    }),
  );
}

/** A value with names in place of others, wherever they stand as whole texts. */
export function renamed(value: Value, names: ReadonlyMap<string, string>): Value {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renamed(item as Value, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item as Value, names)]));
}

/** Whether an order of names matters is the machines' business. */
const unordered = (value: Value): string =>
  JSON.stringify(value, (_, item: unknown) =>
    Array.isArray(item) ? item.map((one) => JSON.stringify(one)).sort() : item,
  );
