import type { StateView, Vocabulary, VocabularyField, VocabularyName } from '../../src/model/index.js';
import { isAlive, limitOf, usageOf } from '../outcomes.js';
import { isOut } from '../properties/balanced.js';
import { holdsMemoryAsVictim } from '../properties/one-victim.js';
import { isDone } from '../properties/progress.js';
import { somebodyMoves } from '../properties/wake.js';

type Read<T> = (state: StateView, id: string) => T;
type Asked = VocabularyField<StateView>;

const bool = (description: string, read: Read<boolean>): Asked => ({ type: 'bool', description, read });
const int = (description: string, read: Read<number>): Asked => ({ type: 'int', description, read });
const string = (description: string, read: Read<string>): Asked => ({ type: 'string', description, read });

const names = (state: StateView, actor: string, field: string): readonly string[] =>
  state.actor(actor).context[field] as readonly string[];

const canMove = bool('it can take a step', (state, id) => state.canMove(id));

const task = {
  killed: bool('it was sent a SIGKILL', (state, id) => !isAlive(state, id)),
  errno: string('what its program saw first: "ENOMEM", "short" (MAP_POPULATE), or ""', (state, id) =>
    String(state.actor(id).context['errno'] ?? ''),
  ),
  done: bool('its program is done, or it is dead', (state, id) => isDone(state.actor(id))),
  dead: bool('it has exited', (state, id) => state.actor(id).matches('dead')),
  asleep: bool('it sleeps on memcg_oom_waitq', (state, id) => state.actor(id).matches('schedule')),
  outOfKernel: bool('it is in user mode, or dead', (state, id) => isOut(state.actor(id))),
  charging: bool('a charge of its page is not decided yet', (state, id) =>
    state.actor(id).matches('page_counter_try_charge'),
  ),
  recorded: bool('a memcg OOM is recorded, for the end of its page fault', (state, id) => {
    const { memcg_in_oom } = state.actor(id).context;
    return (memcg_in_oom ?? null) !== null;
  }),
  victim: bool('it is marked as victim, and its memory is neither freed nor given up', holdsMemoryAsVictim),
  unkillable: bool('the OOM killer never chooses it', (state, id) => {
    return state.actor(`${id}.task_struct`).context['unkillable'] === true;
  }),
  pages: int('pages that it maps', (state, id) => {
    // A task that has another's mm maps none of its own.
    const mm = state.actors('mm').find((one) => one.id === `${id}.mm`);
    return ((mm?.context['pages'] ?? []) as readonly string[]).length;
  }),
  memcg: string('the memcg that it is in', (state, id) => {
    const { memcgOf } = state.actor('cgroup').context;
    return (memcgOf as { readonly [task: string]: string })[id] ?? '';
  }),
  canMove,
};

const memcg = {
  usage: int('pages on its counter', usageOf),
  limit: int('its limit, in pages', limitOf),
  oom_kill_disable: bool('the OOM killer is disabled', (state, id) => {
    return state.actor(id).context['oom_kill_disable'] === true;
  }),
  oom_events: int('whether an OOM event was counted: 0 or 1', (state, id) =>
    // Kernels before v4.18 have no such counter.
    Number(state.actor(id).context['oom_events'] ?? 0),
  ),
  oom_locked: bool('its oom_lock bit is set', (state, id) => names(state, 'memcg_oom_lock', 'oom_locked').includes(id)),
  under_oom: int('its under_oom count', (state, id) => {
    return names(state, 'memcg_oom_lock', 'under_oom').filter((one) => one === id).length;
  }),
  sleepers: int('tasks on memcg_oom_waitq for it', (state, id) => {
    const { entries } = state.actor('memcg_oom_waitq').context;
    return (entries as unknown as readonly { readonly memcg: string }[]).filter((one) => one.memcg === id).length;
  }),
};

const printed = (field: string): Read<boolean> => {
  return (state, id) => state.actor(id).context[field] === true;
};

/** What can be asked of a thing, by its kind. */
const KINDS = {
  task,
  memcg,
  mutex: {
    holder: string('the task that holds it, or ""', (state, id) => String(state.actor(id).context['holder'] ?? '')),
  },
  eventfd: { signalled: bool('it was signalled, and nobody has read it', printed('signalled')) },
  dmesg: {
    warned: bool('the WARN "Memory cgroup charge failed" was printed', printed('warned')),
    no_killable: bool(
      '"no killable processes" was printed',
      (state, id) => Number(state.actor(id).context['no_killable']) > 0,
    ),
    reports: int('how often it was, up to what the scenario counts', (state, id) =>
      Number(state.actor(id).context['no_killable']),
    ),
    panicked: bool('the kernel has panicked', printed('panicked')),
  },
  handler: {
    waiting: bool('it waits for its eventfd', (state, id) => state.actor(id).matches('eventfd_read')),
    canMove,
  },
  admin: { done: bool('it has done all it wanted', (state, id) => state.actor(id).matches('done')), canMove },
} satisfies Vocabulary<StateView>['kinds'];

type Kind = keyof typeof KINDS;

/** The people and places of a scenario, by kind. */
export type Things = { readonly [K in Kind]?: readonly string[] };

/** What an expression over the states of a scenario may speak of. */
export function vocabularyOf(things: Things): Vocabulary<StateView> {
  const all = Object.entries({ ...things, dmesg: ['dmesg'] }) as [Kind, readonly string[]][];
  const single = all.flatMap(([kind, ids]) => ids.map((id) => [id, { is: 'thing', kind, id }] as const));
  const lists = (['task', 'memcg', 'mutex'] as const).map(
    (kind) => [`${kind}${kind === 'mutex' ? 'es' : 's'}`, { is: 'things', kind, ids: things[kind] ?? [] }] as const,
  );
  const resting: VocabularyName<StateView> = { is: 'value', type: 'bool', read: (state) => !somebodyMoves(state) };
  return {
    result: 'bool',
    kinds: KINDS,
    names: Object.fromEntries<VocabularyName<StateView>>([...single, ...lists, ['resting', resting]]),
  };
}

/** Names that mean something else in an expression. */
export const SPOKEN_FOR = ['tasks', 'memcgs', 'mutexes', 'resting'];
