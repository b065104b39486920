import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textScenarios } from '../../machines/text/index.js';
import { catalogue } from '../../src/cli/catalogue.js';
import { checkSchema } from '../../src/text/schema-check.js';
import { loadScenario } from '../../src/text/load-scenario.js';
import { OomlabError } from '../../src/model/index.js';
import { build, type Built } from './support/built.js';
import { oomlab, type Ran } from './support/oomlab.js';
import type { Report } from './support/report.js';

const folder = mkdtempSync(join(tmpdir(), 'oomlab-yaml-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line over the catalogue; `FILE` among the arguments is a file with this text. */
function withFile(text: string | Uint8Array, args: readonly string[]): Promise<Ran> {
  const file = join(folder, 'my.yaml');
  writeFileSync(file, text);
  return oomlab(
    args.map((arg) => (arg === 'FILE' ? file : arg)),
    { catalogue },
  );
}

const check = (text: string | Uint8Array): Promise<Ran> => withFile(text, ['check', 'FILE', '--kernel', 'v4.18']);

const examples = resolve(import.meta.dirname, '../../examples');

const example = (name: string): string => join(examples, `${name}.yaml`);

/** A scenario that is right, with lines in the place of some of its own. */
function scenario(changes: { readonly [key: string]: string } = {}): string {
  const lines = {
    id: 'id: mine',
    question: 'question: Does it fail?',
    memcgs: 'memcgs:\n  A: { limit: 2 }',
    tasks: 'tasks:\n  charger: { memcg: A, program: [slab] }\n  hog: { memcg: A, pages: 2 }',
    ...changes,
  };
  return `${Object.values(lines).join('\n')}\n`;
}

const outcome = (expression: string): string => scenario({ outcomes: `outcomes:\n  mine: ${expression}` });

describe('a scenario file that says something wrong', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    .concat([...'bcdef'].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcde'[i]}`).join(', ')}]`))
    .join('\n');
  const pages = (size: string): string => scenario({ memcgs: `memcgs:\n  A: { limit: ${size} }` });
  const program = (step: string): string =>
    scenario({ tasks: `tasks:\n  t:\n    memcg: A\n    program:\n      - ${step}` });
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['a key that means nothing', pages('2, limt: 3'), /:4:18: The key "limt" .*Did you mean limit\?/],
    ['a mistyped key in the place of another', scenario({ question: 'questoin: q' }), /:2:1: .*"questoin".*question\?/],
    ['a missing key', scenario({ question: '' }), /:1:1: There is no "question"/],
    [
      'two tasks of one name',
      scenario({ tasks: 'tasks:\n  t: { memcg: A }\n  t: { memcg: A }' }),
      /:7:3: .*"t".*twice/,
    ],
    ['a task called like a memcg', scenario({ tasks: 'tasks:\n  A: { memcg: A }' }), /:6:3: A task is called "A"/],
    ['a task called like an object', scenario({ tasks: 'tasks:\n  dmesg: { memcg: A }' }), /:6:3: .*model’s own/],
    ['a task called like nothing', scenario({ tasks: 'tasks:\n  a-b: { memcg: A }' }), /:6:3: "a-b" is no name/],
    ['a task called __proto__', scenario({ tasks: 'tasks:\n  __proto__: { memcg: A }' }), /:6:3: "__proto__" is no/],
    [
      'a cycle among memcgs',
      scenario({ memcgs: 'memcgs:\n  A: { limit: 2, parent: B }\n  B: { limit: 2, parent: A }' }),
      /:5:26: .*A → B → A/,
    ],
    ['a memcg that is not there', scenario({ tasks: 'tasks:\n  t: { memcg: B }' }), /:6:15: There is no memcg "B"/],
    ['bytes that are no pages', pages('"10000"'), /:4:15: "10000" is 10000 bytes.*"8192" or "12288"/],
    ['part of a page', pages('2KiB'), /:4:15: "2KiB" is 2048 bytes.*Give "4096"/],
    ['hexadecimal bytes', pages('"0x1001"'), /:4:15: "0x1001" is no number of bytes, and there is no parameter in it/],
    ['a sum of constants', pages('"4096+0"'), /:4:15: "4096\+0" is no number .*"8192" or "8KiB"/],
    ['a product of constants', pages('"4096 * 2"'), /:4:15: "4096 \* 2" is no number of bytes/],
    ['a choice between constants', pages('"true ? 1 : 2"'), /:4:15: .* there is no parameter in it/],
    ['bytes below zero', pages('"-4096"'), /:4:15: "-4096" is no number of bytes/],
    ['a fraction', pages('1.5'), /:4:15: "1\.5" is no value for "limit"/],
    ['more pages than can be searched', scenario({ tasks: 'tasks:\n  t: { memcg: A, pages: 30M }' }), /:6:25: .*7680/],
    ['a size of an unknown parameter', pages('pages + 1'), /:4:15: .*There is no "pages" to speak of/],
    ['a size below nothing', pages('retries - 1'), /:4:15: It comes to -1 pages/],
    ['an unknown operation', program('slabb'), /:9:9: "slabb" .*Did you mean slab\?/],
    ['an unknown operation with fields', program('slub: { order: 1 }'), /:9:9: The key "slub" .*slab\?/],
    ['an operation without what it needs', program('munmap'), /:9:9: .*needs pages.*munmap: \{ pages: … \}/],
    ['an unknown flag', program('slab: { gfp: [NORTRY] }'), /:9:23: "NORTRY" .*NORETRY\?/],
    ['a mutex where there is none', program('truncate: { mutex: m }'), /:9:28: .*"m"\. There is no mutex at all/],
    [
      'own pages of nobody',
      scenario({ admin: 'admin: { pages: 1, program: [munmap: { pages: 1 }] }' }),
      /:8:1: .*memcg/,
    ],
    ['a task called like the root', scenario({ tasks: 'tasks:\n  root: { memcg: A }' }), /:6:3: .*model’s own/],
    ['an allocator that older kernels lack', scenario({ free: 'freePages: 0' }), /:8:1: .*v3\.11.*kernels: \[v4\.18/],
    ['an allocator without pages', program('alloc_pages'), /:9:9: .*page allocator.*freePages: 0/],
    ['an unknown action', scenario({ admin: 'admin:\n  program: [kil: { task: hog }]' }), /:9:13: .*"kil" .*kill\?/],
    ['an unknown victim', scenario({ admin: 'admin:\n  program: [kill: { task: hg }]' }), /:9:27: .*task "hg".*hog\?/],
    [
      'a page that is freed and never there',
      scenario({ admin: 'admin:\n  program: [free_page: { memcg: A }, free_page: { memcg: A }]' }),
      /:9:38: "A" never has that page.* begins with 0, and programs charge 1\. Give it "usage: 1"/,
    ],
    [
      'slab memory that is freed once too often',
      scenario({
        memcgs: 'memcgs:\n  A: { limit: 2, usage: 1 }',
        tasks: 'tasks:\n  hog: { memcg: A }',
        handler: 'handler:\n  program: [free_slab: { memcg: A }]\n  listensTo: A',
        admin: 'admin:\n  program: [free_slab: { memcg: A }]',
      }),
      /:11:13: "A" never has that page/,
    ],
    [
      'a page of a child that its parent does not have',
      scenario({
        memcgs: 'memcgs:\n  P: { limit: 2 }\n  A: { limit: 2, usage: 1, parent: P }',
        tasks: 'tasks:\n  hog: { memcg: A }',
        admin: 'admin:\n  program: [free_page: { memcg: A }]',
      }),
      /:9:13: "P" never has that page/,
    ],
    [
      'an admin with nothing to do',
      scenario({ admin: 'admin:\n  program: []' }),
      /:9:12: "program" must NOT have fewer/,
    ],
    ['an expression over an unknown task', outcome('chargr.killed'), /:9:9: .*There is no "chargr".*charger\?/],
    [
      'an expression over an unknown field',
      outcome('hog.killed && hog.kiled'),
      /:9:27: .*A task has no "kiled".*killed\?/,
    ],
    ['a quoted one', outcome('"A.usge > 1"'), /:9:12: .*A memcg has no "usge".*usage\?/],
    ['one over several lines', outcome('|\n    hog.killed ||\n      hog.dea'), /:11:11: .*A task has no "dea".*dead/],
    ['an expression of the wrong type', outcome('charger.errno == 3'), /:9:9: .*string == int/],
    ['an expression that says nothing', outcome('A.usage'), /:9:9: .*comes to int.*A\.usage > A\.limit/],
    ['a thing in the place of a claim', outcome('hog'), /:9:9: .*comes to task, where true or false/],
    ['half an expression', outcome('A.usage >'), /:9:18: /],
    ['a division', outcome('A.usage / 0 == 1'), /:9:9: .*There is no "\/" here/],
    ['an expression that would take for ever', outcome(`'"aaaa".matches("(a+)+b")'`), /:9:10: .*no "matches" here/],
    [
      'one that multiplies its work',
      outcome('tasks.all(a, tasks.all(b, tasks.all(c, tasks.all(d, d.killed))))'),
      /:9:\d+: .*More than 3 of .* inside each other/,
    ],
    ['one that is too large', outcome(Array(200).fill('hog.killed').join(' || ')), /:9:\d+: .*AST/i],
    ['an outcome that is there already', scenario({ outcomes: 'outcomes:\n  hangs: hog.killed' }), /:9:3: .*"hangs"/],
    ['an unknown property', scenario({ properties: 'properties: [P-PRG]' }), /:8:14: "P-PRG" .*P-PROG\?/],
    [
      'fairness of what it cannot change',
      scenario({ properties: 'properties:\n  - { id: x, kind: never, holds: hog.killed, fairness: none }' }),
      /:9:46: "never" speaks of states/,
    ],
    ['an unknown kernel', scenario({ expect: 'expect:\n  hangs: { v4.81: never }' }), /:9:12: .*"v4\.81".*v4\.18/],
    ['an unknown claim', scenario({ expect: 'expect:\n  hang: { v4.18: never }' }), /:9:3: .*"hang".*hangs\?/],
    [
      'a verdict of something else',
      scenario({ expect: 'expect:\n  hangs: { all: holds }' }),
      /:9:17: .*"holds" is not/,
    ],
    ['an unknown kernel to be asked of', scenario({ kernels: 'kernels: [v4.81]' }), /:8:11: .*"v4\.81".*v4\.18/],
    ['an id that the catalogue has', scenario({ id: 'id: slab-at-limit' }), /:1:5: .*"slab-at-limit" already/],
    ['an id that is a number', scenario({ id: 'id: 12' }), /:1:5: "12" is no value for "id".*in quotes/],
    ['parameters that make no cast', scenario({ params: 'params: { batch: 0 }' }), /:8:9: A batch of 0/],
    ['an empty file', '', /:1:1: The file is empty/],
    ['comments alone', '# nothing\n', /:1:1: The file is empty/],
    ['what is no YAML', '{ id: [ }\n: :', /:1:9: /],
    ['what is no scenario', 'hello\n', /:1:1: This is no mapping/],
    ['a second document', 'id: a\n---\nid: b\n', /:2:1: A second document/],
    ['a tag', "id: !!js/function 'x'\n", /:1:5: .*tag/],
    ['aliases that grow when they are followed', bomb, /:2:\d+: The aliases cannot be followed/],
    ['lists that are too deep', '['.repeat(60_000), /:1:\d+: This is nested too deeply/],
  ];

  it.each(wrong)('refuses %s with file, line and column, exit 2 and nothing on stdout', async (_, text, line) => {
    const { exit, out, err } = await check(text);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^oomlab: E125 [^\n]*my\.yaml:\d+:\d+: [^\n]+\n$/);
    expect(err).toMatch(line);
  });

  it.each([
    ['a file of 10 MB', 'a'.repeat(10_000_000), /E124 ".*my\.yaml" has 10000000 bytes/],
    ['bytes that are no text', new Uint8Array([0x69, 0xff, 0xfe]), /E124 ".*my\.yaml" is no UTF-8 text/],
  ])('refuses %s', async (_, text, line) => {
    const { exit, out, err } = await check(text);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(line);
  });

  it.each([
    ['a file that does not exist', 'nowhere.yaml', /E124 There is no file "nowhere\.yaml"/],
    ['a folder', folder, /E124 ".*" is no file/],
  ])('refuses %s', async (_, file, line) => {
    const { exit, err } = await oomlab(['replay', 'oom1:x', '--scenario', file], { catalogue });
    expect(exit).toBe(2);
    expect(err).toMatch(line);
  });

  it('says it as the one JSON document too', async () => {
    const { exit, out } = await withFile('', ['check', 'FILE', '--json']);
    expect(exit).toBe(2);
    expect((JSON.parse(out) as { error: { code: string } }).error.code).toBe('E125');
  });

  it('refuses two files with one id, and takes one file named twice as one', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(other, scenario());
    const two = await withFile(scenario(), ['check', 'FILE', other, '--kernel', 'v3.12']);
    expect(two.exit).toBe(2);
    expect(two.err).toMatch(/other\.yaml:1:5: There is a scenario "mine" already/);
    const once = await oomlab(['check', other, other, '--kernel', 'v3.12', '--json'], { catalogue });
    expect((JSON.parse(once.out) as Report).rows).toHaveLength(1);
  });
});

