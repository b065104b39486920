import type { Scenario } from '../../src/model/index.js';
import { costlyFault } from './costly-fault.js';
import { costlySlab } from './costly-slab.js';
import { disabledSlab } from './disabled-slab.js';
import { imutexCharge } from './imutex-charge.js';
import { mayfailSlab } from './mayfail-slab.js';
import { movedAway } from './moved-away.js';
import { noVictimFault } from './no-victim-fault.js';
import { noVictimSlab } from './no-victim-slab.js';
import { nofailCache } from './nofail-cache.js';
import { noretrySlab } from './noretry-slab.js';
import { pageAllocatorScenarios } from './page-allocator.js';
import { populateAtLimit } from './populate-at-limit.js';
import { readaheadInFault } from './readahead-in-fault.js';
import { reaperGivesUp } from './reaper-gives-up.js';
import { reaperLockedOut } from './reaper-locked-out.js';
import { silentKill } from './silent-kill.js';
import { slabAtLimit } from './slab-at-limit.js';
import { slabInFault } from './slab-in-fault.js';
import { sleeperInChild, sleeperWoken, twoSleepers } from './sleeper.js';
import { threeChargers, twoChargers } from './two-chargers.js';

import { blockableNotifier } from './blockable-notifier.js';
import { hogExits, hogLeaves } from './hog-exits.js';
import { atomicSlab } from './atomic-slab.js';
import { dyingRunaway, ownRunaway } from './dying-runaway.js';
import { killerEnabledBetween, killerEnabledEarly } from './killer-enabled-early.js';
import { limitLowered } from './limit-lowered.js';
import { nofsFault, nofsSlab } from './nofs-slab.js';
import { badnessContests } from './oom-score-adj.js';
import { registeredLate } from './registered-late.js';
import { reportStorm } from './report-storm.js';
import { sharedMm } from './shared-mm.js';
import { slabFreed } from './slab-freed.js';
import { leaderExits } from './leader-exits.js';
import { unkillableSharer } from './unkillable-sharer.js';
import { threadsAtLimit, threadsInFault } from './threads-at-limit.js';
import { killedInFault } from './killed-in-fault.js';
import { hiddenStock } from './stock.js';
import { twoMemcgs } from './two-memcgs.js';
import { twoSlabs } from './two-slabs.js';
/** The catalogue: the claims of the founding mail in its order, then what came of the patch and what stands beside it. */
export const scenarios: readonly Scenario[] = [
  slabAtLimit,
  twoSlabs,
  populateAtLimit,
  imutexCharge,
  reaperLockedOut,
  reaperGivesUp,
  ...sleeperWoken,
  twoSleepers,
  sleeperInChild,
  twoMemcgs,
  disabledSlab,
  costlySlab,
  costlyFault,
  noVictimSlab,
  noVictimFault,
  movedAway,
  slabInFault,
  killedInFault,
  twoChargers,
  threeChargers,
  nofailCache,
  noretrySlab,
  mayfailSlab,
  nofsSlab,
  nofsFault,
  readaheadInFault,
  silentKill,
  hogExits,
  hogLeaves,
  blockableNotifier,
  limitLowered,
  hiddenStock,
  killerEnabledEarly,
  killerEnabledBetween,
  slabFreed,
  registeredLate,
  threadsAtLimit,
  threadsInFault,
  sharedMm,
  unkillableSharer,
  leaderExits,
  dyingRunaway,
  ownRunaway,
  reportStorm,
  atomicSlab,
  ...badnessContests,
  ...pageAllocatorScenarios,
];
