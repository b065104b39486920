import type { Batch } from '../batch.js';
import { IntList } from '../numbers.js';
import { StateBits } from '../state-bits.js';
import { bounded } from './bounded.js';
import { priorityPicker } from './pct.js';
import { evenPicker } from './random-walk.js';
import { runs, type Picker, type RunsOptions } from './runs.js';
import type { Control, Strategy, StoppedBy, Walk } from './strategy.js';

export interface PortfolioOptions extends RunsOptions {
  readonly seed: number;
  /** Bugs of up to so many orderings are looked for. */
  readonly bugDepth: number;
}

/**
 * Several ways to look for a bug, one after another, since nobody knows which one it yields to: first what takes few
 * preemptions, for so many states as ten times the runs; then runs in turn: evenly drawn, by priorities of threads for each
 * depth up to the given one, and by priorities of chains. All keep their states in one place, so nothing is judged twice.
 */
export const portfolio = ({ seed, bugDepth, ...options }: PortfolioOptions): Strategy => ({
  name: 'portfolio',
  shortest: false,
  reducible: false,
  explore(space, control): Walk {
    const told = new Told(control);
    const few = bounded().explore(space, told.within(VISITS_A_RUN * options.runs));
    if (few.stoppedBy === undefined) return told.walk(few, undefined);
    if (few.stoppedBy !== ENOUGH) return told.walk(few, few.stoppedBy);
    const drawn = runs('portfolio', options, () => inTurn(pickersOf(seed, bugDepth))).explore(
      space,
      told.within(Infinity),
    );
    const { sample } = drawn;
    const { preemptions } = few;
    return {
      ...told.walk(drawn, told.size < space.store.size ? (drawn.stoppedBy ?? 'runs') : undefined),
      ...(sample === undefined ? {} : { sample }),
      ...(preemptions === undefined ? {} : { preemptions }),
    };
  },
});

/** States looked at by preemptions for each run that is drawn. */
const VISITS_A_RUN = 10;
/** Why a member of the portfolio ends that has had its share. */
const ENOUGH: StoppedBy = 'runs';

function pickersOf(seed: number, bugDepth: number): Picker[] {
  const depths = Array.from({ length: bugDepth }, (_, i) => i + 1);
  return [
    evenPicker(seed),
    ...depths.map((depth) => priorityPicker('pct', { seed: seed + depth, bugDepth: depth })),
    priorityPicker('pctcp', { seed: seed + bugDepth + 1, bugDepth }),
  ];
}

/** Several pickers, one a run. They promise what that one of them promises which looks deepest by threads. */
function inTurn(pickers: readonly Picker[]): Picker {
  const taken = pickers.map(() => 0);
  let run = -1;
  const present = (): Picker => pickers[run % pickers.length] as Picker;
  return {
    begin() {
      run++;
      present().begin();
    },
    pick: (offer) => present().pick(offer),
    end(length, how) {
      (taken[run % pickers.length] as number)++;
      present().end(length, how);
    },
    promise(sample) {
      const deepest = pickers.length - 2;
      return pickers[deepest]?.promise?.({ ...sample, runs: taken[deepest] as number });
    },
  };
}

/** Hands on of each state only what the first of several searches says of it. */
class Told {
  private readonly states = new StateBits();
  private readonly terminals = new IntList();
  private steps = 0;
  private readonly control: Control;

  constructor(control: Control) {
    this.control = control;
  }

  get size(): number {
    return this.states.size;
  }

  /** The control of one of them, which ends after so many states. */
  within(states: number): Control {
    const { control } = this;
    return {
      ...control,
      stop: (progress) => control.stop(progress) ?? (this.states.size >= states ? ENOUGH : undefined),
      expanded: (batch) => this.expanded(batch),
    };
  }

  /** How far all have come; the depth is that of the last. */
  walk({ depth }: Walk, stoppedBy: StoppedBy | undefined): Walk {
    const { states, terminals, steps } = this;
    return {
      steps,
      depth,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      expanded: states.size,
      isExpanded: (state) => states.has(state),
      terminals,
    };
  }

  /** They expand one state at a time. */
  private expanded(batch: Batch): void {
    const [state] = batch.states;
    if (!this.states.add(state as number)) return;
    this.steps += batch.successors;
    if (batch.successors === 0) this.terminals.push(state as number);
    this.control.expanded(batch);
  }
}
