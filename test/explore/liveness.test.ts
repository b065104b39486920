import { describe, expect, it } from 'vitest';
import { explore, type SearchOptions } from '../../src/explore/index.js';
import type { Fairness, LivenessProperty, Predicate } from '../../src/model/index.js';
import {
  buildSystem,
  enabled,
  ReferenceHost,
  replay,
  stateView,
  type Choice,
  type Schedule,
  type System,
} from '../../src/system/index.js';
import {
  besideLoop,
  busyReceiver,
  chooser,
  detour,
  door,
  lamp,
  lazyPeterson,
  oppositeLocks,
  passer,
  pings,
  postedWork,
  retrier,
  setter,
  spinningLock,
  threeTogglers,
  twoDoors,
  waitingLock,
} from '../support/liveness-toys.js';
import { lockPair, petersonPair, philosophers } from '../support/toys.js';

/** From the one that trusts the scheduler least: whatever is violated under one is violated under all before it. */
const FAIRNESSES: readonly Fairness[] = [
  'none',
  'weak per thread',
  'weak per thread, strong for locks',
  'strong per thread',
];

const WHATEVER = FAIRNESSES;
const UNFAIR = FAIRNESSES.slice(0, 1);
const UP_TO_WEAK = FAIRNESSES.slice(0, 2);
const UP_TO_STRONG_FOR_LOCKS = FAIRNESSES.slice(0, 3);

const at =
  (actor: string, state: string): Predicate =>
  (view) =>
    view.actor(actor).matches(state);

describe('a run that has nothing left to do stays in its last state for ever', () => {
  const nIs1: Predicate = (view) => view.actor('chooser').context['n'] === 1;

  it('where n := 2 was the last step, so n does not come to stay at 1, whatever the fairness', () => {
    expect(violatedUnder(chooser(), 'eventually always', nIs1)).toEqual(WHATEVER);
    const { counterexample, loop = [] } = judged(chooser(), 'eventually always', nIs1)['strong per thread'];
    expect([counterexample, loop]).toEqual([[1], []]);
  });

  it('so n is not once 1 in every run, nor again and again', () => {
    expect(violatedUnder(chooser(), 'eventually', nIs1)).toEqual(WHATEVER);
    expect(violatedUnder(chooser(), 'always eventually', nIs1)).toEqual(WHATEVER);
  });

  it('which is enough to be there again and again, and to stay there', () => {
    expect(violatedUnder(chooser(), 'always eventually', at('chooser', 'done'))).toEqual(UNFAIR);
    expect(violatedUnder(chooser(), 'eventually always', at('chooser', 'done'))).toEqual(UNFAIR);
  });

  it('so a deadlock that is not the goal violates every claim, whatever the fairness', () => {
    const bothDone: Predicate = (view) => at('a', 'done')(view) && at('b', 'done')(view);
    for (const kind of KINDS) expect(violatedUnder(oppositeLocks(), kind, bothDone)).toEqual(WHATEVER);
    // Everybody who gets both locks ends, so the deadlock is the only fair run that fails: each has its first lock.
    const { counterexample, loop = [] } = judged(oppositeLocks(), 'eventually', bothDone)['strong per thread'];
    expect([counterexample?.length, loop]).toEqual([2, []]);
  });

  it('also if others could have gone on for ever: three philosophers that all hold one fork', () => {
    expect(violatedUnder(philosophers(3), 'eventually', at('phil1', 'eat'))).toEqual(WHATEVER);
  });
});

describe('without fairness a run may stay anywhere', () => {
  it('so x := 1 need not happen; a scheduler that is weakly fair lets it happen', () => {
    expect(violatedUnder(setter(), 'eventually', at('x', 'one'))).toEqual(UNFAIR);
  });

  it('and what holds at the start has been met already', () => {
    expect(violatedUnder(setter(), 'eventually', at('x', 'zero'))).toEqual([]);
    // It does not come back: x is 1 in the end.
    expect(violatedUnder(setter(), 'always eventually', at('x', 'zero'))).toEqual(WHATEVER);
  });
});

