import {
  call,
  chooseFrom,
  doing,
  is,
  OomlabError,
  set,
  type Fragments,
  type MachineSpec,
  type Op,
  type State,
  type Transition,
  type Use,
  type Value,
} from '../../src/model/index.js';
import { BATCH_GUARDS, BATCH_UPDATES, UNCHARGE_CONTEXT, UNCHARGE_REFS, unchargeBatched } from './uncharge.js';

const CONTEXT = {
  action: null,
  memcg: null,
  enlarge: false,
  victim: null,
  eventfd: null,
  ...UNCHARGE_CONTEXT,
} as const;
const FORGET = set({ ...CONTEXT });

/** memcg_oom_recover: a lockless look at under_oom, then the wake-up. */
export const RECOVER: { readonly [state: string]: State } = {
  read_under_oom: doing('Is anybody under OOM there?', call('memcg_oom_lock', 'read_under_oom', { memcg: '$memcg' }), {
    under_oom: 'memcg_oom_recover',
    not_under_oom: 'done',
  }),
  memcg_oom_recover: doing('Wakes them.', call('memcg_oom_waitq', 'wake', { memcg: '$memcg' }), { woken: 'done' }),
};

/** What user space can do about a memcg, as v3.11 handles it; shared by the handler and the admin. */
const actionsOf311: Fragments = {
  ...unchargeBatched,
  writeLimit: () => ({
    initial: 'read_limit',
    description: 'memory.limit_in_bytes: never kills; wakes OOM sleepers only where the limit grows.',
    states: {
      read_limit: doing('Notes whether the limit grows.', call('$memcg', 'read_limit'), {
        limit: [
          { guard: 'enlarges', target: 'res_counter_set_limit', actions: [set({ enlarge: true })] },
          { target: 'res_counter_set_limit' },
        ],
      }),
      res_counter_set_limit: doing(
        'Sets it if usage fits: one section under the counter’s lock.',
        call('$memcg', 'res_counter_set_limit', { pages: '$left' }),
        {
          limit_set: [{ guard: is('$enlarge', true), target: 'read_under_oom' }, { target: 'done' }],
          // Reclaim frees nothing: EBUSY after its retries.
          busy: 'done',
        },
      ),
      ...RECOVER,
      done: { type: 'final', output: 'done', description: 'Written, or EBUSY.' },
    },
  }),
  mem_cgroup_oom_control_write: () => ({
    initial: 'oom_kill_disable',
    description: 'memory.oom_control: a plain store; writing 0 wakes OOM sleepers.',
    states: {
      oom_kill_disable: doing('Stores the flag.', call('$memcg', 'write_oom_kill_disable', { value: '$left' }), {
        written: 'done',
        written_zero: 'read_under_oom',
        EINVAL: 'done',
      }),
      ...RECOVER,
      done: { type: 'final', output: 'done', description: 'Written, or EINVAL.' },
    },
  }),
};

const GUARDS: NonNullable<MachineSpec['guards']> = {
  ...BATCH_GUARDS,
  enlarges: (context, event) => Number(context['left']) > Number(event['pages']),
  actionsLeft: (context) => (context['body'] as readonly Value[]).length > 0,
};

const UPDATES: NonNullable<MachineSpec['updates']> = {
  ...BATCH_UPDATES,
  beginAction: (context, event) => ({
    action: event.type,
    memcg: event['memcg'] ?? null,
    counter: event['memcg'] ?? null,
    page: event['memcg'] ?? null,
    victim: event['task'] ?? null,
    eventfd: event['eventfd'] ?? null,
    // The number that the action is about: pages, or the value written.
    left: event['pages'] ?? event['value'] ?? null,
    count: event.type === 'free_page' || event.type === 'free_slab' ? 1 : 0,
    body: (context['body'] as readonly Value[]).slice(1),
  }),
};

const DISPATCH: { readonly [action: string]: Transition } = {
  write_limit: { target: 'writeLimit', actions: ['beginAction'] },
  raise_limit: { target: 'read_limit', actions: ['beginAction'] },
  write_oom_control: { target: 'mem_cgroup_oom_control_write', actions: ['beginAction'] },
  kill: { target: 'kill', actions: ['beginAction'] },
  move: { target: 'cgroup_attach_task', actions: ['beginAction'] },
  munmap: { target: 'munmap', actions: ['beginAction'] },
  free_page: { target: 'freePage', actions: ['beginAction'] },
  free_slab: { target: 'freeSlab', actions: ['beginAction'] },
  register_eventfd: { target: 'register_event', actions: ['beginAction'] },
};

