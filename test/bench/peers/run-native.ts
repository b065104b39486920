/**
 * Compiles and runs the peers in C and in Promela: gcc and spin on the machine, a fresh temporary folder for each run.
 *
 * Both are optional: where gcc or spin is not installed, a run is `undefined` and the comparison goes without it. gcc
 * comes with every distribution (Debian: `apt-get install gcc libc6-dev`), SPIN 6.5 too (Debian: `apt-get install
 * spin`); SPIN needs gcc as well, to preprocess its input and to compile the verifier that it writes.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export type NativeModel = 'memcg-mini' | 'phils';

/** Compile-time parameters by name, `{ N: 4, L: 3 }`; what is not given has the default of the source. */
export type Definitions = { readonly [name: string]: number };

export interface NativeResult {
  readonly states: number;
  readonly edges: number;
  /** The run of the program itself, by its own clock: neither the compilation nor the start of the process. */
  readonly ms: number;
  /** Peak resident memory. */
  readonly rssBytes: number;
}

export interface COptions {
  /** `plain` looks one state up after the other; `prefetch` overlaps the cache misses of 64, on huge pages. */
  readonly variant: 'plain' | 'prefetch';
  /** Presizes the table for so many states; without it, the table doubles as needed. */
  readonly expectedStates?: number;
}

export interface SpinOptions {
  /** `usual` is what its manual recommends for safety; `tuned` leaves out whatever this one process does not need. */
  readonly flags: 'usual' | 'tuned';
  /** Sizes the hash table, which SPIN does not grow. */
  readonly expectedStates: number;
}

/** Compiles and runs `<model>.c`. */
export async function runC(
  model: NativeModel,
  definitions: Definitions,
  { variant, expectedStates }: COptions,
): Promise<NativeResult | undefined> {
  if (!isInstalled('gcc')) return undefined;
  return inTemporaryFolder(async (folder) => {
    // The table fills half of its slots, and a batch of successors must fit beside the last state.
    const capacity = expectedStates === undefined ? [] : [`-DCAPACITY=${log2Above(2 * (expectedStates + 1000))}`];
    const prefetch = variant === 'prefetch' ? ['-DPREFETCH'] : [];
    const flags = ['-O2', '-march=native', ...defined(definitions), ...prefetch, ...capacity];
    await run(folder, 'gcc', [...flags, '-o', 'peer', join(sources(), `${model}.c`)]);
    const { states, edges, ms, rssBytes } = JSON.parse(await run(folder, './peer', [])) as NativeResult;
    return { states, edges, ms, rssBytes };
  });
}

/**
 * Lets SPIN write a verifier for `<model>.pml`, compiles and runs it. Its clock ticks every 10 ms; its peak memory is
 * its own account, with which its resident set agrees where it matters.
 */
export async function runSpin(
  model: NativeModel,
  definitions: Definitions,
  { expectedStates, flags }: SpinOptions,
): Promise<NativeResult | undefined> {
  if (!isInstalled('gcc') || !isInstalled('spin')) return undefined;
  return inTemporaryFolder(async (folder) => {
    await run(folder, 'spin', ['-a', ...defined(definitions), join(sources(), `${model}.pml`)]);
    await printAllDigits(join(folder, 'pan.c'));
    await run(folder, 'gcc', ['-w', ...SPIN_FLAGS[flags], ...SEARCH_FLAGS[model], '-o', 'pan', 'pan.c']);
    return spinResult(await run(folder, './pan', ['-c0', `-w${log2Above(3 * expectedStates)}`]));
  });
}

/** Tuned: one process leaves nothing to reduce, there is no fairness, no liveness, and the vector is of fixed size. */
const SPIN_FLAGS = {
  usual: '-O2 -DSAFETY'.split(' '),
  tuned: '-O2 -march=native -DSAFETY -DNOREDUCE -DNOFAIR -DNOVSZ -DNOBOUNDCHECK -DSPACE'.split(' '),
} as const;

/** Each model in the order that suits SPIN: depth-first is faster for memcg-mini, but goes millions deep for phils. */
const SEARCH_FLAGS: { readonly [model in NativeModel]: readonly string[] } = { 'memcg-mini': [], phils: ['-DBFS'] };

/** Whether the program is on the machine: whether it can say its version. */
function isInstalled(program: 'gcc' | 'spin'): boolean {
  const { error, status } = spawnSync(program, [program === 'gcc' ? '--version' : '-V'], { stdio: 'ignore' });
  return error === undefined && status === 0;
}

/** pan prints its counters with 8 digits: 153,271,921 transitions would come as 1.5327192e+08. */
async function printAllDigits(pan: string): Promise<void> {
  const text = await readFile(pan, 'utf8');
  await writeFile(pan, text.replaceAll('%9.8g', '%9.15g'));
}

function spinResult(output: string): NativeResult {
  if (output.includes('search depth too small')) throw new Error(`pan searched only a part:\n${output}`);
  const found = (pattern: RegExp): number => {
    const number = Number(pattern.exec(output)?.[1]);
    if (Number.isNaN(number)) throw new Error(`no ${pattern.source} in what pan printed:\n${output}`);
    return number;
  };
  return {
    states: found(/(\S+) states, stored/),
    // SPIN counts the way to the initial state too.
    edges: found(/(\S+) transitions/) - 1,
    ms: found(/elapsed time (\S+) seconds/) * 1000,
    rssBytes: Math.round(found(/(\S+)\s+total actual memory usage/) * 2 ** 20),
  };
}

const defined = (definitions: Definitions): string[] =>
  Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`);

const log2Above = (number: number): number => Math.ceil(Math.log2(number));

/** Where the sources lie, for the compiled copy of this file too: the compiler moves only TypeScript. */
function sources(): string {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'test/bench/peers/breadth-first.h'))) {
    if (root === dirname(root)) throw new Error('test/bench/peers is in no folder above this file');
    root = dirname(root);
  }
  return join(root, 'test/bench/peers');
}

async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'oomlab-peer-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a program of `folder` or of the machine to its end; what it says on stdout. */
async function run(folder: string, program: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, parameters, {
    cwd: folder,
    // Huge pages for malloc too, where glibc can, so that SPIN has what the C peers ask for themselves.
    env: { ...process.env, GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' },
    maxBuffer: 2 ** 26,
  });
  return stdout;
}