describe('weak fairness moves a thread that can move from some point on for ever', () => {
  it('and is not satisfied by steps of another thread that change nothing', () => {
    expect(violatedUnder(besideLoop('ticks'), 'eventually', at('y', 'done'))).toEqual(UNFAIR);
  });

  it('nor by steps of another thread that go round', () => {
    expect(violatedUnder(besideLoop('toggles'), 'eventually', at('y', 'done'))).toEqual(UNFAIR);
  });

  it('but does not choose for it: who may retry for ever is not made to give up, even by strong fairness', () => {
    expect(violatedUnder(retrier(), 'eventually', at('retrier', 'done'))).toEqual(WHATEVER);
  });

  it('so the loop of a counterexample has a step of each of three threads that can always move', () => {
    expect(violatedUnder(threeTogglers(), 'eventually', () => false)).toEqual(WHATEVER);
    const { loop = [] } = judged(threeTogglers(), 'eventually', () => false)['weak per thread'];
    expect(loop.length).toBeGreaterThanOrEqual(6);
  });
});

describe('the three kinds of claims differ', () => {
  it('where a goal is passed once: it is met, and not met again', () => {
    expect(violatedUnder(passer(), 'eventually', at('passer', 'goal'))).toEqual(UNFAIR);
    expect(violatedUnder(passer(), 'always eventually', at('passer', 'goal'))).toEqual(WHATEVER);
  });

  it('where a run goes to and fro past the goal for ever: it has come there to stay, without resting anywhere', () => {
    const isPast: Predicate = (view) => at('passer', 'left')(view) || at('passer', 'right')(view);
    expect(violatedUnder(passer(), 'eventually always', isPast)).toEqual(UNFAIR);
    expect(violatedUnder(passer(), 'eventually always', at('passer', 'left'))).toEqual(WHATEVER);
  });

  it('where a lamp is flipped for ever: it is on again and again, and does not stay on', () => {
    expect(violatedUnder(lamp('no hand'), 'always eventually', at('lamp', 'on'))).toEqual(UNFAIR);
    expect(violatedUnder(lamp('no hand'), 'eventually always', at('lamp', 'on'))).toEqual(WHATEVER);
  });

  it('where a hand may hold the lamp only while it is on: it comes to stay lit if the hand has strong fairness', () => {
    const lit: Predicate = (view) => !at('lamp', 'off')(view);
    expect(violatedUnder(lamp('with a hand'), 'always eventually', lit)).toEqual(UNFAIR);
    expect(violatedUnder(lamp('with a hand'), 'eventually always', lit)).toEqual(UP_TO_WEAK);
  });
});

describe('a lock that two processes take for ever', () => {
  const aIsIn = at('a', 'cs');
  const somebodyIsIn: Predicate = (view) => view.actors('process').some((one) => one.matches('cs'));

  it('starves a waiting process under weak fairness, since its call is refused now and then; not under strong', () => {
    expect(violatedUnder(waitingLock(), 'always eventually', aIsIn)).toEqual(UP_TO_WEAK);
    expect(violatedUnder(lockPair(), 'always eventually', at('p0', 'cs'))).toEqual(UP_TO_WEAK);
  });

  it('starves a spinning process whatever the fairness: a test-and-set that finds it busy is a step of its own', () => {
    expect(violatedUnder(spinningLock('with a pause'), 'always eventually', aIsIn)).toEqual(WHATEVER);
  });

  it('starves it also if the step changes nothing: it is counted as a step, and so it is one for fairness', () => {
    expect(violatedUnder(spinningLock('in place'), 'always eventually', aIsIn)).toEqual(WHATEVER);
  });

  it('always lets somebody in: the holder must leave, and the first test-and-set after that gets it', () => {
    for (const system of [waitingLock(), spinningLock('in place'), spinningLock('with a pause')]) {
      expect(violatedUnder(system, 'always eventually', somebodyIsIn)).toEqual(UNFAIR);
    }
  });

  it('starves nobody among philosophers of whom one is left-handed, if forks are handed out with strong fairness', () => {
    // Forks are taken in one order of all, so the last fork always comes back, and then the one before it.
    for (const eats of [at('phil0', 'eat'), at('phil1', 'eat'), at('phil2', 'eat')]) {
      expect(violatedUnder(philosophers(3, 'leftHanded'), 'always eventually', eats)).toEqual(UP_TO_WEAK);
    }
  });
});

