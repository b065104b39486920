import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** The floors: who may be imported by whom. A folder may import itself and everything on a lower floor. */
const FLOORS: { readonly [folder: string]: number } = {
  'src/model': 0,
  'src/system': 1,
  'src/explore': 2,
  'src/live': 2,
  'src/trace': 2,
  'src/export': 3,
  'src/check': 3,
  'src/text': 3,
  'src/play': 3,
  'src/cli': 4,
  'src/ui': 4,
  src: 4,
};

const sources = ['src', 'machines', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Every module that a file imports, relative ones as paths from the root. */
function importsOf(file: string): string[] {
  const found = [...textOf(file).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return found.map((name) => (name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name));
}

/** The folder whose floor a file stands on. */
function folderOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' && `src/${second}` in FLOORS ? `src/${second}` : top;
}

describe('the house', () => {
  it('imports downwards only; to mend it, pass a value down instead of reaching up', () => {
    const wrong: string[] = [];
    for (const file of sources.filter((one) => one.startsWith('src/'))) {
      const from = folderOf(file);
      for (const imported of importsOf(file)) {
        if (imported.startsWith('machines/')) {
          if ((FLOORS[from] ?? 0) < 4) wrong.push(`${file} imports ${imported}: only floor 4 knows the catalogue`);
        } else if (imported.startsWith('src/')) {
          const to = folderOf(imported);
          if (to !== from && (FLOORS[to] ?? 9) >= (FLOORS[from] ?? 0)) wrong.push(`${file} imports ${imported}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('lets the machines know only the words that they are written in', () => {
    const allowed = /^(machines\/|src\/model\/index\.js$)/;
    const wrong = sources
      .filter((one) => one.startsWith('machines/'))
      .flatMap((file) => importsOf(file).map((imported) => `${file} imports ${imported}`))
      .filter((line) => !allowed.test(line.split(' imports ')[1] ?? ''));
    expect(wrong).toEqual([]);
  });

  it('keeps kernel words out of src', () => {
    const kernelWords = /\b(memcg_oom|try_charge|oom_reaper|mem_cgroup|task_struct)\w*\b/;
    const code = (file: string): string => textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const wrong = sources.filter(
      (one) => one.startsWith('src/') && !one.startsWith('src/cli/') && kernelWords.test(code(one)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('determinism', () => {
  it('finds no clock and no unseeded chance where runs must repeat', () => {
    const banned = /\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\bperformance\.now\b|\bsetTimeout\b/;
    const strict = sources.filter((one) => /^(machines|src\/(model|system|explore|trace|export))\//.test(one));
    expect(strict.filter((file) => banned.test(textOf(file)))).toEqual([]);
  });
});

describe('names and sizes', () => {
  it('has no file called after nothing', () => {
    const nothing = /(^|\/)(util|utils|helper|helpers|manager|common|misc)\.tsx?$/;
    expect(sources.filter((one) => nothing.test(one))).toEqual([]);
  });

  it('explains every file of over 300 lines', () => {
    const explained: { readonly [file: string]: string } = {};
    const long = sources.filter((one) => !one.startsWith('test/') && textOf(one).split('\n').length > 300);
    expect(long.sort()).toEqual(Object.keys(explained).sort());
  });

  it('leaves no test that is skipped, and nothing marked as to be done', () => {
    const soft = new RegExp(
      ['\\b(it|test|describe)\\.(skip|only|todo)\\(', `\\b${'TO'}DO\\b`, `\\b${'FIX'}ME\\b`].join('|'),
    );
    expect(sources.filter((one) => soft.test(textOf(one)))).toEqual([]);
  });
});
