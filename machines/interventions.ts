import { OomlabError, nearestNames, type ActorSpec, type Op, type Scenario, type Value } from '../src/model/index.js';

/** Something that a person may do while a scenario runs: a thread that waits until it is let go. */
export interface Intervention {
  readonly actor: string;
  readonly label: string;
}

/** A scenario with somebody at the keyboard. */
export interface Attended {
  readonly scenario: Scenario;
  readonly interventions: readonly Intervention[];
  /** What is worth a curve: a number of an actor, and the number that it must not exceed. */
  readonly gauges: readonly { readonly actor: string; readonly value: string; readonly limit: string }[];
  /** The op that is a kill, wherever it arrives. */
  readonly kill: string;
}

/** So often may a limit be raised by hand, and each value be written to memory.oom_control. */
const TIMES = 3;

/**
 * A scenario with an administrator for each thing that one may want to do meanwhile: SIGKILL to a task, a larger limit, a write
 * to memory.oom_control. Each takes its steps as the kernel does, races included, from when somebody lets it go.
 */
export function attended(scenario: Scenario, params: { readonly [name: string]: number }): Attended {
  const cast = scenario.cast(params);
  const people = cast.flatMap((actor) => actionsFor(actor));
  return {
    scenario: attendedBy(
      scenario,
      people.map(({ actor }) => actor),
    ),
    interventions: people.map(({ actor, label }) => ({ actor, label })),
    gauges: cast
      .filter(({ machine }) => machine === 'memcg')
      .map(({ id }) => ({ actor: id, value: 'usage', limit: 'limit' })),
    kill: 'send_sigkill',
  };
}

/**
 * A scenario with some of those people, under its name and theirs, as in `imutex-charge+kill-hog`: what they do may come at any
 * time. Nothing is expected of it but its properties. Throws E120 for somebody whom it does not have.
 */
export function attendedBy(scenario: Scenario, names: readonly string[]): Scenario {
  if (names.length === 0) return scenario;
  const wanted = [...new Set(names)];
  const { expectProperties: _, ...asked } = scenario;
  const cast: Scenario['cast'] = (params) => {
    const own = scenario.cast(params);
    const known = own.flatMap((actor) => actionsFor(actor));
    // People act where the first task's objects are.
    const roles = own.find(({ machine }) => machine === 'task')?.roles ?? {};
    const actors = wanted.map((name): ActorSpec => {
      const { actor, action } = personIn(scenario, known, name);
      return { id: actor, machine: 'admin', input: { program: [action] as unknown as Value }, roles };
    });
    return [...own, ...actors];
  };
  cast(scenario.params);
  return { ...asked, id: [scenario.id, ...wanted].join('+'), expect: {}, cast };
}

function personIn({ id }: Scenario, known: readonly Person[], name: string): Person {
  const person = known.find(({ actor }) => actor === name);
  if (person !== undefined) return person;
  const actors = known.map(({ actor }) => actor);
  const near = nearestNames(name, actors);
  const mend = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are ${actors.join(', ')}.`;
  throw new OomlabError('E120', `There is no intervention "${name}" in ${id}.`, mend);
}

interface Person extends Intervention {
  readonly action: Op;
}

function actionsFor({ id, machine }: ActorSpec): Person[] {
  if (machine === 'task') return [{ actor: `kill-${id}`, label: `kill -9 ${id}`, action: { type: 'kill', task: id } }];
  if (machine !== 'memcg') return [];
  const again = (actor: string, label: string, action: Op): Person[] =>
    Array.from({ length: TIMES }, (_, i) => ({ actor: `${actor}-${i + 1}`, label, action }));
  return [
    ...again(`raise-${id}`, `raise the limit of ${id} by a page`, { type: 'raise_limit', memcg: id, pages: 1 }),
    ...[1, 0].flatMap((value) =>
      again(`oom_control-${id}-${value}`, `echo ${value} > memory.oom_control of ${id}`, {
        type: 'write_oom_control',
        memcg: id,
        value,
      }),
    ),
  ];
}