describe('a scenario file with slips in it', () => {
  const files = readdirSync(examples).map((name) => readFileSync(join(examples, name), 'utf8'));
  const piecesOf = (text: string): string[] => text.match(/[\w.-]+|[^\w\s]|\s+/g) ?? [];
  const pieces = [...new Set(files.flatMap(piecesOf)), '', '-1', '1e9', 'null', '*a', '&a ', '"', '<<', '30M'];
  const slip = fc.record({ at: fc.nat(), length: fc.nat(2), piece: fc.constantFrom(...pieces) });

  it('is a scenario or is refused with a line and a column, in 1000 tries (seed 1804)', () => {
    const refused = { count: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(slip, { minLength: 1, maxLength: 3 }), (text, slips) => {
        const slipped = piecesOf(text);
        for (const { at, length, piece } of slips) slipped.splice(at % slipped.length, length, piece);
        try {
          loadScenario(textScenarios, { file: 'my.yaml', text: slipped.join('') }, { taken: [], checkSchema });
        } catch (error) {
          if (!(error instanceof OomlabError)) throw error;
          expect(error.message).toMatch(/^E125 my\.yaml:[1-9]\d*:[1-9]\d*: /);
          refused.count++;
        }
      }),
      { seed: 1804, numRuns: 1000 },
    );
    expect(refused.count).toBeGreaterThan(500);
  });
});

