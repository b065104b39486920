import { OomlabError, type Machine, type Output } from '../model/index.js';
import type { LocalView } from '../system/index.js';

/** More local states than any finite actor worth searching has; each has cost a call of XState and a few kilobytes. */
export const MOST_LOCALS = 2 ** 16;

/** Who broke a law: an actor and its machine. */
export interface Culprit {
  readonly id: string;
  readonly machine: Machine;
}

/**
 * Refuses a local state that no search may enter: a thread that offers nothing and neither rests nor ends (E106), an object
 * that waits for something (E107), a counter below zero (E115).
 */
export function refuseLawless({ id, machine }: Culprit, view: LocalView, declared: readonly Output[]): void {
  const { kind } = machine.spec;
  const who = `Actor "${id}" (${machine.spec.id})`;
  if (kind === 'thread' && declared.length === 0 && !view.finished && !view.idle) {
    throw new OomlabError(
      'E106',
      `${who} entered state ${view.path} and offers nothing there.`,
      'Give the state a call or a choice on entry, tag it idle, or make it final; a self-transition needs reenter: true.',
    );
  }
  const [first] = declared;
  if (kind !== 'thread' && first !== undefined) {
    const what = 'op' in first ? `calls "${first.op.type}"` : 'declares a choice';
    throw new OomlabError(
      'E107',
      `${who} is an ${kind} and ${what} in state ${view.path}.`,
      `Only threads wait: make it a reply or a tell, or give the machine kind: 'thread'.`,
    );
  }
  const below = machine.spec.counters?.find((field) => Number(view.context[field]) < 0);
  if (below !== undefined) {
    throw new OomlabError(
      'E115',
      `${who} comes to a ${below} of ${String(view.context[below])}: more is taken away than is there.`,
      'Let the scenario begin with more, or take away less; a patch may do it twice.',
    );
  }
}

/** The error for an actor with too many local states (E108): names the context field that takes most values. */
export function unbounded({ id, machine }: Culprit, views: readonly LocalView[]): OomlabError {
  const values = new Map<string, Set<string>>();
  for (const { context, path } of views) {
    for (const [field, value] of [['', path] as const, ...Object.entries(context)]) {
      const seen = values.get(field) ?? new Set<string>();
      values.set(field, seen.add(JSON.stringify(value)));
    }
  }
  const [field, seen] = [...values].reduce((most, one) => (one[1].size > most[1].size ? one : most));
  const last = JSON.stringify(views.at(-1)?.context[field]) ?? '';
  const where = views.at(-1)?.path ?? '';
  return new OomlabError(
    'E108',
    `Actor "${id}" (${machine.spec.id}) has been in ${views.length} local states, the last one in state ${where}: its context field "${field}" has had ${seen.size} values (now ${last.slice(0, 60)}).`,
    'Bound the field, reset it in an exit action, or keep it out of context; if it is meant, make it smaller with a parameter.',
  );
}

/** The error for a machine that did not do the same twice (E109). */
export function nondeterministic(
  { id, machine }: Culprit,
  path: string,
  op: string,
  twice: readonly string[],
): OomlabError {
  return new OomlabError(
    'E109',
    `Actor "${id}" (${machine.spec.id}) is not deterministic: op "${op}" in state ${path} led to ${twice.join(' and then to ')}.`,
    'Guards, updates and contexts must be pure: no clock, no random numbers, no variable outside; use choose(...) for chance.',
  );
}
