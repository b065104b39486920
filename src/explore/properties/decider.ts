import type { Predicate, StateView } from '../../model/index.js';
import { enabled, stateView } from '../../system/index.js';
import type { StateSpace } from '../state-space.js';
import type { TableHost } from '../table.js';

/**
 * What a predicate was found to be: it first reads one actor, and then, by that actor's local state, another one or the
 * answer. `ask` means that it looked at what can move, which no local state decides: ask it each time.
 */
type Decision = boolean | 'ask' | { readonly actor: number; readonly next: (Decision | undefined)[] };

/** Whoever can say what states are. */
type Reader = Pick<StateSpace, 'system' | 'host' | 'local' | 'visit'>;

/**
 * A predicate over states, which is called only once per distinct combination of the local states that it
 * reads. It must be a pure function of the views that it asks for.
 */
export function decider(states: Reader, holds: Predicate): (state: number) => boolean {
  const { host, system } = states;
  const reads: number[] = [];
  let asked = false;
  const view = stateView(
    system,
    (actor) => {
      if (!reads.includes(actor)) reads.push(actor);
      return host.view(actor);
    },
    (actor) => {
      asked = true;
      return canMove(host, actor);
    },
  );
  let root: Decision | undefined;

  return (state) => {
    let node = root;
    while (typeof node === 'object') node = node.next[states.local(state, node.actor)];
    if (typeof node === 'boolean') return node;
    states.visit(state);
    if (node === 'ask') return holds(view);
    return learn(view);
  };

  function learn(present: StateView): boolean {
    reads.length = 0;
    asked = false;
    const answer = holds(present);
    const leaf: Decision = asked ? 'ask' : answer;
    if (reads.length === 0) {
      root = leaf;
      return answer;
    }
    root ??= { actor: reads[0] as number, next: [] };
    let node = root as Exclude<Decision, boolean | 'ask'>;
    for (let i = 1; i <= reads.length; i++) {
      const local = host.vector[node.actor] as number;
      const actor = reads[i];
      if (actor === undefined) {
        node.next[local] = leaf;
        break;
      }
      let child = node.next[local];
      if (typeof child !== 'object') node.next[local] = child = { actor, next: [] };
      node = child;
    }
    return answer;
  }
}

function canMove(host: TableHost, actor: number): boolean {
  return enabled(host).some((choice) => choice.kind === 'pending' && choice.actor === actor);
}