/** The states of one action each; `next` is where an action leads when it is done. */
const actionStates = (use: Use, next: readonly Transition[]): { readonly [state: string]: State } => ({
  read_limit: doing('Reads the limit, to raise it by some pages.', call('$memcg', 'read_limit'), {
    limit: { target: 'writeLimit', actions: [set({ left: { plus: ['$left', '$event.pages'] } })] },
  }),
  writeLimit: use('writeLimit', { onDone: next }),
  mem_cgroup_oom_control_write: use('mem_cgroup_oom_control_write', { onDone: next }),
  kill: doing('kill(2) with SIGKILL.', call('$victim.task_struct', 'send_sigkill', { oom: null }), { sent: next }),
  cgroup_attach_task: doing(
    'Moves a task; with move_charge_at_immigrate off its pages stay charged where they are.',
    call('cgroup', 'attach', { task: '$victim', memcg: '$memcg' }),
    { attached: next },
  ),
  munmap: use('zapPages', { onDone: next }),
  freePage: use('freePage', { onDone: next }),
  freeSlab: use('freeSlab', { onDone: next }),
  register_event: doing(
    'cgroup.event_control: adds the eventfd to the memcg’s list, and signals it if the memcg is under OOM.',
    call('memcg_oom_lock', 'register_event', { memcg: '$memcg', eventfd: '$eventfd' }),
    { registered: next },
  ),
});

function checked(program: Value | undefined): Value {
  const actions = (program ?? []) as readonly Op[];
  if (actions.length === 0) {
    throw new OomlabError('E123', 'An operator has nothing to do.', 'Give its program an action, or leave it out.');
  }
  const unknown = actions.find(({ type }) => !(type in DISPATCH));
  if (unknown === undefined) return actions as unknown as Value;
  const known = Object.keys(DISPATCH).join(', ');
  throw new OomlabError('E123', `An operator's program has the action "${unknown.type}".`, `Actions: ${known}.`);
}

/**
 * A user-space OOM handler: waits on its eventfd, then does all its actions, and waits again.
 *
 * It handles every signal: signals that arrive meanwhile are counted by the eventfd and start it over. It lives outside
 * the memcg, so nothing that it does can charge there; it has an mm of its own for `munmap`.
 */
export const handler: MachineSpec = {
  id: 'handler',
  kind: 'thread',
  description: 'A user-space OOM handler: eventfd, then raise the limit, enable the killer, kill, move, or free.',
  refs: { memcg: 'ref', victim: 'ref', eventfd: 'ref', ...UNCHARGE_REFS },
  context: (input) => ({ program: checked(input['program']), body: [], ...CONTEXT }),
  guards: GUARDS,
  updates: {
    ...UPDATES,
    startOver: (context) => ({ body: context['program'] ?? [] }),
  },
  fragments: actionsOf311,
  root: (use) => ({
    initial: 'eventfd_read',
    states: {
      eventfd_read: doing(
        'Sleeps in read(2) until the eventfd is signalled.',
        call('eventfd', 'eventfd_read'),
        {
          signalled: { target: 'act', actions: ['startOver'] },
        },
        { tags: ['idle'] },
      ),
      act: doing('Does the next action of its program.', chooseFrom({ first: '$body' }), DISPATCH),
      ...actionStates(use, [
        { guard: 'actionsLeft', target: 'act', actions: [FORGET] },
        { target: 'eventfd_read', actions: [FORGET] },
      ]),
    },
  }),
};

/** Somebody with a shell: does its actions once, whenever it likes. */
export const admin: MachineSpec = {
  id: 'admin',
  kind: 'thread',
  description: 'An administrator: does each action once, at any time.',
  refs: { memcg: 'ref', victim: 'ref', eventfd: 'ref', ...UNCHARGE_REFS },
  context: (input) => ({ program: [], body: checked(input['program']), ...CONTEXT }),
  guards: GUARDS,
  updates: UPDATES,
  fragments: actionsOf311,
  root: (use) => ({
    initial: 'act',
    states: {
      act: doing('Does the next action of its program, at any time.', chooseFrom({ first: '$body' }), DISPATCH),
      ...actionStates(use, [
        { guard: 'actionsLeft', target: 'act', actions: [FORGET] },
        { target: 'done', actions: [FORGET] },
      ]),
      done: { type: 'final', description: 'Has done all it wanted.' },
    },
  }),
};
