import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/cli/catalogue.js';
import { oomlab } from './support/oomlab.js';
import { toyCatalogue } from './support/toy-catalogue.js';

describe('wrong usage', () => {
  it.each([
    ['an unknown scenario', ['check', 'aba'], /E120 .*"aba".*Did you mean abba\?/],
    ['an unknown scenario to run', ['run', 'aba'], /E120 .*Did you mean abba\?/],
    ['an unknown kernel', ['check', 'abba', '--kernel', 'odl'], /E120 .*Did you mean old/],
    ['a kernel in place of a scenario', ['check', 'old'], /E120 "old" is a kernel/],
    ['a kernel that the scenario is not asked of', ['run', 'wrong', '--kernel', 'new'], /E120 .*It is asked of old/],
    ['the same in check', ['check', 'wrong', '--kernel', 'new'], /E120 .*It is asked of old/],
    ['an unknown machine', ['chart', 'mutx'], /E120 .*Did you mean mutex\?/],
    ['an unknown property', ['check', 'abba', '--property', 'P-APRT'], /E120 .*Did you mean P-APART\?/],
    ['an unknown command', ['chekc', 'abba'], /E120 .*chekc.*check/],
    ['an unknown option', ['check', 'abba', '--jsn'], /E120 .*--jsn.*--json/],
    ['no scenario', ['check'], /E123 .*scenario/],
    ['a strategy of a later version', ['check', 'abba', '--strategy', 'dfs'], /E123 .*"dfs".*there is: bfs\./],
    ['a format of a later version', ['show', 'x', '--format', 'svg'], /E123 .*"svg".*there is: columns\./],
    ['a chart format of a later version', ['chart', 'mutex', '--format', 'svg'], /E123 .*there is: mermaid, dot\./],
    ['a parameter below zero', ['check', 'abba', '--param', 'spare=-1'], /E123 .*spare=-1.*from 0 to/],
    ['a fractional parameter', ['run', 'abba', '--param', 'spare=1.5'], /E123 .*spare=1\.5/],
    ['an unknown parameter', ['check', 'abba', '--param', 'pages=1'], /E123 .*"pages".*It has: spare/],
    ['a parameter without a value', ['check', 'abba', '--param', 'spare'], /E123 .*name=number/],
    ['a seed that is no number', ['run', 'abba', '--seed', 'one'], /E123 --seed "one"/],
    ['a time without a unit', ['check', 'abba', '--max-time', '30'], /E123 --max-time "30".*30s/],
    ['a bound of nothing', ['check', 'abba', '--max-states', '0'], /E123 --max-states "0"/],
  ])('refuses %s with one line, exit 2 and nothing on stdout', async (_, args, line) => {
    const { exit, out, err } = await oomlab(args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(line);
    expect(err).toMatch(/^oomlab: [^\n]+\n$/);
  });

  it.each([
    ['a scenario', ['check', 'aba', '--json'], 'E120'],
    ['an option', ['check', 'abba', '--json', '--bogus'], 'E120'],
    ['a token', ['replay', 'oom1:x', '--json'], 'E121'],
  ])('tells of %s as the one JSON document too', async (_, args, code) => {
    const { exit, out } = await oomlab(args);
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      error: { code, message: expect.any(String), mend: expect.any(String) },
    });
  });
});

describe('an error of ours', () => {
  it('exits 4 with its stack and asks to be reported', async () => {
    const broken: Catalogue = {
      ...toyCatalogue,
      findScenario() {
        throw new TypeError('no such luck');
      },
    };
    const { exit, out, err } = await oomlab(['run', 'abba'], { catalogue: broken });
    expect([exit, out]).toEqual([4, '']);
    expect(err).toMatch(/internal error\nTypeError: no such luck\n\s+at [^]*please report it/);
  });
});
