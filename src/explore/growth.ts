import type { System } from '../system/index.js';
import type { Demand } from './layout.js';
import type { TableHost } from './table.js';

/**
 * Foretells how many local states a slot will have: as many as any actor of the same machine has, and some times what they
 * gained while the number of global states doubled last.
 */
export class Growth {
  private readonly host: TableHost;
  /** Per slot, the first slot of the same machine. */
  private readonly kin: readonly number[];
  private next = 1024;
  private earlier: readonly number[];
  private last: readonly number[];

  /** Per slot, how many a similar search has seen. */
  private readonly foreseen: readonly number[];

  constructor(system: System, host: TableHost, foreseen: readonly number[]) {
    this.host = host;
    this.foreseen = foreseen;
    const machines = system.actors.map(({ machine }) => machine);
    this.kin = [...machines.map((machine) => machines.indexOf(machine)), machines.length];
    this.earlier = this.last = host.counts().map(() => 0);
  }

  /** Takes note of how many states there are now; says whether they have doubled since it last said so. */
  note(states: number): boolean {
    if (states < this.next) return false;
    this.next = states * 2;
    this.earlier = this.last;
    this.last = this.largest();
    return true;
  }

  /** What the slots will need, by so much prudence: 2 is prudent, 0 gives what they need already. */
  demands(prudence: number): Demand[] {
    return this.largest().map((count, slot) => {
      const gained = count - (this.earlier[slot] as number);
      const foreseen = prudence > 0 ? (this.foreseen[slot] as number) : 0;
      return { states: Math.max(count + prudence * gained, foreseen), growth: gained / count };
    });
  }

  /** Per slot, the most local states that an actor of its machine has been in. */
  private largest(): number[] {
    const counts = this.host.counts();
    const most = new Map<number, number>();
    for (const [slot, first] of this.kin.entries())
      most.set(first, Math.max(most.get(first) ?? 0, counts[slot] as number));
    return this.kin.map((first) => most.get(first) as number);
  }
}
