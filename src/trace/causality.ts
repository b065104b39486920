import type { Op } from '../model/index.js';
import type { Trace, TraceStep } from './trace.js';

/** A vector clock: of each actor, how many of its events are known. An actor that is not in it has none. */
export type Clock = ReadonlyMap<string, number>;

/** What a step is to one of the actors that take part in it. */
export interface CausalEvent {
  readonly actor: string;
  readonly clock: Clock;
}

/** A piece of mail on its way. */
export interface Delivery {
  readonly from: string;
  readonly to: string;
  readonly op: Op;
  /** The step that posted it. */
  readonly posted: number;
  /** The step that delivered it; absent while it is under way. */
  readonly delivered?: number;
}

export interface Causality {
  /** By step: who moved, then the others that took part, in the order in which the step came to them. */
  readonly events: readonly (readonly CausalEvent[])[];
  readonly deliveries: readonly Delivery[];
}

/**
 * Which step could have known of which (Lamport 1978; Mattern 1989): a step knows what all who take part in it know, and mail
 * what its sender knew.
 *
 * A step is one event of whoever moved, which knows what the others knew, and then one event of each of them, which knows it.
 * So one step is before another exactly where the one's mover is in the other's clock.
 */
export function causalityOf(trace: Trace): Causality {
  const clocks = new Map<string, Clock>();
  const underWay = new Map<string, { readonly clock: Clock; readonly delivery: Delivery }>();
  const deliveries: Delivery[] = [];
  const events = trace.steps.map((step): CausalEvent[] => {
    const others = participantsOf(step).filter((name) => name !== step.actor);
    const [first] = step.parts;
    const letter = first?.kind === 'mail' ? take(first.to, first.op, step.number) : undefined;
    const known = [step.actor, ...others].map((name) => clocks.get(name));
    const mover = ticked(step.actor, [...known, letter]);
    clocks.set(step.actor, mover);
    const told = others.map((actor) => {
      const clock = ticked(actor, [clocks.get(actor), mover]);
      clocks.set(actor, clock);
      return { actor, clock };
    });
    for (const { kind, from, to, op } of step.parts) {
      const key = keyOf(to, op);
      // An equal piece that is under way already swallows a new one.
      if (kind !== 'post' || underWay.has(key)) continue;
      underWay.set(key, { clock: clocks.get(from) ?? mover, delivery: { from, to, op, posted: step.number } });
    }
    return [{ actor: step.actor, clock: mover }, ...told];
  });
  return { events, deliveries: [...deliveries, ...[...underWay.values()].map(({ delivery }) => delivery)] };

  function take(to: string, op: Op, delivered: number): Clock | undefined {
    const key = keyOf(to, op);
    const found = underWay.get(key);
    underWay.delete(key);
    if (found !== undefined) deliveries.push({ ...found.delivery, delivered });
    return found?.clock;
  }
}

/** The actors that take part in a step, in the order in which it comes to them; who gets mail later does not. */
export const participantsOf = ({ actor, parts }: TraceStep): string[] => [
  ...new Set([actor, ...parts.flatMap(({ kind, from, to }) => (kind === 'post' ? [from] : [from, to]))]),
];

const keyOf = (to: string, op: Op): string => JSON.stringify([to, op]);

function ticked(actor: string, known: readonly (Clock | undefined)[]): Clock {
  const merged = new Map<string, number>();
  for (const clock of known) {
    for (const [name, count] of clock ?? []) merged.set(name, Math.max(count, merged.get(name) ?? 0));
  }
  return merged.set(actor, (merged.get(actor) ?? 0) + 1);
}
