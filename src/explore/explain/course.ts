import { enabled, perform, type Schedule } from '../../system/index.js';
import { footprintsOn, identityOf, type Footprint } from '../footprint.js';
import type { TableHost } from '../table.js';

/** A step of a run by what it is, not by its place among the choices: so it can be looked for in other runs. */
export interface Stride {
  readonly key: string;
  readonly thread: number;
  /** The type of its op: two strides of a thread with one op are the same move, with other arguments. */
  readonly op: string;
}

/** A run that was taken. */
export interface Course {
  readonly schedule: Schedule;
  readonly strides: readonly Stride[];
  /** Before each step, and after the last. */
  readonly vectors: readonly Int32Array[];
}

/** Takes runs of one system, again and again, in other orders. */
export class Courses {
  readonly host: TableHost;
  private readonly footprints: () => Footprint[];

  /** Local states have the numbers that the host gives them: vectors can be compared with those of a search on the same host. */
  constructor(host: TableHost) {
    this.host = host;
    this.footprints = footprintsOn(host);
  }

  /** Takes a run, as far as `until` is not met. */
  take(schedule: Schedule, until: () => boolean = () => false): Course {
    return this.course((step) => schedule[step], schedule.length, until);
  }

  /** Takes these strides in this order, as far as each is possible when its turn comes; those that are not are left out. */
  follow(strides: readonly Stride[], until: () => boolean = () => false): Course {
    return this.course((step) => this.choiceOf(strides[step] as Stride), strides.length, until);
  }

  /** What each step of a run looks at, in the state in which it is taken. */
  footprintsOf({ schedule, vectors }: Course): Footprint[] {
    return schedule.map((choice, step) => {
      this.host.vector.set(vectors[step] as Int32Array);
      return this.footprints()[choice] as Footprint;
    });
  }

  private course(choose: (step: number) => number | undefined, steps: number, until: () => boolean): Course {
    const { host } = this;
    const schedule: number[] = [];
    const strides: Stride[] = [];
    host.vector.set(host.first);
    const vectors = [host.vector.slice()];
    for (let step = 0; step < steps && !until(); step++) {
      const choice = choose(step);
      if (choice === undefined) continue;
      const chosen = enabled(host)[choice];
      if (chosen === undefined) break;
      strides.push(strideOf(host, chosen));
      perform(host, chosen);
      schedule.push(choice);
      vectors.push(host.vector.slice());
    }
    return { schedule, strides, vectors };
  }

  private choiceOf({ key, thread, op }: Stride): number | undefined {
    const strides = enabled(this.host).map((choice) => strideOf(this.host, choice));
    const same = strides.findIndex((one) => one.key === key);
    const choice = same >= 0 ? same : strides.findIndex((one) => one.thread === thread && one.op === op);
    return choice >= 0 ? choice : undefined;
  }
}

function strideOf(host: TableHost, choice: ReturnType<typeof enabled>[number]): Stride {
  const { key, thread } = identityOf(host, choice);
  const op = choice.kind === 'mail' ? host.mail()[choice.index]?.op : host.pending(choice.actor)[choice.index]?.op;
  return { key, thread, op: host.describe(op as number).type };
}

/** How often a run goes from one thread to another. */
export function switches(strides: readonly Stride[]): number {
  return strides.filter(({ thread }, step) => step > 0 && strides[step - 1]?.thread !== thread).length;
}
