import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, fragmentOf, HOME, LONGEST_LINK, PAGES, type Address } from '../../src/ui/address/address.js';
import { packed, unpacked } from '../../src/ui/address/packed.js';
import { addressOfToken, tokenOfAddress } from '../../src/ui/address/token-link.js';
import { hangOf } from './support/runs.js';

const word = fc.string({ minLength: 1, maxLength: 12 });
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });

const addresses: fc.Arbitrary<Address> = fc
  .record({
    page: fc.constantFrom(...PAGES),
    scenario: optional(word),
    kernel: optional(word),
    params: fc.dictionary(fc.constantFrom('pages', 'retries', 'batch'), fc.nat(1000)),
    at: optional(fc.nat(50_000)),
    pace: optional(fc.nat(5000)),
    seed: optional(fc.nat(2 ** 29)),
    tab: optional(word),
    of: optional(word),
    run: optional(word),
    text: optional(word),
  })
  .map(({ scenario, kernel, ...rest }) => {
    const kept = Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined),
    ) as unknown as Address;
    if (scenario === undefined) return kept;
    return { ...kept, scenario, ...(kernel === undefined ? {} : { kernel }) };
  });

describe('an address', () => {
  it('comes back from its fragment whole, whatever is in it (seed 7)', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(addressOf(fragmentOf(address))).toEqual({ ...address, params: { ...address.params } });
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('is home for any text that is none (seed 8)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const { page } = addressOf(`#${text}`);
        expect(PAGES).toContain(page);
      }),
      { seed: 8, numRuns: 500 },
    );
    expect(addressOf('')).toEqual(HOME);
    expect(addressOf('#/nowhere/at/all')).toEqual({ ...HOME, of: 'nowhere' });
  });

  it('carries a run as its token does, in fewer than 2,000 characters for hundreds of steps', () => {
    const { token, schedule } = hangOf('imutex-charge', 'v3.11');
    const address = addressOfToken(token);
    expect(tokenOfAddress(address)).toBe(token);
    expect(fragmentOf(address).length).toBeLessThan(4 * schedule.length + 80);
    // As many steps as all its choices and check characters ten times over.
    const body = `a5255123:${schedule.length * 10}.${(token.split('.').at(-1) ?? '').repeat(10)}`;
    expect(fragmentOf({ ...address, run: packed(body) }).length).toBeLessThan(LONGEST_LINK);
  });

  it('packs any text and unpacks it, and refuses what was not packed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        expect(unpacked(packed(text))).toBe(text);
      }),
      { seed: 9, numRuns: 200 },
    );
    for (const broken of ['', 'q', 'z', 'z!!', 'zAAAA', `z${'A'.repeat(50)}`])
      expect(() => unpacked(broken)).toThrow('E121');
  });

  it('refuses a link that would unpack to more than anybody needs', () => {
    const bomb = Buffer.from(deflateSync(new Uint8Array(64 * 2 ** 20))).toString('base64url');
    expect(() => unpacked(`z${bomb}`)).toThrow('E121');
  });
});
