import { doesTheSame, TableHost, type Exploration } from '../explore/index.js';
import type { System } from '../system/index.js';

/** What was found, without the states. */
export type Found = Omit<Exploration, 'graph'>;

/**
 * What complete searches of one question found on some kernels. Often a patch changes nothing that a scenario meets; then
 * its row need not be searched again.
 */
export class Findings {
  private question = '';
  private known: { readonly host: TableHost; readonly found: Found }[] = [];

  /** What was found of the same question on another kernel, if this system's actors do the same in all that was asked there. */
  recall(question: string, system: System): Found | undefined {
    if (question !== this.question || this.known.length === 0) return undefined;
    const host = new TableHost(system);
    const twin = this.known.find((one) => doesTheSame(one.host, host));
    if (twin === undefined) return undefined;
    host.refuseChance();
    return { ...twin.found, system };
  }

  /** The host is kept, and must not be used any more. One question is known at a time: the next one drops the last. */
  keep(question: string, host: TableHost, found: Found): void {
    if (question !== this.question) this.known = [];
    this.question = question;
    if (found.complete) this.known.push({ host, found });
  }
}
