import { describe, expect, it } from 'vitest';
import { TableHost } from '../../src/explore/index.js';
import { LiveHost } from '../../src/live/index.js';
import { ReferenceHost } from '../../src/system/index.js';
import { latchedMail } from '../support/toys.js';

const system = latchedMail();

describe('mail', () => {
  it('is listed alike on all hosts, whatever order it was posted in', () => {
    const [first, second] = [{ type: 'b' }, { type: 'a' }];
    const reference = new ReferenceHost(system);
    const live = new LiveHost(system);
    const table = new TableHost(system);
    live.start();
    for (const [to, op] of [
      [1, first],
      [0, second],
      [1, second],
      [1, first],
    ] as const) {
      reference.post({ to, op });
      live.post({ to, op });
      table.post({ to, op: table.handle(op) });
    }
    const wanted = [
      { to: 0, op: second },
      { to: 1, op: second },
      { to: 1, op: first },
    ];
    expect(reference.mail()).toEqual(wanted);
    expect(live.mail()).toEqual(wanted);
    expect(table.mail().map(({ to, op }) => ({ to, op: table.describe(op) }))).toEqual(wanted);
    live.stop();
  });
});
