/**
 * The same actors explored by `xstate/graph`: what somebody does who has machines that talk to each other and the explorer
 * that comes with XState. Every delivery is a call of `transition()`, and a state's key is the text of all actors.
 */
import { performance } from 'node:perf_hooks';
import { fromTransition } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import { enabled, perform, ReferenceHost, type Choice, type ReferenceState } from '../../../src/system/index.js';
import { memcgMini, type MemcgMini } from '../../support/memcg-mini.js';
import type { PeerResult } from './packed-search.js';

interface At {
  readonly state: ReferenceState;
  readonly key: string;
}

interface Step {
  readonly type: 'step';
  readonly choice: number;
}

/** Explores memcg-mini's actors; N3 takes tens of seconds. */
export function actorsXstateGraph(sizes: MemcgMini): Omit<PeerResult, 'deadlocks' | 'ends'> {
  const began = performance.now();
  const host = new ReferenceHost(memcgMini(sizes));
  const here = (): At => ({ state: host.save(), key: host.key() });
  const logic = fromTransition((at: At, { choice }: Step): At => {
    host.load(at.state);
    perform(host, enabled(host)[choice] as Choice);
    return here();
  }, here());
  const map = getAdjacencyMap(logic, {
    events: (snapshot) => {
      host.load(snapshot.context.state);
      return enabled(host).map((_, choice): Step => ({ type: 'step', choice }));
    },
    serializeState: ({ context }) => context.key,
  });
  const reached = Object.values(map);
  const edges = reached.reduce((sum, { transitions }) => sum + Object.keys(transitions).length, 0);
  return { states: reached.length, edges, ms: performance.now() - began };
}
