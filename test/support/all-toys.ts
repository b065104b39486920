import type { System } from '../../src/system/index.js';
import { anderson, petersonFilter } from './beem.js';
import { lastZero, litmusTests, readers, writers } from './litmus.js';
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
} from './liveness-toys.js';
import { memcgMini } from './memcg-mini.js';
import { oomToy } from './oom-toy.js';
import { relay, senders } from './senders.js';
import { dieHard, tCommit, twoPhase } from './tla-examples.js';
import { latchedMail, lockPair, lostUpdate, petersonPair, philosophers, timedSleepers } from './toys.js';

/** All toys, each of a size that the reference host can search. */
export const TOYS: readonly (readonly [string, System])[] = [
  ['philosophers', philosophers(6)],
  ['philosophers with a left-handed one', philosophers(5, 'leftHanded')],
  ['Peterson', petersonPair()],
  ["Peterson's filter", petersonFilter(2)],
  ['Anderson', anderson(2)],
  ['Lock', lockPair()],
  ['the lost update', lostUpdate(4)],
  ['two-phase commit', twoPhase(4)],
  ['TCommit', tCommit(3)],
  ['DieHard', dieHard()],
  ['latched mail, watched', latchedMail()],
  ['timed sleepers', timedSleepers(1, 2, 3)],
  ['a small OOM path', oomToy(['charger', 'other'])],
  ['memcg-mini', memcgMini({ tasks: 2, limit: 2, retries: 1 })],
  ['memcg-mini with the killer off', memcgMini({ tasks: 2, limit: 2, retries: 1, disabled: true })],
  ['a waiting lock', waitingLock()],
  ['a spinning lock', spinningLock('with a pause')],
  ['a door', door('may walk for ever')],
  ['a lamp', lamp('with a hand')],
  ['posted work', postedWork()],
  ['a busy receiver', busyReceiver('now and then')],
  ['pings', pings('another')],
  ['a chooser', chooser()],
  ['a setter', setter()],
  ['somebody beside a loop', besideLoop('toggles')],
  ['a retrier', retrier()],
  ['a passer', passer()],
  ['three togglers', threeTogglers()],
  ['a detour', detour()],
  ['two doors', twoDoors()],
  ['a lazy Peterson', lazyPeterson()],
  ['opposite locks', oppositeLocks()],
  ['readers', readers(3)],
  ['writers', writers(3)],
  ['lastzero', lastZero(3)],
  ['senders to one that remembers', senders(3, 'one that remembers')],
  ['a relay', relay(3)],
  ...litmusTests().map(({ name, system }) => [`litmus ${name}`, system] as const),
];
