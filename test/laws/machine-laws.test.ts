import { describe, expect, it } from 'vitest';
import { findKernel, kernels, scenarios } from '../../machines/index.js';
import { search, transitionsTaken } from '../../src/explore/index.js';
import {
  actionList,
  askedOf,
  configOf,
  fragmentOf,
  statesOf,
  transitionList,
  type Action,
  type Kernel,
  type Machine,
  type Scenario,
  type State,
} from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';
import { existsIn, kernelFunctions, versionOf } from './kernel-functions.js';
import { citedSteps } from './kernel-steps.js';

const ALL = Boolean(process.env['OOMLAB_TEST_ALL']);

const FORBIDDEN = ['invoke', 'after', 'always', 'history', 'spawn', 'activities'];
const ALPHABET = ['call', 'reply', 'tell', 'post', 'choose', 'set'];

const machines = kernels.flatMap(({ id }) =>
  [...findKernel(id).machines.values()].map((machine) => ({
    name: `${machine.spec.id} of ${id}`,
    kernel: id,
    machine,
  })),
);

describe.each(machines)('$name', ({ machine, kernel }) => {
  const states = [...statesOf(configOf(machine))];

  it('has a config that survives JSON', () => {
    const config = configOf(machine);
    const { context: _, ...data } = config as unknown as Record<string, unknown>;
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('uses nothing that hides a choice or a clock', () => {
    const used = states.flatMap(({ state }) => Object.keys(state)).filter((key) => FORBIDDEN.includes(key));
    expect(used).toEqual([]);
  });

  it('speaks only the alphabet and its own named updates', () => {
    const named = Object.keys(machine.spec.updates ?? {});
    const spoken = states.flatMap(({ state }) =>
      [
        ...actionList(state.entry),
        ...actionList(state.exit),
        ...[...Object.values(state.on ?? {}), state.onDone]
          .flatMap(transitionList)
          .flatMap((t) => actionList(t.actions)),
      ].map(({ type }) => type),
    );
    expect(spoken.filter((type) => !ALPHABET.includes(type) && !named.includes(type))).toEqual([]);
  });

  it('describes every state in the kernel’s terms', () => {
    const silent = states.filter(({ path, state }) => path !== '' && !state.description).map(({ path }) => path);
    expect(silent).toEqual([]);
  });

  it('uses every fragment that it has', () => {
    expect(Object.keys(machine.spec.fragments).filter((name) => !machine.used.includes(name))).toEqual([]);
  });

  it('names no fragment after a kernel function that its version lacks', () => {
    // The case tells the world: snake_case is the kernel's, camelCase is ours.
    const kernelNames = machine.used.filter((name) => !/^[a-z]+([A-Z][a-z0-9]*)+$/.test(name));
    expect(kernelNames.filter((name) => !(name in kernelFunctions))).toEqual([]);
    expect(kernelNames.filter((name) => !existsIn(name, versionOf(kernel)))).toEqual([]);
  });

  it('lets an object never call and a thread never reply', () => {
    const types = states.flatMap(({ state }) => [
      ...actionList(state.entry),
      ...Object.values(state.on ?? {})
        .flatMap(transitionList)
        .flatMap((t) => actionList(t.actions)),
    ]);
    const wrong = {
      thread: ['reply'],
      object: ['call', 'choose'],
      observer: ['call', 'choose', 'reply', 'tell', 'post'],
    };
    expect(types.map(({ type }) => type).filter((type) => wrong[machine.spec.kind].includes(type))).toEqual([]);
  });

  it('tells the replies of alternative calls apart', () => {
    // Of several calls in a state one happens: a killable lock is the lock or the signal. Only the reply says which.
    const mixed = states.filter(({ state }) => {
      const ops = actionList(state.entry)
        .filter(({ type }) => type === 'call')
        .map(opType);
      const replies = ops.flatMap((op) => [...(answers(kernel).get(op) ?? [])]);
      return new Set(replies).size < replies.length;
    });
    expect(mixed.map(({ path }) => path)).toEqual([]);
  });

  it('re-enters a state that it leaves for itself', () => {
    // Without it XState does not run the entry again, and the call would be lost.
    const lost = states.flatMap(({ path, state }) =>
      Object.values(state.on ?? {})
        .flatMap(transitionList)
        .filter(
          ({ target, reenter }) =>
            target === path.split('.').at(-1) && reenter !== true && machine.spec.kind === 'thread',
        )
        .map(() => path),
    );
    expect(lost).toEqual([]);
  });

  it('declares as refs only fields that its context has', () => {
    const sample = machine.spec.context(sampleInput(machine));
    expect(Object.keys(machine.spec.refs ?? {}).filter((field) => !(field in sample))).toEqual([]);
  });
});

const opType = ({ params = {} }: Action): string => (params['op'] as unknown as { readonly type: string }).type;

const answered = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

/** What the objects of a kernel may reply to each op. */
function answers(kernel: string): ReadonlyMap<string, ReadonlySet<string>> {
  const known = answered.get(kernel);
  if (known) return known;
  const replies = new Map<string, Set<string>>();
  for (const machine of findKernel(kernel).machines.values()) {
    for (const { state } of statesOf(configOf(machine))) {
      for (const [op, on] of Object.entries(state.on ?? {})) {
        const said = transitionList(on).flatMap((one) =>
          actionList(one.actions).filter(({ type }) => type === 'reply'),
        );
        for (const one of said) replies.set(op, (replies.get(op) ?? new Set()).add(opType(one)));
      }
    }
  }
  answered.set(kernel, replies);
  return replies;
}

/** Inputs under which every machine starts. */
function sampleInput(machine: Machine): { readonly [field: string]: never } {
  const inputs: { readonly [id: string]: unknown } = {
    memcg: { limit: 1 },
    admin: { program: [{ type: 'kill', task: 'x' }] },
    handler: { program: [{ type: 'kill', task: 'x' }] },
  };
  return (inputs[machine.spec.id] ?? {}) as { readonly [field: string]: never };
}

describe('the steps of a fragment', () => {
  const cases = citedSteps.flatMap((cited) => cited.kernels.map((kernel) => ({ ...cited, kernel })));

  it.each(cases)('of $fragment in $kernel are those of its source', ({ machine, fragment, kernel, steps }) => {
    const built = findKernel(kernel).machines.get(machine);
    const embedded = built && [...statesOf(configOf(built))].find(({ state }) => fragmentOf(state) === fragment);
    expect(embedded, `${fragment} is embedded`).toBeDefined();
    const stepsOf = (state: State): string[] => {
      const inner = fragmentOf(state);
      if (inner !== undefined) return [`<${inner}>`];
      // A label of the function, such as retry: its states belong to it.
      if (state.states !== undefined) return Object.values(state.states).flatMap(stepsOf);
      return actionList(state.entry).flatMap(({ type, params }) =>
        type === 'call' ? [`${String(params?.['to'])}.${(params?.['op'] as { type: string } | undefined)?.type}`] : [],
      );
    };
    const declared = Object.values(embedded?.state.states ?? {}).flatMap(stepsOf);
    expect([...declared].sort()).toEqual([...steps].sort());
  });
});

describe('the guards and updates', () => {
  it('are all used by some chart of some kernel', () => {
    const defined = new Set<string>();
    const used = new Set<string>();
    for (const { machine } of machines) {
      const { id, guards = {}, updates = {} } = machine.spec;
      for (const name of [...Object.keys(guards), ...Object.keys(updates)]) defined.add(`${id}.${name}`);
      for (const { state } of statesOf(configOf(machine))) {
        const transitions = [...Object.values(state.on ?? {}), state.onDone].flatMap(transitionList);
        const actions = [state.entry, state.exit, ...transitions.map((one) => one.actions)].flatMap(actionList);
        for (const { type } of actions) used.add(`${id}.${type}`);
        for (const { guard } of transitions) {
          if (guard !== undefined) used.add(`${id}.${typeof guard === 'string' ? guard : guard.type}`);
        }
      }
    }
    expect([...defined].filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('the catalogue', () => {
  /** Transitions that no scenario takes, each with the reason why it is there all the same. */
  const UNTAKEN: { readonly [transition: string]: string } = {
    'pagefault_out_of_memory/try_set_zonelist_oom busy':
      'needs two tasks in the global killer of v3.x at once: a million states',
    'zapPages/read_under_oom_unmap_page under_oom': 'needs a victim with TIF_MEMDIE that has pages in two memcgs',
    'zapPages/read_under_oom_unmap_page not_under_oom': 'the same',
    'zapPages/wake_unmap_page woken': 'the same',
    'oom_kill_process/test_oom_skip set':
      'needs a victim of the global killer that is reaped between two reads of a memcg killer',
    'oom_kill_process/test_oom_skip_shared set': 'the same, of a victim that shares its mm',
    'queue_oom_reaper/test_and_set_bit queued':
      'needs a process that shares the mm of an earlier victim to be chosen; wake_oom_reaper, which it replaces, takes it',
  };

  it('takes every transition of every fragment in some scenario on some kernel', () => {
    const wanted = new Map(kernels.map(({ id }) => [id, transitionsOf(findKernel(id))]));
    const taken = new Set<string>();
    const isDone = (id: string): boolean => [...wanted.get(id)!].every((one) => taken.has(one) || one in UNTAKEN);
    for (const [scenario, id] of rowsInRounds()) {
      // To see that the others are taken these are enough; that what is listed is not taken needs all rows.
      if (!ALL && isDone(id)) continue;
      const kernel = findKernel(id);
      // Enough to see every transition; the counts are another test's business.
      search(buildSystem(scenario, kernel), { bounds: { states: 500_000 } });
      for (const one of takenIn(kernel)) taken.add(one);
    }
    const untaken = new Set([...wanted.values()].flatMap((all) => [...all].filter((one) => !taken.has(one))));
    expect([...untaken].sort()).toEqual(Object.keys(UNTAKEN).sort());
  });
});

/** All rows but those of large scenarios, in rounds: each scenario on some kernel, then each on the next of its kernels. */
function rowsInRounds(): [Scenario, string][] {
  const rows = scenarios
    .filter(({ large }) => large !== true)
    .map((scenario, turn): [Scenario, string][] => {
      const asked = askedOf(scenario, kernels);
      return asked.map((_, i) => [scenario, asked[(turn + i) % asked.length]!]);
    });
  return kernels.flatMap((_, round) => rows.flatMap((ofScenario) => ofScenario.slice(round, round + 1)));
}

/** Every transition of a kernel's machines. */
function transitionsOf(kernel: Kernel): Set<string> {
  const all = new Set<string>();
  for (const machine of kernel.machines.values()) {
    const name = namer(machine);
    for (const { path, state } of statesOf(configOf(machine))) {
      for (const event of Object.keys(state.on ?? {})) all.add(name(path, event));
    }
  }
  return all;
}

/** Those that the searches on a kernel have taken up to now; what a state leaves to the one around it counts for both. */
function takenIn(kernel: Kernel): Set<string> {
  const namers = new Map([...kernel.machines].map(([id, machine]) => [id, namer(machine)]));
  const all = new Set<string>();
  for (const { machine, from, event } of transitionsTaken(kernel)) {
    const segments = from.split('.');
    for (let i = segments.length; i > 0; i--) all.add(namers.get(machine)!(segments.slice(0, i).join('.'), event));
  }
  return all;
}

/** Names a transition by the fragment that it belongs to, so that embedding a fragment twice asks for it once. */
function namer(machine: Machine): (path: string, event: string) => string {
  const fragments = new Map<string, string>();
  for (const { path, state } of statesOf(configOf(machine))) {
    const fragment = fragmentOf(state);
    if (fragment !== undefined) fragments.set(path, fragment);
  }
  return (path, event) => {
    const segments = path.split('.');
    for (let i = segments.length; i > 0; i--) {
      const fragment = fragments.get(segments.slice(0, i).join('.'));
      if (fragment !== undefined) return `${fragment}/${segments.slice(i).join('.')} ${event}`;
    }
    return `${path} ${event}`;
  };
}
