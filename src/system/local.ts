import { initialTransition, type AnyMachineSnapshot } from 'xstate';
import { outputsOf, type Context, type Machine, type Op, type Output } from '../model/index.js';
import { pureTransition } from './quick-transition.js';
import { bindSelf, resolveAddress, type Actor, type System } from './system.js';
import type { Effect, Pending } from './step.js';

/** A machine's local state, and what the transition into it emitted. */
export interface Moved {
  readonly snapshot: AnyMachineSnapshot;
  readonly outputs: readonly Output[];
}

/** The local state an actor starts in. */
export function start(machine: Machine, input: Context): Moved {
  const [snapshot, actions] = initialTransition(machine.logic, input as never);
  return { snapshot: snapshot as AnyMachineSnapshot, outputs: outputsOf(actions as never) };
}

/** XState's pure transition, or `undefined` where the machine does not accept the op now. */
export function move(
  machine: Machine,
  snapshot: AnyMachineSnapshot,
  op: Op,
  transition: typeof pureTransition = pureTransition,
): Moved | undefined {
  const [next, effects] = transition(machine.logic, snapshot, op);
  // XState gives the very same snapshot, and no effects, for an event that selects no transition, and also for one whose
  // transition changes nothing: only `can` tells them apart.
  if (next === snapshot && effects.length === 0 && !snapshot.can(op)) return undefined;
  return { snapshot: next, outputs: outputsOf(effects) };
}

/** Outputs as one actor of a system means them: what it now waits to do, and what happens at once. */
export function interpret(
  system: System,
  actor: Actor,
  outputs: readonly Output[],
): { pending: Pending<Op>[]; effects: Effect<Op>[] } {
  const pending: Pending<Op>[] = [];
  const effects: Effect<Op>[] = [];
  const bind = (op: Op): Op => bindSelf(actor, op);
  for (const output of outputs) {
    switch (output.type) {
      case 'call':
        pending.push({ kind: 'call', to: resolveAddress(system, actor, output.to), op: bind(output.op) });
        break;
      case 'call_any':
        for (const to of output.to) {
          pending.push({ kind: 'call', to: resolveAddress(system, actor, to), op: bind(output.op) });
        }
        break;
      case 'choose':
        for (const op of output.among) pending.push({ kind: 'choose', op: bind(op) });
        break;
      case 'reply':
        effects.push({ kind: 'reply', op: bind(output.op) });
        break;
      case 'tell':
      case 'post':
        effects.push({ kind: output.type, to: resolveAddress(system, actor, output.to), op: bind(output.op) });
        break;
      case 'tell_each':
      case 'post_each':
        for (const to of output.to) {
          const kind = output.type === 'tell_each' ? 'tell' : 'post';
          effects.push({ kind, to: resolveAddress(system, actor, to), op: bind(output.op) });
        }
        break;
      default:
        output satisfies never;
    }
  }
  return { pending, effects };
}

/** The text that tells local states of one machine apart. */
export const localKey = (snapshot: AnyMachineSnapshot): string => JSON.stringify([snapshot.value, snapshot.context]);
