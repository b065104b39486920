import {
  call,
  doing,
  set,
  type Context,
  type GuardFunction,
  type Op,
  type State,
  type Transition,
  type UpdateFunction,
} from '../../src/model/index.js';

/** The oom_score_adj of the candidate at hand, and the limit that it is relative to. */
export const BADNESS_CONTEXT = { adj: 0, totalpages: 0 } as const;

/** The oom_score_adj of a candidate. */
export const TAKE_ADJ = set({ adj: '$event.adj' });

const weighing = (ineligible: { readonly [reply: string]: Transition }): State =>
  doing('Reads its rss: the badness.', call('$scanned.mm', 'oom_badness'), {
    points: [
      { guard: 'isWorse', target: 'next', actions: ['keepWorst'] },
      { target: 'next', actions: [FORGET_ADJ] },
    ],
    ...ineligible,
  });

const FORGET_ADJ = set({ adj: 0 });

/** The badness of a candidate; leaves to `next`. */
export const OOM_BADNESS = weighing({});

/** The same from v4.7 on: an mm that is done with is not looked at. */
export const OOM_BADNESS_OR_SKIP = weighing({ ineligible: { target: 'next', actions: [FORGET_ADJ] } });

/**
 * rss plus oom_score_adj times a thousandth of the memcg's limit (mm/oom_kill.c oom_badness). The division comes first, so
 * in a memcg of less than 1000 pages no oom_score_adj but −1000 has an effect.
 */
export const badness = (context: Context, event: Op): number =>
  Number(event['points']) + Number(context['adj']) * Math.trunc(Number(context['totalpages']) / 1000);

/** The same, but at least one (up to v5.8). */
export const clampedBadness = (context: Context, event: Op): number => Math.max(1, badness(context, event));

export const keeping =
  (weigh: typeof badness): UpdateFunction =>
  (context, event) => ({ chosen: context['scanned'] ?? null, points: weigh(context, event), adj: 0 });

/**
 * How a scan weighs candidates up to v5.2: strictly more wins, so that among equals the first one scanned does. (From v3.14
 * on a thread that leads no process gives way to an equal; the leader is scanned first and threads of one process are
 * equal, so it makes no difference which of them is chosen.)
 */
export const BADNESS_GUARDS: { readonly [name: string]: GuardFunction } = {
  isWorse: (context, event) => clampedBadness(context, event) > Number(context['points']),
  adjusts: (context) => context['adjusts'] === true,
};
export const BADNESS_UPDATES: { readonly [name: string]: UpdateFunction } = { keepWorst: keeping(clampedBadness) };

/** Where some task has an oom_score_adj, the memcg's limit is read before the scan. */
export const constrainedAlloc = (scan: string): State =>
  doing('The memcg’s limit, to which oom_score_adj is relative.', call('$scope', 'read_limit'), {
    limit: { target: scan, actions: [set({ totalpages: '$event.pages' })] },
  });
