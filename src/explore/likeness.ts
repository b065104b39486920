import type { TableHost } from './table.js';

/**
 * Whether the actors of another host do the very same in all that this host's actors were asked.
 *
 * If a search that is over did the asking, the other system has the same states and steps under the same numbers, and what was
 * found in the one is true of the other: whatever the other's search could ask is among what is compared here. Moves both
 * hosts.
 */
export function doesTheSame(searched: TableHost, other: TableHost): boolean {
  if (other.size !== searched.size || mailText(searched) !== mailText(other)) return false;
  for (let actor = 0; actor < searched.size; actor++) if (!actorDoesTheSame(actor, searched, other)) return false;
  return true;
}

function actorDoesTheSame(actor: number, searched: TableHost, other: TableHost): boolean {
  if (searched.name(actor) !== other.name(actor)) return false;
  /** The other's local states, by the numbers that they have in the search. */
  const twins: number[] = [];
  const areTwins = (here: number, there: number): boolean => {
    if (here in twins) return twins[here] === there;
    twins[here] = there;
    return localText(searched, actor, here) === localText(other, actor, there);
  };
  if (!areTwins(searched.first[actor] as number, other.first[actor] as number)) return false;
  // What was asked first comes first: a local state is met as the end of a row before it is asked anything.
  for (const { local, op, row } of searched.asked(actor)) {
    const twin = other.ask(actor, twins[local] as number, other.handle(searched.describe(op)));
    if (row === null || twin === null) {
      if (row !== twin) return false;
    } else if (textOf(searched, row.effects) !== textOf(other, twin.effects) || !areTwins(row.next, twin.next)) {
      return false;
    }
  }
  return true;
}

/** All that others, predicates among them, can see of a local state. */
function localText(host: TableHost, actor: number, local: number): string {
  host.vector[actor] = local;
  const { context, path, finished, idle } = host.view(actor);
  return JSON.stringify([path, context, finished, idle, textOf(host, host.pending(actor))]);
}

function mailText(host: TableHost): string {
  host.vector[host.size] = host.first[host.size] as number;
  return textOf(host, host.mail());
}

function textOf(host: TableHost, list: readonly { readonly op: number }[]): string {
  return list.length === 0 ? '' : JSON.stringify(list.map((one) => ({ ...one, op: host.describe(one.op) })));
}
