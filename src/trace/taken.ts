import { getMicrosteps, type AnyMachineSnapshot, type AnyStateNode, type AnyTransitionDefinition } from 'xstate';
import type { Op } from '../model/index.js';
import { enabled, ReferenceHost, takeStep, viewOf, type Actor } from '../system/index.js';
import type { Trace, TraceStep } from './trace.js';

/** A transition that an actor took. */
export interface TakenTransition {
  readonly actor: string;
  /** Where the actor was. */
  readonly at: string;
  /** The path of the state that the transition is of: that one, or one around it; empty for the machine's own. */
  readonly from: string;
  /** `done` where a fragment has come to its end. */
  readonly event: string;
  /** Which one of the alternatives for that event, in the order in which they stand. */
  readonly alternative: number;
}

/**
 * By step, the transitions that those who take part in it take, in order, as XState selects them: for each op that reaches an
 * actor, the one for it, and then the ends of the fragments that it returns from.
 */
export function takenIn({ system, schedule, steps }: Trace): readonly (readonly TakenTransition[])[] {
  const host = new ReferenceHost(system);
  return schedule.map((choice, number) => {
    const locals = new Map(host.save().locals.map((snapshot, index) => [system.actors[index]?.id ?? '', snapshot]));
    takeStep(host, enabled(host), choice, number);
    return (steps[number] as TraceStep).parts.flatMap(({ kind, to, op }) => {
      const actor = system.actors[system.indexOf.get(to) ?? -1];
      const snapshot = locals.get(to);
      if (kind === 'post' || actor === undefined || snapshot === undefined) return [];
      const { taken, after } = follow(actor, snapshot, op);
      locals.set(to, after);
      return taken;
    });
  });
}

function follow(
  actor: Actor,
  before: AnyMachineSnapshot,
  op: Op,
): { taken: TakenTransition[]; after: AnyMachineSnapshot } {
  const { logic } = actor.machine;
  const taken: TakenTransition[] = [];
  let [snapshot, event] = [before, op as { readonly type: string } | undefined];
  for (const [next] of getMicrosteps(logic, before as never, op) as [AnyMachineSnapshot, unknown][]) {
    const selected = event === undefined ? [] : logic.getTransitionData(snapshot as never, event);
    for (const one of selected as unknown as AnyTransitionDefinition[]) {
      const { source, eventType } = one;
      taken.push({
        actor: actor.id,
        at: viewOf(snapshot).path,
        from: source.path.join('.'),
        event: eventType.startsWith(DONE) ? 'done' : eventType,
        alternative: source.transitions.get(eventType)?.indexOf(one) ?? 0,
      });
    }
    snapshot = next;
    event = doneOf(logic.root as AnyStateNode, next);
  }
  return { taken, after: snapshot };
}

const DONE = 'xstate.done.state.';

/** The event by which the frame of a final state learns of it. A machine's own end is nobody's event. */
function doneOf(root: AnyStateNode, snapshot: AnyMachineSnapshot): { readonly type: string } | undefined {
  let node = root;
  for (const name of viewOf(snapshot).path.split('.')) node = node.states[name] ?? node;
  const { parent, output } = node;
  if (node.type !== 'final' || parent === undefined || parent === root) return undefined;
  return { type: `${DONE}${parent.id}`, output } as { readonly type: string };
}
