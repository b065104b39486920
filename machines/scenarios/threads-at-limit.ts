import type { Op, Scenario } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { outcomes } from '../expectations.js';
import { killed, reported } from '../outcomes.js';
import { slabSyscall, userFault } from '../programs.js';
import { progress } from '../properties/progress.js';
import { honestWarn } from '../properties/warn.js';
import { NUMBERS, numbersOf, SIZES } from './sizes.js';

/** A process of two threads in shared memory that does something twice at once, and its idle sibling. */
const withSibling =
  (program: readonly Op[]): Scenario['cast'] =>
  ({ pages = 2, ...numbers }) =>
    actorsOf({
      ...numbersOf(numbers),
      memcgs: { A: { limit: pages + 1 } },
      tasks: {
        leader: { memcg: 'A', pages, shared: true, program: [program] },
        thread: { memcg: 'A', threadOf: 'leader', program: [program] },
        sibling: { memcg: 'A', pages: 1 },
      },
    });

/**
 * Corpus B31 ii: two threads of a process allocate at the limit, its memory is a shared mapping that the oom_reaper leaves
 * alone, and a sibling process sits idle. The first thread kills the process; the second one, which was past the dying
 * gate, gets oom_lock when MMF_OOM_SKIP is set, and kills the sibling.
 *
 * Columns of each row: v3.11 v3.12 v4.6 v4.18 rfc enomem patch v4.19 | v4.20 v5.0 v5.1 v5.4 v5.10 v5.16 v6.1 v6.5.
 */
export const threadsAtLimit: Scenario = {
  id: 'threads-at-limit',
  topic: 'needless victims',
  question: 'Two threads of one process charge at the limit and it is killed: is its idle sibling killed, too?',
  sizes: SIZES,
  params: { pages: 2, ...NUMBERS },
  cast: withSibling(slabSyscall()),
  outcomes: [killed('leader'), killed('sibling'), reported()],
  properties: [honestWarn, progress],
  expect: {
    'leader-killed': outcomes(
      'A n n n A A A A | A A A A A A A A',
      'it has most pages; system calls kill up to v3.11 and from the RFC on',
    ),
    'sibling-killed': outcomes(
      'n n n n s s s s | s s n n n n n n',
      'corpus B31 ii: extra victims in 12 of 88 runs of 4.19.0; 5.10 and 6.1: none (7775face2079)',
    ),
    report: outcomes('n n n n n n n n | n n n n n n n n', 'the sibling is always there to be killed before'),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the process exits'),
  },
};

/**
 * The same with user faults, which kill at their end up to v4.18: who gets the oom_lock bits when the first has let go of them
 * does not look whether it was killed meanwhile, either.
 */
export const threadsInFault: Scenario = {
  ...threadsAtLimit,
  id: 'threads-in-fault',
  question: 'Two threads of one process fault at the limit and it is killed: is its idle sibling killed, too?',
  cast: withSibling(userFault()),
  outcomes: [killed('leader'), killed('sibling')],
  properties: [progress],
  expect: {
    'leader-killed': outcomes('A A A A A A A A | A A A A A A A A', 'it has most pages'),
    'sibling-killed': outcomes(
      'n n n s s s s s | s s n n n n n n',
      'worked out: MMF_OOM_SKIP is set before the second thread scans; traces S2 of v4.15 have such a second victim; 7775face2079',
    ),
    hangs: outcomes('n n n n n n n n | n n n n n n n n', 'the process exits'),
  },
};
