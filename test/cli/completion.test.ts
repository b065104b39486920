import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { CHART_FORMATS, TRACE_FORMATS } from '../../src/cli/formats.js';
import { searchHere } from '../../src/cli/search-here.js';
import { oomlab } from './support/oomlab.js';
import { toyCatalogue } from './support/toy-catalogue.js';

/** What bash would offer for the last of these words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const { out } = await oomlab(['completion', 'bash']);
  const line = ['oomlab', ...words];
  const script = `${out}
COMP_WORDS=(${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length - 1}; _oomlab
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

const { command: program } = createProgram(
  { catalogue: () => Promise.resolve(toyCatalogue), searching: searchHere },
  { out() {}, err() {}, colour: 'off', env: {}, onInterrupt: () => () => {} },
);

describe('completion', () => {
  it.each(['bash', 'zsh'])('prints a script for %s', async (shell) => {
    const { exit, out } = await oomlab(['completion', shell]);
    expect(exit).toBe(0);
    expect(out).toContain('complete -F _oomlab oomlab');
    expect(out.startsWith('autoload')).toBe(shell === 'zsh');
  });

  it('offers every command', async () => {
    expect(await offered('')).toEqual(expect.arrayContaining(program.commands.map((command) => command.name())));
    expect(await offered('ch')).toEqual(['check', 'chart']);
  });

  it.each(program.commands.map((command) => [command.name(), command] as const))(
    'offers every flag of %s',
    async (name, command) => {
      const flags = command.options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));
      expect(await offered(name, '-')).toEqual(expect.arrayContaining([...flags, '--help']));
    },
  );

  it.each([
    [
      ['check', ''],
      ['all', 'abba', 'wrong', 'huge'],
    ],
    [
      ['check', 'abba', '--kernel', ''],
      ['old', 'new', 'all'],
    ],
    [
      ['run', 'abba', '--kernel', ''],
      ['old', 'new'],
    ],
    [
      ['check', 'abba', '--strategy', ''],
      ['bfs', 'dfs', 'sleep', 'random', 'pct', 'pctcp', 'portfolio', 'bounded', 'replay'],
    ],
    [
      ['check', 'abba', '--property', 'P-'],
      ['P-APART', 'P-FREE', 'P-DONE'],
    ],
    [['run', 'abba', '--param', ''], ['spare=']],
    [['chart', 'm'], ['mutex']],
    [
      ['chart', 'mutex', '--against', ''],
      ['old', 'new'],
    ],
    [
      ['list', ''],
      ['scenarios', 'kernels', 'properties', 'machines'],
    ],
    [['chart', 'mutex', '--format', ''], [...CHART_FORMATS]],
    [['show', 'x', '--format', ''], [...TRACE_FORMATS]],
    [
      ['completion', ''],
      ['bash', 'zsh'],
    ],
    [['check', 'abba', '--max-states', ''], []],
  ])('offers after %j what can stand there', async (words, expected) => {
    const got = await offered(...words);
    expect(got.filter((word) => !word.startsWith('-'))).toEqual(expected);
  });

  it.each([
    ['a token or a file', ['replay', 'package.js']],
    ['a patch', ['check', 'abba', '--patch', 'package.js']],
    ['an output', ['chart', 'mutex', '-o', 'package.js']],
    ['a start', ['check', '--from', 'package.js']],
  ])('offers files for %s', async (_, words) => {
    expect(await offered(...words)).toEqual(['package.json']);
  });
});