describe('Peterson', () => {
  it('lets p0 in again and again under weak fairness: leaving a0 is a choice, which can always be made', () => {
    // a3 waits too, and yet needs no strong fairness: once p1 has yielded, turn stays with p0 until p0 has been in.
    expect(violatedUnder(petersonPair(), 'always eventually', at('p0', 'cs'))).toEqual(UNFAIR);
  });

  it('does not, even under strong fairness, if p0 may stay away from the critical section for ever', () => {
    expect(violatedUnder(lazyPeterson(), 'always eventually', at('p0', 'cs'))).toEqual(WHATEVER);
  });

  it('then still lets p0 in whenever it has become interested', () => {
    const servedOrElsewhere: Predicate = (view) => ['cs', 'a0', 'away'].some((state) => at('p0', state)(view));
    expect(violatedUnder(lazyPeterson(), 'always eventually', servedOrElsewhere)).toEqual(UNFAIR);
  });
});

describe('fairness is judged on the cycle that avoids the goal', () => {
  it('and not on the component around it: b moves there, but on its way it meets the goal', () => {
    // All four states are one component with steps of both. A cycle without the goal has b at home, where it could move.
    expect(violatedUnder(detour(), 'always eventually', at('b', 'goal'))).toEqual(UNFAIR);
  });

  it('and may be a smaller one: the component has an open door, and a walk in the garden passes none', () => {
    // Where the door is open the visitor can move and never does, so the component as a whole is not strongly fair.
    expect(violatedUnder(door('may walk for ever'), 'eventually', at('visitor', 'inside'))).toEqual(WHATEVER);
  });

  it('and there is no fair one where each passes the open door', () => {
    expect(violatedUnder(door('opens again and again'), 'eventually', at('visitor', 'inside'))).toEqual(UP_TO_WEAK);
  });

  it('again for what is left of a component: without the front door the guest does not move at the back door', () => {
    // Strong fairness to the visitor forbids the front door, where the guest moves. Then it is the guest who can move
    // again and again, at the back door, and never does: no cycle is left.
    const somebodyIsIn: Predicate = (view) => at('visitor', 'inside')(view) || at('guest', 'inside')(view);
    expect(violatedUnder(twoDoors(), 'eventually', somebodyIsIn)).toEqual(UP_TO_WEAK);
  });
});

describe('the mail of each receiver is one more thread', () => {
  const hasWorked = at('worker', 'done');

  it('so a piece that stays deliverable is delivered under weak fairness, and need not be without', () => {
    expect(violatedUnder(postedWork(), 'eventually', hasWorked)).toEqual(UNFAIR);
  });

  it('and steps of the receiver are not deliveries', () => {
    expect(violatedUnder(busyReceiver('everywhere'), 'eventually', hasWorked)).toEqual(UNFAIR);
  });

  it('and a piece that is deliverable only now and then needs strong fairness; mail is no lock', () => {
    expect(violatedUnder(busyReceiver('now and then'), 'eventually', hasWorked)).toEqual(UP_TO_STRONG_FOR_LOCKS);
  });

  it('and mail that goes to others for ever is not its mail', () => {
    expect(violatedUnder(pings('another'), 'eventually', hasWorked)).toEqual(UNFAIR);
  });

  it('and only one: a piece may wait for ever while its receiver gets other mail', () => {
    expect(violatedUnder(pings('the worker'), 'eventually', hasWorked)).toEqual(WHATEVER);
  });
});

describe('a search that a bound ended', () => {
  it('does not know whether a claim holds that it did not refute', () => {
    // It holds, as the lock's test above finds, but five of twelve states cannot show it.
    const results = judged(lockPair(), 'always eventually', at('p0', 'cs'), { bounds: { states: 5 } });
    for (const fairness of ['weak per thread, strong for locks', 'strong per thread'] as const) {
      expect(results[fairness]).toMatchObject({ verdict: 'unknown' });
      expect(results[fairness].counterexample).toBeUndefined();
    }
  });
});

const KINDS = ['eventually', 'always eventually', 'eventually always'] as const;
type Kind = LivenessProperty['kind'];

interface Result {
  readonly id: string;
  readonly verdict: string;
  /** From the start into the loop. */
  readonly counterexample?: Schedule;
  /** What repeats for ever; absent or empty where the run stays where it is. */
  readonly loop?: Schedule;
}

/** One claim under each fairness, by fairness. */
function judged(system: System, kind: Kind, holds: Predicate, options: SearchOptions = {}): Record<Fairness, Result> {
  const properties = FAIRNESSES.map((fairness): LivenessProperty => ({
    id: fairness,
    kind,
    description: `${kind}, under ${fairness}`,
    fairness,
    holds,
  }));
  const asking = buildSystem({ ...system.scenario, properties }, system.kernel, system.params);
  const results: readonly Result[] = explore(asking, options).properties;
  expect(results.map(({ id }) => id)).toEqual(FAIRNESSES);
  return Object.fromEntries(results.map((result) => [result.id, result])) as Record<Fairness, Result>;
}

