import type { Kernel, Op, Patch } from '../model/index.js';
import { enabled, ReferenceHost, stepText, takeStep, type Actor, type Schedule, type System } from '../system/index.js';
import { fragmentsOn } from './trace.js';

/** Where a run of one system leaves what another one can do. */
export interface Divergence {
  /** The step, from 0, that the other one does not have; the steps before it are the same in both. It may be the one after the last. */
  readonly step: number;
  /** What it is, and what the same actor could do there in the other system. */
  readonly here: string;
  readonly there: readonly string[];
  /** The innermost fragment around it that the two kernels have from different patches, if there is one. */
  readonly fragment?: string;
  /** The machine that has it. */
  readonly machine?: string;
  /** The last patch that only one of the kernels has it from; absent where that is the base. */
  readonly patch?: Patch;
}

/** Follows a run, by what its steps do, in another system; nothing where that has all of them. */
export function divergenceOf(system: System, schedule: Schedule, other: System): Divergence | undefined {
  const [host, twin] = [new ReferenceHost(system), new ReferenceHost(other)];
  let mover: Place | undefined;
  for (const [number, choice] of schedule.entries()) {
    const choices = enabled(host);
    const before = host.save();
    const step = takeStep(host, choices, choice, number);
    const after = host.save();
    host.load(before);
    const last = mover;
    mover = placeOf(step.actor, [system, host], [other, twin]);
    host.load(after);
    const here = stepText(step);
    const there = textsOf(twin, step.actor);
    const same = there.findIndex(({ text }) => text === here);
    if (same >= 0) {
      takeStep(twin, enabled(twin), (there[same] as Offered).choice, number);
      continue;
    }
    return { step: number, here, there: there.map(({ text }) => text), ...parting([mover, last]) };
  }
  // The run may end just where they part: then it is what its last actor would do next that differs.
  const actor = mover?.id ?? '';
  const [here, there] = [host, twin].map((one) => textsOf(one, actor).map(({ text }) => text)) as [string[], string[]];
  if (String(here) === String(there)) return undefined;
  const place = placeOf(actor, [system, host], [other, twin]);
  return { step: schedule.length, here: here.join(', or '), there, ...parting([place, mover]) };

  function parting(places: readonly (Place | undefined)[]): Pick<Divergence, 'machine' | 'fragment' | 'patch'> {
    return places.flatMap((one) => differingFragment(one, system.kernel, other.kernel) ?? [])[0] ?? {};
  }
}

/** The fragments in which an actor is, in either system, innermost first. */
interface Place {
  readonly id: string;
  readonly machine: string;
  readonly fragments: readonly string[];
}

type Hosted = readonly [System, ReferenceHost];

function placeOf(id: string, ...systems: readonly Hosted[]): Place {
  const fragments = systems.flatMap(([{ actors, indexOf }, host]) => {
    const index = indexOf.get(id);
    return index === undefined ? [] : fragmentsOn(actors[index] as Actor, host.view(index).path).toReversed();
  });
  const [[{ actors, indexOf }]] = systems as [Hosted];
  return { id, machine: (actors[indexOf.get(id) as number] as Actor).machine.spec.id, fragments };
}

function differingFragment(
  place: Place | undefined,
  one: Kernel,
  other: Kernel,
): Pick<Divergence, 'machine' | 'fragment' | 'patch'> | undefined {
  const { machine = '', fragments = [] } = place ?? {};
  const from = (kernel: Kernel, fragment: string): Patch | undefined => kernel.origin.get(machine)?.get(fragment);
  const fragment = fragments.find((name) => from(one, name) !== from(other, name));
  if (fragment === undefined) return undefined;
  const [mine, theirs] = [from(one, fragment), from(other, fragment)];
  const isOwn = (patch: Patch | undefined, kernel: Kernel): boolean =>
    patch !== undefined && !kernel.spec.patches.includes(patch);
  // Of two patches it is the one that the other kernel does not have: kernels share the patches that they have in common.
  const patch = isOwn(theirs, one) ? theirs : isOwn(mine, other) ? mine : (mine ?? theirs);
  return { machine, fragment, ...(patch === undefined ? {} : { patch }) };
}

interface Offered {
  readonly choice: number;
  readonly text: string;
}

/** What an actor could do next, with the answers that it would get. */
function textsOf(host: ReferenceHost, actor: string): Offered[] {
  const choices = enabled<Op>(host);
  const before = host.save();
  return choices.flatMap((_, choice) => {
    host.load(before);
    const step = takeStep(host, choices, choice, 0);
    host.load(before);
    return step.actor === actor ? [{ choice, text: stepText(step) }] : [];
  });
}
