import type { Op } from '../model/index.js';
import type { Choice, Host } from '../system/index.js';

/**
 * When timed calls and timed mail may happen: an op with a number `ms` is due that long after it was declared or posted.
 * Everything else is due at once.
 *
 * A declaration is known by its identity: a host keeps the same object for as long as the actor waits there.
 */
export class Due {
  private readonly host: Host<Op>;
  private readonly since = new WeakMap<object, number>();

  constructor(host: Host<Op>) {
    this.host = host;
  }

  /** Notes the time of everything declared since the last call. Call it after each step, before time goes on. */
  note(now: number): void {
    const { host, since } = this;
    const note = (declared: object): void => {
      if (!since.has(declared)) since.set(declared, now);
    };
    for (let actor = 0; actor < host.size; actor++) host.pending(actor).forEach(note);
    host.mail().forEach(note);
  }

  /** The time from which a choice may happen. */
  of(choice: Choice): number {
    const { host, since } = this;
    const declared = choice.kind === 'mail' ? host.mail()[choice.index] : host.pending(choice.actor)[choice.index];
    if (declared === undefined || ('kind' in declared && declared.kind === 'choose')) return 0;
    const { ms } = declared.op as Op & { readonly ms?: unknown };
    return typeof ms === 'number' ? (since.get(declared) ?? 0) + ms : 0;
  }
}