describe('sizes', () => {
  const states = async (limit: string, args: readonly string[] = []): Promise<number> => {
    const text = scenario({ params: 'params: { pages: 2 }', memcgs: `memcgs:\n  A: { limit: ${limit} }` });
    const { out } = await withFile(text, ['check', 'FILE', '--kernel', 'v3.11', '--json', ...args]);
    return (JSON.parse(out) as Report).rows[0]!.states;
  };

  it('are pages, bytes or expressions over parameters, and mean the same', async () => {
    const plain = await states('3');
    for (const limit of ['"12288"', '12288B', '12KiB', '12 KB', '12k', '0.01171875M', 'pages + 1']) {
      expect([limit, await states(limit)]).toEqual([limit, plain]);
    }
    expect(await states('2')).not.toBe(plain);
  });

  it('change with --param', async () => {
    expect(await states('pages', ['--param', 'pages=3'])).toBe(await states('3'));
  });
});

describe('tasks that are all alike', () => {
  const many = (count: number): string =>
    scenario({ tasks: `tasks:\n${Array.from({ length: count }, (_, i) => `  t${i}: { memcg: A }`).join('\n')}` });

  it('may be many, and who asks for symmetry by name is told that there is none', async () => {
    const left = await withFile(many(100), ['check', 'FILE', '--kernel', 'v4.19']);
    expect([left.exit, left.err]).toEqual([0, '']);
    expect(left.out).toMatch(/complete: 1 states/);
    const asked = await withFile(many(12), ['check', 'FILE', '--kernel', 'v4.19', '--reduce', 'symmetry']);
    expect(asked.exit).toBe(0);
    expect(asked.out).toContain('symmetry is off: of 12 threads alike there are too many permutations');
  });
});

