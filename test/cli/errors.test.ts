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
    [
      'a strategy that there is not',
      ['check', 'abba', '--strategy', 'swarm'],
      /E123 .*"swarm".*: bfs, dfs, sleep, random, pct, pctcp, portfolio, bounded, replay\./,
    ],
    ['a replay of nothing', ['check', 'abba', '--strategy', 'replay'], /E123 --strategy replay .*--from TOKEN\./],
    ['a start that is no token', ['check', '--from', 'oom1:hello'], /E121 .*no replay token/],
    ['a start that is neither token nor file', ['check', '--from', 'hello'], /E121 "hello" is neither/],
    ['a format of a later version', ['show', 'x', '--format', 'pdf'], /E123 .*"pdf".*there is: columns, /],
    ['a chart format of a later version', ['chart', 'mutex', '--format', 'rv'], /E123 .*there is: mermaid, dot, /],
    ['a parameter below zero', ['check', 'abba', '--param', 'spare=-1'], /E123 .*spare=-1.*from 0 to/],
    ['a fractional parameter', ['run', 'abba', '--param', 'spare=1.5'], /E123 .*spare=1\.5/],
    ['an unknown parameter', ['check', 'abba', '--param', 'pages=1'], /E123 .*"pages".*It has: spare/],
    ['a parameter without a value', ['check', 'abba', '--param', 'spare'], /E123 .*name=number/],
    ['a seed that is no number', ['run', 'abba', '--seed', 'one'], /E123 --seed "one"/],
    ['a time without a unit', ['check', 'abba', '--max-time', '30'], /E123 --max-time "30".*30s/],
    ['a bound of nothing', ['check', 'abba', '--max-states', '0'], /E123 --max-states "0"/],
    ['a depth of nothing', ['check', 'abba', '--max-depth', '0'], /E123 --max-depth "0"/],
    [
      'an amount of memory without a unit',
      ['check', 'abba', '--max-memory', '512'],
      /E123 --max-memory "512".*512MB, 2GB/,
    ],
    ['no memory', ['check', 'abba', '--max-memory', '0MB'], /E123 --max-memory "0MB"/],
    ['no witnesses', ['check', 'abba', '--witnesses', '0'], /E123 --witnesses "0"/],
    ['a shell that has no script', ['completion', 'fish'], /E123 completion "fish".*there is: bash, zsh\./],
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
