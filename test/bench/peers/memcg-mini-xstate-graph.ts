/**
 * memcg-mini for `xstate/graph`: one machine, whose context is the whole global state and whose events are the
 * scheduler's, explored by `getAdjacencyMap`, the way that comes with XState. (`getShortestPaths` calls it too and then
 * spends more on a path to every state.)
 *
 * Each row of the specification is one guarded transition. `filterEvents` asks `snapshot.can(event)`: without it,
 * `getAdjacencyMap` would count an event that nothing takes as an edge back to the same state.
 */
import { performance } from 'node:perf_hooks';
import { assign, setup } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import type { MemcgMini } from './memcg-mini-parameters.js';
import type { PeerResult } from './packed-search.js';

interface Task {
  pc: 'run' | 'mlock' | 'charge' | 'oom' | 'select' | 'kill' | 'force' | 'exit' | 'dead' | 'prep' | 'sleep';
  pages: number;
  /** Reclaim retries left; 0 outside `charge`. */
  retries: number;
  killed: boolean;
  skip: boolean;
}

interface Context {
  tasks: Task[];
  /** The victims that the task at `kill` may choose from. */
  mask: number[];
  /** The task that the reaper works on, and those that wait for it. */
  reaping: number | null;
  queue: number[];
}

type Event = { type: 'TICK'; task: number } | { type: 'PICK'; victim: number } | { type: 'REAP' };
type Tick = Extract<Event, { type: 'TICK' }>;

/** Explores memcg-mini. For N2 and N3: a step costs some ten microseconds, a state some kilobytes. */
export function memcgMiniXstateGraph(parameters: MemcgMini): PeerResult {
  const began = performance.now();
  const map = getAdjacencyMap(memcgMini(parameters), {
    events: schedulerEvents(parameters.N),
    filterEvents: (snapshot, event) => snapshot.can(event),
  });

  let edges = 0;
  let deadlocks = 0;
  let ends = 0;
  const reached = Object.values(map);
  for (const { state, transitions } of reached) {
    const successors = Object.keys(transitions).length;
    edges += successors;
    if (successors > 0) continue;
    if (state.context.tasks.every((task: Task) => task.pc === 'dead')) ends++;
    else deadlocks++;
  }
  return { states: reached.length, edges, deadlocks, ends, ms: performance.now() - began };
}

function schedulerEvents(N: number): Event[] {
  const tasks = Array.from({ length: N }, (_, task) => task);
  return [
    ...tasks.map((task): Event => ({ type: 'TICK', task })),
    ...tasks.map((victim): Event => ({ type: 'PICK', victim })),
    { type: 'REAP' },
  ];
}