/** The fairnesses under which a claim is violated, each by a lasso that is one; under the others it holds. */
function violatedUnder(system: System, kind: Kind, holds: Predicate): Fairness[] {
  const results = judged(system, kind, holds);
  return FAIRNESSES.filter((fairness) => {
    const result = results[fairness];
    expect(['holds', 'violated'], `${kind} under ${fairness}`).toContain(result.verdict);
    if (result.verdict === 'violated') expectLasso(system, kind, fairness, holds, result);
    return result.verdict === 'violated';
  });
}

/** A state of a run: whether it is what the claim asks for, who can move, and whose call is refused. */
interface Moment {
  readonly met: boolean;
  readonly able: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
}

/** Replays a lasso on the reference host: its steps are real, its loop closes, is fair, and keeps away from the goal. */
function expectLasso(system: System, kind: Kind, fairness: Fairness, holds: Predicate, result: Result): void {
  const { counterexample, loop = [] } = result;
  const what = `${kind} under ${fairness}: ${JSON.stringify([counterexample, loop])}`;
  expect(counterexample, what).toBeDefined();
  const host = new ReferenceHost(system);
  const into = follow(system, host, holds, counterexample ?? []);
  const entered = host.key();
  const around = follow(system, host, holds, loop);
  expect(host.key(), `${what} comes back`).toBe(entered);
  // A run that stays where it is repeats its last state; otherwise the last state is the first one of the loop again.
  const repeated = loop.length === 0 ? around.moments : around.moments.slice(0, -1);

  if (kind === 'eventually')
    expect(
      into.moments.some(({ met }) => met),
      `${what} meets the goal before`,
    ).toBe(false);
  if (kind === 'eventually always')
    expect(
      repeated.every(({ met }) => met),
      `${what} stays at the goal`,
    ).toBe(false);
  else
    expect(
      repeated.some(({ met }) => met),
      `${what} meets the goal`,
    ).toBe(false);
  expect(wronged(fairness, repeated, around.movers), `${what} is unfair`).toEqual([]);
}

/** Runs a schedule: every state on the way, the first and the last one included, and who moved. */
function follow(
  system: System,
  host: ReferenceHost,
  holds: Predicate,
  schedule: Schedule,
): { readonly moments: readonly Moment[]; readonly movers: ReadonlySet<string> } {
  const moments = [momentOf(system, host, holds)];
  const movers = new Set<string>();
  for (const index of schedule) {
    const choice = enabled(host)[index];
    if (choice !== undefined) movers.add(moverOf(host, choice));
    replay(host, { schedule: [index] });
    moments.push(momentOf(system, host, holds));
  }
  return { moments, movers };
}

function momentOf(system: System, host: ReferenceHost, holds: Predicate): Moment {
  const able = new Set(enabled(host).map((choice) => moverOf(host, choice)));
  const refused = system.actors
    .filter(({ index }) => host.pending(index).some((one) => one.kind === 'call' && !host.can(one.to, one.op)))
    .map(({ id }) => id);
  const view = stateView(
    system,
    (actor) => host.view(actor),
    (actor) => able.has(host.name(actor)),
  );
  return { met: holds(view), able, refused: new Set(refused) };
}

/** Whom fairness owes a step: a thread, or the mail of a receiver. */
const moverOf = (host: ReferenceHost, choice: Choice): string =>
  choice.kind === 'pending' ? host.name(choice.actor) : `mail of ${host.name(host.mail()[choice.index]?.to ?? -1)}`;

/** Who is owed a step that a loop through these states never gives. */
function wronged(fairness: Fairness, repeated: readonly Moment[], movers: ReadonlySet<string>): string[] {
  if (fairness === 'none') return [];
  const waiting = new Set(repeated.flatMap(({ able }) => [...able]).filter((mover) => !movers.has(mover)));
  return [...waiting].filter((mover) => {
    if (fairness === 'strong per thread') return true;
    if (repeated.every(({ able }) => able.has(mover))) return true;
    return fairness !== 'weak per thread' && repeated.some(({ refused }) => refused.has(mover));
  });
}
