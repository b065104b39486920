import { searchPoll, type PollOptions } from '../../check/search-poll.js';
import { hangThrough, search, type Graph, type TableHost } from '../../explore/index.js';
import { HANGS, isLiveness, type StateView } from '../../model/index.js';
import { isQuiet, stateView, type Schedule, type System } from '../../system/index.js';
import { Groups, type Landscape } from './groups.js';

export type { Landscape } from './groups.js';

/** What can still come of a state. */
export interface Prospect {
  /** Outcomes that some run from here ends with, `hangs` among them. */
  readonly outcomes: readonly string[];
  /** Safety properties that some run from here violates. */
  readonly violations: readonly string[];
  /** No end can be reached any more. */
  readonly isDoomed: boolean;
  /** Steps to the nearest state that is doomed, deadlocked or violates something. */
  readonly steps?: number;
}

/** What can come of a state, and of each choice in it, in the order of the enabled list. */
export interface Ahead {
  readonly here: Prospect;
  readonly choices: readonly Prospect[];
  /** Of a doomed state: how it goes on to where it stays, and what repeats there for ever; no steps where nothing moves. */
  readonly hang?: { readonly way: Schedule; readonly loop: Schedule };
}

const FAR = 0x7fffffff;
/** Beyond this, the sweeps take longer than anybody wants to wait before a first choice. */
const MOST_STATES = 1_500_000;

/** All states of a system, and what can still come of each: worked out once, asked with schedules. */
export class Outlook {
  private readonly graph: Graph;
  private readonly names: readonly string[];
  private readonly properties: readonly string[];
  /** Per state, a bit for each thing that can come of it; the last is that there is an end. */
  private readonly coming: Uint32Array;
  private readonly distance: Int32Array;
  private groups: Groups | undefined;

  static over(system: System, poll: PollOptions): Outlook {
    const graph = search(system, {
      bounds: { states: MOST_STATES },
      poll: searchPoll({ scenario: '', kernel: '', patches: [], params: {} }, poll),
    });
    return new Outlook(graph);
  }

  private constructor(graph: Graph) {
    const { scenario } = graph.system;
    this.graph = graph;
    this.names = scenario.outcomes.map(({ name }) => name);
    this.properties = scenario.properties
      .filter((one) => !isLiveness(one) && one.kind !== 'sometimes')
      .map(({ id }) => id);
    this.coming = new Uint32Array(graph.states);
    this.distance = new Int32Array(graph.states).fill(FAR);
    this.look();
    this.sweep();
  }

  get states(): number {
    return this.graph.states;
  }

  get complete(): boolean {
    return this.graph.complete;
  }

  /** Nothing where the schedule leads out of what was explored. */
  ahead(schedule: Schedule): Ahead | undefined {
    const state = this.statesOn(schedule)?.at(-1);
    if (state === undefined || !this.graph.isExpanded(state)) return undefined;
    const choices = [...this.graph.successors(state)];
    const here = this.prospect(state);
    return {
      here,
      choices: choices.map((next) => this.prospect(next)),
      ...(here.isDoomed ? this.hangFrom(state) : {}),
    };
  }

  landscape(schedule: Schedule): Landscape | undefined {
    const way = this.statesOn(schedule);
    if (way === undefined) return undefined;
    this.groups ??= new Groups(this.graph, (state) => (this.isBad(state) ? 'bad' : this.isEnd(state) ? 'end' : 'open'));
    return this.groups.around(way);
  }

  private hangFrom(state: number): Pick<Ahead, 'hang'> {
    const { schedule, noReturn, loop } = hangThrough(this.graph, state);
    return { hang: { way: schedule.slice(noReturn), loop } };
  }

  private statesOn(schedule: Schedule): number[] | undefined {
    const way = [0];
    for (const choice of schedule) {
      const next = this.graph.successors(way.at(-1) as number)[choice];
      if (next === undefined) return undefined;
      way.push(next);
    }
    return way;
  }

  private prospect(state: number): Prospect {
    const bits = this.coming[state] as number;
    const steps = this.distance[state] as number;
    const of = (names: readonly string[], from: number): string[] =>
      names.filter((_, i) => (bits & (1 << (from + i))) !== 0);
    const isDoomed = this.complete && (bits & END) === 0;
    return {
      outcomes: [...of(this.names, 0), ...(this.complete && this.canHang(state) ? [HANGS] : [])],
      violations: of(this.properties, this.names.length),
      isDoomed,
      ...(steps === FAR ? {} : { steps }),
    };
  }

  private canHang = (state: number): boolean => ((this.coming[state] as number) & HANG) !== 0;
  private isBad = (state: number): boolean => this.distance[state] === 0;
  private isEnd = (state: number): boolean => this.graph.isTerminal(state) && !this.isBad(state);

  /** Looks at every state once: what its ends come to, and what it violates itself. */
  private look(): void {
    const { graph, coming, distance } = this;
    const { system } = graph;
    const host = graph.host;
    const local = (actor: number): ReturnType<TableHost['view']> => host.view(actor);
    const view: StateView = stateView(system, local, () => false);
    const claims = system.scenario.properties.filter(({ id }) => this.properties.includes(id));
    for (let state = 0; state < graph.states; state++) {
      graph.visit(state);
      claims.forEach(({ kind, holds }, i) => {
        if (holds(view) !== (kind === 'never')) return;
        coming[state]! |= 1 << (this.names.length + i);
        distance[state] = 0;
      });
    }
    for (const state of graph.terminals) {
      graph.visit(state);
      if (!isQuiet(system, local)) continue;
      coming[state]! |= END;
      system.scenario.outcomes.forEach(({ holds }, i) => {
        if (holds(view)) coming[state]! |= 1 << i;
      });
    }
  }

  /** Carries all of it backwards over the edges, until nothing changes: first what can come, then from there what hangs. */
  private sweep(): void {
    const { coming, distance } = this;
    this.backwards((state, next) => {
      const more = (coming[state]! | coming[next]!) >>> 0;
      if (more === coming[state]) return false;
      coming[state] = more;
      return true;
    });
    for (let state = 0; state < coming.length; state++) {
      if (!this.complete || (coming[state]! & END) !== 0) continue;
      coming[state]! |= HANG;
      distance[state] = 0;
    }
    this.backwards((state, next) => {
      const hangs = (coming[next]! & HANG & ~coming[state]!) !== 0;
      const nearer = distance[next]! < FAR && distance[next]! + 1 < distance[state]!;
      if (hangs) coming[state]! |= HANG;
      if (nearer) distance[state] = distance[next]! + 1;
      return hangs || nearer;
    });
  }

  private backwards(carry: (state: number, next: number) => boolean): void {
    const { starts, targets } = this.graph.allEdges();
    for (let changed = true; changed;) {
      changed = false;
      for (let state = starts.length - 2; state >= 0; state--) {
        for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
          if (carry(state, targets[edge]!)) changed = true;
        }
      }
    }
  }
}

/** Far above what a scenario has outcomes and properties. */
const END = 1 << 30;
const HANG = 1 << 29;