/** The machine. Usage, sleepers and both locks follow from the tasks, so the context does not hold them. */
function memcgMini({ N, L, R, P, DIS, LOCK, TRAP, REAP }: MemcgMini) {
  const charging: Partial<Task> = { pc: 'charge', retries: R };
  const started: Partial<Task> = LOCK ? { pc: 'mlock' } : charging;
  const woken: Partial<Task> = TRAP ? charging : { pc: 'run' };
  const mutexHolders: Task['pc'][] = ['charge', 'oom', 'select', 'kill', 'force'];
  if (TRAP) mutexHolders.push('prep', 'sleep');

  const mutexIsFree = ({ tasks }: Context): boolean => !tasks.some(({ pc }) => mutexHolders.includes(pc));
  const hasRoom = ({ tasks }: Context): boolean => tasks.reduce((sum, { pages }) => sum + pages, 0) < L;

  const uncharged = (context: Context, index: number): Partial<Context> => {
    const tasks = changed(context.tasks, index, { pages: taskAt(context.tasks, index).pages - 1 });
    // memcg_oom_recover: an uncharge lets every sleeper go.
    return { tasks: DIS ? tasks.map((task) => (task.pc === 'sleep' ? { ...task, ...woken } : task)) : tasks };
  };

  return setup({ types: { context: {} as Context, events: {} as Event } }).createMachine({
    context: {
      tasks: Array.from({ length: N }, () => ({ pc: 'run', pages: 0, retries: 0, killed: false, skip: false })),
      mask: [],
      reaping: null,
      queue: [],
    },
    on: {
      TICK: [
        row('run', (task) => task.killed || task.pages === P, { pc: 'exit' }),
        row('run', always, started),
        row('mlock', (_, context) => mutexIsFree(context), charging),
        row(
          'charge',
          (task, context) => hasRoom(context) || task.killed,
          (task) => ({ pc: 'run', pages: task.pages + 1, retries: 0 }),
        ),
        row(
          'charge',
          (task) => task.retries > 0,
          (task) => ({ retries: task.retries - 1 }),
        ),
        row('charge', always, { pc: DIS ? 'prep' : 'oom' }),
        row('oom', (_, { tasks }) => tasks.some(({ pc }) => pc === 'select' || pc === 'kill'), charging),
        row('oom', always, { pc: 'select' }),
        row('select', (_, { tasks }) => tasks.some(isOnItsWay), charging),
        row('select', (_, { tasks }) => candidates(tasks).length === 0, { pc: 'force' }),
        {
          guard: at('select'),
          actions: assign(({ context, event }) => ({
            tasks: changed(context.tasks, event.task, { pc: 'kill' }),
            mask: candidates(context.tasks),
          })),
        },
        row('force', always, (task) => ({ pc: 'run', pages: task.pages + 1 })),
        {
          guard: at('exit', (task) => task.pages > 0),
          actions: assign(({ context, event }) => uncharged(context, event.task)),
        },
        row('exit', always, { pc: 'dead', skip: false }),
        row('prep', always, { pc: 'sleep' }),
      ],
      PICK: {
        guard: ({ context, event }) => context.mask.includes(event.victim),
        actions: assign(({ context, event: { victim } }) => {
          const killer = context.tasks.findIndex(({ pc }) => pc === 'kill');
          const tasks = changed(context.tasks, killer, charging);
          if (!isAlive(taskAt(tasks, victim))) return { tasks, mask: [] };
          const queue = REAP ? [...context.queue, victim] : [];
          return { tasks: changed(tasks, victim, { killed: true }), mask: [], queue };
        }),
      },
      REAP: [
        {
          guard: ({ context }) => context.reaping === null && context.queue.length > 0,
          actions: assign(({ context: { queue } }) => ({ reaping: queue[0] ?? null, queue: queue.slice(1) })),
        },
        {
          guard: ({ context: { tasks, reaping } }) => reaping !== null && tasks[reaping]?.pc === 'dead',
          actions: assign({ reaping: null }),
        },
        {
          guard: ({ context: { tasks, reaping } }) => reaping !== null && (tasks[reaping]?.pages ?? 0) > 0,
          actions: assign(({ context }) => uncharged(context, context.reaping ?? 0)),
        },
        {
          guard: ({ context }) => context.reaping !== null,
          actions: assign(({ context }) => ({
            tasks: changed(context.tasks, context.reaping ?? 0, { skip: true }),
            reaping: null,
          })),
        },
      ],
    },
  });
}

type Condition = (task: Task, context: Context) => boolean;

const always: Condition = () => true;

const at =
  (pc: Task['pc'], condition = always) =>
  ({ context, event }: { context: Context; event: Tick }): boolean => {
    const task = taskAt(context.tasks, event.task);
    return task.pc === pc && condition(task, context);
  };

/** A row that changes nothing but the task that ticks. */
const row = (pc: Task['pc'], condition: Condition, change: Partial<Task> | ((task: Task) => Partial<Task>)) => ({
  guard: at(pc, condition),
  actions: assign<Context, Tick, undefined, Event, never>(({ context: { tasks }, event }) => ({
    tasks: changed(tasks, event.task, typeof change === 'function' ? change(taskAt(tasks, event.task)) : change),
  })),
});

function taskAt(tasks: Task[], index: number): Task {
  const task = tasks[index];
  if (task === undefined) throw new RangeError(`there is no task ${index}`);
  return task;
}

const changed = (tasks: Task[], index: number, change: Partial<Task>): Task[] =>
  tasks.with(index, { ...taskAt(tasks, index), ...change });

const isAlive = ({ pc, killed }: Task): boolean => pc !== 'dead' && !killed;
const isOnItsWay = ({ pc, killed, skip }: Task): boolean => pc !== 'dead' && killed && !skip;

/** The tasks with most pages among those that are neither dead nor killed. */
function candidates(tasks: Task[]): number[] {
  const alive = tasks.filter(isAlive);
  const most = Math.max(...alive.map(({ pages }) => pages));
  return tasks.flatMap((task, index) => (isAlive(task) && task.pages === most ? [index] : []));
}
