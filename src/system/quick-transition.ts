import { createActor, createMachine, transition, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';

/** What a pure transition gives: the next snapshot and the effects, in document order. */
export type Transitioned = readonly [
  AnyMachineSnapshot,
  readonly { readonly type: string; readonly params?: unknown }[],
];

/** XState's own `transition()`: it makes a new actor for each call, and works out its initial state. */
export const pureTransition = (logic: AnyStateMachine, snapshot: AnyMachineSnapshot, event: object): Transitioned =>
  transition(logic, snapshot as never, event as never) as unknown as Transitioned;

/** The part of an actor scope that a machine's transition reads. XState does not export the type. */
interface Scope {
  actionExecutor(action: Transitioned[1][number]): void;
}

type LogicWithScope = { transition(snapshot: AnyMachineSnapshot, event: object, scope: Scope): AnyMachineSnapshot };

/**
 * The same as `pureTransition`, an order of magnitude faster: all calls share one actor scope. It relies on the shape of a
 * scope in XState 5, so where that has changed (anything but a machine's own error is thrown) it steps back for good.
 */
export function quickTransition(logic: AnyStateMachine, snapshot: AnyMachineSnapshot, event: object): Transitioned {
  if (unusable) return pureTransition(logic, snapshot, event);
  try {
    const scope = (shared ??= inertScope());
    const effects: Transitioned[1][number][] = [];
    scope.actionExecutor = (action) => void effects.push(action);
    return [(logic as unknown as LogicWithScope).transition(snapshot, event, scope), effects];
  } catch {
    // A machine that throws throws again here; a scope that does not fit does not.
    const result = pureTransition(logic, snapshot, event);
    unusable = true;
    return result;
  }
}

let shared: Scope | undefined;
let unusable = false;

/** A scope in which nothing is executed, of an actor that never runs. */
function inertScope(): Scope {
  const self = createActor(createMachine({}));
  const nothing = (): void => {};
  const scope = {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: nothing,
  };
  return scope;
}
