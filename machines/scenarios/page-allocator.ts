import type { Expectation, Op, Outcome, Scenario } from '../../src/model/index.js';
import { actorsOf, type TaskCast } from '../cast.js';
import { enomem, killed, needlessVictim } from '../outcomes.js';
import { allocPages, truncate, type Allocation } from '../programs.js';
import { progress } from '../properties/progress.js';
import { NUMBERS } from './sizes.js';

const panicked: Outcome = {
  name: 'panic',
  description: 'the kernel panics: no killable process',
  holds: (state) => state.actor('dmesg').context['panicked'] === true,
};

/** What v4.18 is expected to do, and where it says so. */
const at418 = <Verdict extends string>(verdict: Verdict, fact: string): Expectation<Verdict> => ({
  fact,
  byKernel: { 'v4.18': verdict },
});

interface Question {
  readonly id: string;
  readonly question: string;
  readonly program: readonly Op[];
  /** A second system call. */
  readonly again?: readonly Op[];
  readonly hog?: Partial<TaskCast>;
  readonly charger?: Partial<TaskCast>;
  /** The charger maps the pages, and the hog a single one. */
  readonly chargerIsLargest?: boolean;
  readonly outcomes?: readonly Outcome[];
  readonly expect: Scenario['expect'];
  /** Why not everybody gets on. */
  readonly stuck?: string;
}

const MAY_OOM = 'mm/page_alloc.c __alloc_pages_may_oom';
const SLOWPATH = 'mm/page_alloc.c __alloc_pages_slowpath';
const GETS_ON = at418('never', 'the hog is reaped, or the allocation gives up');

const allocation = (id: string, question: string, how: Allocation, expect: Question['expect']): Question => ({
  id,
  question,
  program: allocPages(how),
  expect: { hangs: GETS_ON, ...expect },
});

const QUESTIONS: readonly Question[] = [
  allocation(
    'slab',
    'Outside any memcg: does a system call get ENOMEM although a task could be killed?',
    {},
    {
      enomem: at418('never', `${SLOWPATH}: order ≤ 3 retries as long as may_oom reports progress`),
      'hog-killed': at418('always', `${MAY_OOM} kills from the allocation context`),
      'needless-victim': at418(
        'never',
        `${MAY_OOM} looks at the free lists once more with oom_lock held; memcg does not`,
      ),
    },
  ),
  {
    id: 'imutex',
    question: 'Outside any memcg: the allocation holds i_mutex, the victim waits for it: does it hang?',
    program: [{ type: 'mutex_lock', lock: 'i_mutex' }, ...allocPages(), { type: 'mutex_unlock', lock: 'i_mutex' }],
    hog: { program: [truncate('i_mutex')] },
    expect: {
      hangs: at418('never', 'the oom_reaper needs only mmap_sem for reading, which the victim does not hold'),
      enomem: at418('never', `${SLOWPATH}`),
      'hog-killed': at418('always', 'it has most pages'),
    },
  },
  {
    id: 'no-victim',
    question: 'Outside any memcg: nobody can be killed: ENOMEM, more memory, or a panic?',
    program: allocPages(),
    hog: { unkillable: true },
    charger: { unkillable: true },
    outcomes: [panicked],
    stuck: 'the machine panics',
    expect: {
      panic: at418('always', 'mm/oom_kill.c out_of_memory: "Out of memory and no killable processes" panics'),
      enomem: at418('never', 'it panics first'),
      hangs: at418('never', 'a panic is an end'),
    },
  },
  {
    id: 'largest',
    question: 'Outside any memcg: the allocating task itself is the largest: does it die, or fail?',
    program: allocPages(),
    chargerIsLargest: true,
    outcomes: [killed('charger')],
    expect: {
      'charger-killed': at418('always', 'it is the first with most pages'),
      enomem: at418('never', 'it dies; as a victim it may dip into the reserves (ALLOC_OOM) on the way'),
      hangs: at418('never', 'it exits'),
    },
  },
  allocation(
    'costly',
    'Outside any memcg, order 4: a kill, or ENOMEM?',
    { order: 4 },
    {
      enomem: at418('always', `${SLOWPATH}: costly orders without __GFP_RETRY_MAYFAIL give up`),
      'hog-killed': at418('never', 'the same'),
    },
  ),
  allocation(
    'noretry',
    'Outside any memcg, __GFP_NORETRY: a kill, or ENOMEM?',
    { gfp: ['NORETRY'] },
    {
      enomem: at418('always', `${SLOWPATH}: one round, no OOM`),
      'hog-killed': at418('never', 'the same'),
    },
  ),
  allocation(
    'mayfail',
    'Outside any memcg, __GFP_RETRY_MAYFAIL: a kill, or ENOMEM?',
    { gfp: ['RETRY_MAYFAIL'] },
    {
      enomem: at418('always', `${MAY_OOM}: it is on the list of those that do not kill; a memcg charge kills once`),
      'hog-killed': at418('never', 'the same'),
    },
  ),
  {
    id: 'nofail',
    question: 'Outside any memcg, __GFP_NOFAIL twice: a kill, or more memory?',
    program: allocPages({ gfp: ['NOFAIL'] }),
    again: allocPages({ gfp: ['NOFAIL'] }),
    expect: {
      hangs: GETS_ON,
      enomem: at418('never', 'it never fails'),
      'hog-killed': at418('always', `${MAY_OOM}: it kills like any other; a memcg charge is forced without a kill`),
    },
  },
  {
    id: 'costly-nofail',
    question: 'Outside any memcg, __GFP_NOFAIL of order 4, twice: what when the reserves are gone?',
    program: allocPages({ order: 4, gfp: ['NOFAIL'] }),
    again: allocPages({ order: 4, gfp: ['NOFAIL'] }),
    stuck: 'the same fact as hangs',
    expect: {
      hangs: at418('always', `${SLOWPATH}: costly orders never reach the OOM killer, and __GFP_NOFAIL never leaves`),
      enomem: at418('never', 'it never fails'),
      'hog-killed': at418('never', 'the same'),
    },
  },
];

/**
 * Question 14. "This is behavior is inconsistent with !memcg case where the oom killer is invoked from the allocation
 * context and the allocator keeps retrying until it succeeds": the same questions for the page allocator at v4.18.
 */
export const pageAllocatorScenarios: readonly Scenario[] = QUESTIONS.map(
  ({ id, question, program, again, hog, charger, chargerIsLargest = false, outcomes = [], expect, stuck }) => ({
    id: `page-allocator-${id}`,
    topic: 'outside any memcg',
    question,
    sizes: 'pages 2 (all of the machine), reserve 1, reaper tries 1 (10); reclaim and compaction free nothing',
    params: { pages: 2, reaperTries: NUMBERS.reaperTries },
    kernels: ['v4.18'],
    cast: ({ pages = 2, reaperTries = NUMBERS.reaperTries }) =>
      actorsOf({
        reaperTries,
        memcgs: { X: { limit: 9 } },
        mutexes: ['i_mutex'],
        freePages: 0,
        tasks: {
          charger: {
            memcg: 'X',
            program: again === undefined ? [program] : [program, again],
            ...(chargerIsLargest && { pages, chargedTo: 'zone' }),
            ...charger,
          },
          hog: { memcg: 'X', pages: chargerIsLargest ? 1 : pages, chargedTo: 'zone', ...hog },
        },
      }),
    outcomes: [enomem('charger'), killed('hog'), needlessVictim('charger', 'hog'), ...outcomes],
    properties: [progress],
    expect,
    ...(stuck === undefined ? {} : { expectProperties: { 'P-PROG': at418('violated', stuck) } }),
  }),
);
