import { describe, expect, it } from 'vitest';
import { oomlab } from './support/oomlab.js';
import { onlyRow } from './support/report.js';

const OLD = ['check', 'abba', '--kernel', 'old'];

describe('check --witnesses', () => {
  it('gives so many different runs to each outcome, the witness first', async () => {
    const row = onlyRow((await oomlab([...OLD, '--witnesses', '3', '--json'])).out);
    const released = row.outcomes.find(({ name }) => name === 'released')!;
    expect(released.witnesses).toHaveLength(2);
    expect(new Set(released.witnesses).size).toBe(2);
    expect(released.witnesses[0]).toBe(released.witness);
    for (const token of released.witnesses) {
      expect((await oomlab(['replay', token])).out).toContain('end: released');
    }
  });

  it('gives one where it is not asked for', async () => {
    const row = onlyRow((await oomlab([...OLD, '--json'])).out);
    for (const { witness, witnesses } of row.outcomes) expect(witnesses).toEqual([witness]);
  });

  it('shows their tokens in the text, and nothing else that is verbose', async () => {
    const { out } = await oomlab([...OLD, '--witnesses', '2']);
    expect(out.match(/^ {4}released: oom1:abba:old:\S+$/gm)).toHaveLength(2);
    expect(out.match(/^ {4}hangs: oom1:abba:old:\S+\n {8}2 steps, stays there for ever$/gm)).toHaveLength(1);
    expect(out).not.toContain('P-FREE: oom1');
    expect(out).not.toContain('--verbose shows');
  });
});
