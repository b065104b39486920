import {
  call,
  doing,
  returns,
  set,
  type Action,
  type Context,
  type Fragment,
  type GuardFunction,
  type Transition,
  type UpdateFunction,
  type Value,
} from '../../src/model/index.js';

/** The walk over the other processes that have a victim's mm: those left, the one it is at, and whether one was spared. */
export const SHARERS_CONTEXT = { sharers: [], sharer: null, spared: false } as const;
export const SHARERS_REFS = { sharers: 'list', sharer: 'ref' } as const;

const left = (context: Context): readonly Value[] => context['sharers'] as readonly Value[];

export const SHARERS_GUARDS: { readonly [name: string]: GuardFunction } = {
  moreSharers: (context) => left(context).length > 0,
  hasSharers: (_, event) => (event['sharers'] as readonly Value[]).length > 0,
};
export const SHARERS_UPDATES: { readonly [name: string]: UpdateFunction } = {
  takeSharers: (_, event) => firstOf(event['sharers'] as readonly Value[]),
  nextSharer: (context) => firstOf(left(context)),
};

const firstOf = ([first, ...rest]: readonly Value[]): Context => ({ sharer: first ?? null, sharers: rest });

export const FORGET_SHARERS = set({ sharers: [], sharer: null });

const walkOn = (state: string, end: string, actions: readonly Action[] = []): readonly Transition[] => [
  { guard: 'moreSharers', target: state, reenter: true, actions: [...actions, 'nextSharer'] },
  { target: end, actions: [...actions, set({ sharer: null })] },
];

/** On from a reply that says who shares the mm: to the walk if anybody does, else straight on. */
export const ifShared = (walk: string, next: string): readonly Transition[] => [
  { guard: 'hasSharers', target: walk, actions: ['takeSharers'] },
  { target: next },
];

/**
 * SIGKILL for every other process that has the victim's mm, one after the other (mm/oom_kill.c oom_kill_process). It is no
 * OOM kill of its own: nothing is counted or announced for it. Up to v4.7 an oom_score_adj of −1000 spares a process,
 * and the mm is then not reaped.
 */
export const killSharers = ({ sparesMin }: { readonly sparesMin: boolean }): Fragment => {
  const walk = walkOn('process_shares_mm', 'killed');
  return () => ({
    initial: 'process_shares_mm',
    description: 'Kills every other process that has this mm.',
    states: {
      process_shares_mm: doing('Has the next process this mm?', call('$sharer.task_struct', 'process_shares_mm'), {
        shares: 'kill_sharer',
        no_mm: walk,
        ...(sparesMin ? { spared: walkOn('process_shares_mm', 'killed', [set({ spared: true })]) } : {}),
      }),
      kill_sharer: doing('Then it is killed, too.', call('$sharer.task_struct', 'send_sigkill', { oom: null }), {
        sent: walk,
      }),
      killed: returns('killed'),
    },
  });
};

/** v4.8 on: a task will free its memory only if every other process that has its mm is dying as well. */
export const sharersWillFreeMem: Fragment = () => ({
  initial: 'task_will_free_mem',
  description: 'Are all other processes that have this mm dying?',
  exit: [FORGET_SHARERS],
  states: {
    task_will_free_mem: doing('Is the next one dying?', call('$sharer.task_struct', 'process_will_free_mem'), {
      yes: walkOn('task_will_free_mem', 'yes'),
      no: 'no',
    }),
    yes: returns('yes'),
    no: returns('no'),
  },
});