describe('pages that are freed', () => {
  const freeing = (tasks: string, memcg: string): string =>
    scenario({
      memcgs: `memcgs:\n  A: { ${memcg} }`,
      tasks: `tasks:\n  t: { memcg: A, ${tasks} }`,
      admin: 'admin:\n  program: [free_page: { memcg: A }]',
    });

  it('are refused in the search where they are not there in time', async () => {
    const { exit, err } = await check(freeing('program: [page_cache]', 'limit: 2'));
    expect(exit).toBe(2);
    expect(err).toMatch(/E115 Actor "A" \(memcg\) comes to a usage of -1: more is taken away than is there/);
  });

  it('may be those that the memcg begins with', async () => {
    const { exit, out } = await check(freeing('program: [page_cache]', 'limit: 2, usage: 1'));
    expect(exit).toBe(0);
    expect(out).toMatch(/ok {2}complete: /);
  });
});

describe('the commands', () => {
  const file = example('q3-imutex-charge');
  const rows = async (args: readonly string[]): Promise<Report['rows']> => {
    const { out } = await oomlab(['check', ...args, '--json'], { catalogue });
    return (JSON.parse(out) as Report).rows;
  };

  it('check a file beside a name, and print what to replay a run with', async () => {
    const both = await rows([file, 'imutex-charge', '--kernel', 'v3.11']);
    expect(both.map(({ scenario: id }) => id)).toEqual(['imutex-charge', 'q3-imutex-charge']);
    expect(both[0]!.states).toBe(both[1]!.states);
    const run = await oomlab(['run', file, '--kernel', 'v3.11'], { catalogue });
    expect(run.out).toContain(` --scenario ${file}\n`);
  });

  it('replay, show and explain a token, and search on from it, with the file that it is of', async () => {
    const [row] = await rows([file, '--kernel', 'v3.11']);
    const token = row!.outcomes.find(({ name }) => name === 'hangs')!.witness!;
    for (const command of ['replay', 'show', 'why']) {
      const { exit, out } = await oomlab([command, token, '--scenario', file], { catalogue });
      expect([command, exit]).toEqual([command, 0]);
      expect(out).toContain('q3-imutex-charge');
    }
    const onward = await oomlab(['check', file, '--from', token, '--json'], { catalogue });
    expect((JSON.parse(onward.out) as Report).rows[0]!.scenario).toBe('q3-imutex-charge');
    const without = await oomlab(['replay', token], { catalogue });
    expect(without.exit).toBe(2);
    expect(without.err).toMatch(/E120 There is no scenario "q3-imutex-charge".*--scenario FILE/);
  });

  it('bisect and diff it', async () => {
    const slab = example('q1-slab-at-limit');
    const bisected = await oomlab(['bisect', slab, 'enomem'], { catalogue });
    expect(bisected.out).toMatch(/v3\.12 +possible, after v3\.11\n +made possible by oom-at-end-of-fault/);
    const compared = await oomlab(['diff', 'v3.11', 'v3.12', slab], { catalogue });
    expect(compared.out).toMatch(/\+ enomem: never on v3\.11, always on v3\.12/);
    expect(compared.out).toContain(` --scenario ${slab}\n`);
  });

  it('fail a row whose expectation is wrong, with the fact that the file gives', async () => {
    const text = scenario({
      outcomes: 'outcomes:\n  enomem: charger.errno == "ENOMEM"',
      expect: 'expect:\n  enomem: { fact: I believed so, all: never }',
    });
    const { exit, out } = await withFile(text, ['check', 'FILE', '--kernel', 'v4.18']);
    expect(exit).toBe(1);
    expect(out).toContain('I believed so');
    expect(out).toMatch(/replay: oomlab replay \S+ --scenario \S+my\.yaml/);
  });
});

describe('processes', () => {
  let built: Built;
  beforeAll(() => void (built = build()));
  afterAll(() => built.remove());

  it('search the text that the job brings along', async () => {
    const args = ['check', example('q1-slab-at-limit'), example('q5-disabled-slab'), '--kernel', 'all', '--json'];
    const { exit, out } = await built.start(args, { OOMLAB_WORKERS: '2' }).ended;
    expect(exit).toBe(0);
    const { rows } = JSON.parse(out) as Report;
    expect(rows).toHaveLength(2 * catalogue.kernels.length);
    expect(rows.every(({ verdict, complete }) => verdict === 'ok' && complete)).toBe(true);
  });

  it('tell of an error in a file before they begin', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, scenario({ outcomes: 'outcomes: { x: hog.kild }' }));
    const { exit, out, err } = await built.start(['check', file]).ended;
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/wrong\.yaml:8:20: /);
  });
});
