import {
  configOf,
  notAsked,
  OomlabError,
  ownId,
  paramsOf,
  unknownName,
  type Context,
  type Kernel,
  type Machine,
  type Op,
  type Scenario,
  type Value,
} from '../model/index.js';

/** An actor of a wired system. */
export interface Actor {
  readonly index: number;
  readonly id: string;
  readonly machine: Machine;
  readonly input: Context;
  /** Role → index of the actor that plays it. */
  readonly roles: ReadonlyMap<string, number>;
}

/** A scenario on a kernel with its parameters: every role resolved, nothing running yet. */
export interface System {
  readonly scenario: Scenario;
  readonly kernel: Kernel;
  readonly params: { readonly [name: string]: number };
  readonly actors: readonly Actor[];
  /** The observers, which see every delivered op and never act. */
  readonly observers: readonly Actor[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** 8 hex digits over machines, wiring and inputs: a schedule belongs to the model that it was recorded on. */
  readonly hash: string;
}

/**
 * Wires a scenario's cast to a kernel's machines.
 *
 * An actor whose machine the kernel does not have (the oom_reaper before 4.6) is left out; a role that pointed to it is
 * then unresolved and throws E104 if anybody ever speaks to it. Throws E120 for a kernel the scenario is not asked of,
 * E123 for bad parameters.
 */
export function buildSystem(
  scenario: Scenario,
  kernel: Kernel,
  given: { readonly [name: string]: Value } = {},
): System {
  if (scenario.kernels !== undefined && !scenario.kernels.includes(ownId(kernel.spec.id))) {
    throw notAsked(scenario.id, [kernel.spec.id], scenario.kernels);
  }
  const params = paramsOf(scenario, given);
  const cast = scenario.cast(params).filter(({ machine }) => kernel.machines.has(machine));
  const indexOf = new Map(cast.map(({ id }, index) => [id, index]));
  const actors = cast.map((spec, index): Actor => {
    const machine = kernel.machines.get(spec.machine);
    if (machine === undefined) throw unknownName('machine', spec.machine, [...kernel.machines.keys()]);
    const roles = Object.entries(spec.roles ?? {}).flatMap(([role, id]): [string, number][] => {
      const target = indexOf.get(id);
      return target === undefined ? [] : [[role, target]];
    });
    return { index, id: spec.id, machine, input: spec.input ?? {}, roles: new Map(roles) };
  });
  const observers = actors.filter(({ machine }) => machine.spec.kind === 'observer');
  return { scenario, kernel, params, actors, observers, indexOf, hash: modelHash(actors) };
}

/** The actor an emitted address names, for a given speaker. Throws E104 with the roles that exist. */
export function resolveAddress(system: System, speaker: Actor, to: string): number {
  const [head = '', ...path] = to.split('.');
  let index = head.startsWith('@') ? system.indexOf.get(head.slice(1)) : speaker.roles.get(head);
  for (const role of path) index = index === undefined ? undefined : system.actors[index]?.roles.get(role);
  if (index !== undefined) return index;
  // A dotted id after @ is one actor's name ("hog.mm" held as a ref), not a role of hog.
  const whole = to.startsWith('@') ? system.indexOf.get(to.slice(1)) : undefined;
  if (whole !== undefined) return whole;
  throw new OomlabError(
    'E104',
    `Actor "${speaker.id}" (${speaker.machine.spec.id}) speaks to "${to}", which nobody plays.`,
    `Wire that role in the scenario; it has ${[...speaker.roles.keys()].join(', ') || 'none'}.`,
  );
}

/** The op as one instance means it: `@self` becomes the actor's id. */
export function bindSelf(actor: Actor, op: Op): Op {
  if (!Object.values(op).includes('@self')) return op;
  return Object.fromEntries(
    Object.entries(op).map(([key, value]) => [key, value === '@self' ? actor.id : value]),
  ) as unknown as Op;
}

/** What an observer is shown of a delivered op: the op, who asked, who answered, and the answer. */
export function observationOf(op: Op, by: string, at: string, reply: Op | undefined): Op {
  return { ...op, by, at, reply: reply?.type ?? null };
}

function modelHash(actors: readonly Actor[]): string {
  const texts = actors.map(
    ({ id, machine, input, roles }) =>
      `[${JSON.stringify(id)},${configHash(machine)},${JSON.stringify(input)},${JSON.stringify([...roles].sort())}]`,
  );
  return hashText(`[${texts.join(',')}]`);
}

const configHashes = new WeakMap<Machine, string>();

/** Worked out once per machine: a kernel's machines are wired into many systems. */
function configHash(machine: Machine): string {
  let hash = configHashes.get(machine);
  if (hash === undefined) configHashes.set(machine, (hash = hashText(JSON.stringify(configOf(machine)))));
  return hash;
}

const hashText = (text: string): string => fnv1a(text).toString(16).padStart(8, '0');

/** The 32-bit FNV-1a hash of a text (Fowler, Noll, Vo; RFC 9923), seeded with an earlier hash to go on from. */
export function fnv1a(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
