import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../../..');

/** The command line as it is built from the present sources, in a folder of its own: worker processes load no TypeScript. */
export interface Built {
  readonly folder: string;
  start(args: readonly string[], env?: { readonly [name: string]: string }): Running;
  remove(): void;
}

/** A command line that runs as a process, at the head of a process group. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<{ readonly exit: number | null; readonly out: string; readonly err: string }>;
}

export function build(): Built {
  const folder = mkdtempSync(join(tmpdir(), 'oomlab-built-'));
  execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(folder, 'dist')], {
    cwd: root,
  });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    start(args, env = {}) {
      const child = spawn(process.execPath, [join(folder, 'dist/src/cli/main.js'), ...args], {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      });
      const text = { out: '', err: '' };
      child.stdout.on('data', (more) => (text.out += String(more)));
      child.stderr.on('data', (more) => (text.err += String(more)));
      const ended = new Promise<{ exit: number | null; out: string; err: string }>((done) =>
        child.on('close', (exit) => done({ exit, ...text })),
      );
      return { pid: child.pid!, ended };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whether processes can be watched as the tests do it. */
export const hasProc = existsSync('/proc/self/stat');

/** What stands in /proc of a process behind its name, from its state on. */
function statOf(pid: string | number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
  } catch {
    return [];
  }
}

export const isAlive = (pid: number): boolean => !['Z', 'X', undefined].includes(statOf(pid)[0]);

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(name)[1] === String(pid))
    .map(Number);

/** Ticks of a hundredth of a second that a process has had of a processor. */
const ticksOf = (pid: number): number => Number(statOf(pid)[11] ?? 0) + Number(statOf(pid)[12] ?? 0);

/** Starting a worker takes half a second of a processor: one that has had so much is in the middle of its search. */
const SEARCHING_TICKS = 150;

/** The worker processes of a command line, once all of them are in the middle of a search. */
export async function searchingWorkers({ pid }: Running, count: number): Promise<number[]> {
  for (;;) {
    const workers = childrenOf(pid);
    if (workers.length === count && workers.every((worker) => ticksOf(worker) >= SEARCHING_TICKS)) return workers;
    if (!isAlive(pid)) throw new Error('it ended before all workers were searching');
    await setTimeout(20);
  }
}
