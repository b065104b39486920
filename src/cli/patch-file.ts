import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildKernel, OomlabError, withPatches, type Kernel, type Patch } from '../model/index.js';
import type { Catalogue } from './catalogue.js';
import { asPatch } from './patch-shape.js';
import { runningPackage } from './running-package.js';

/**
 * Loads a user's patch: a .ts or .js file whose default export (or export `patch`) is a `Patch`.
 *
 * `oomlab`, `oomlab/models`, `xstate` and `rxjs` in it are the running package's own modules, wherever the file lies.
 * Throws E124 for a file that cannot be loaded, that takes for ever, or that exports no patch.
 */
export async function loadPatch(file: string): Promise<Patch> {
  const path = resolve(file);
  if (!existsSync(path)) throw new OomlabError('E124', `There is no file "${file}".`, 'Give the path of a patch file.');
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    interopDefault: false,
    fsCache: false,
    moduleCache: false,
    virtualModules: { ...(await runningPackage()) },
  });
  let loaded: { readonly default?: unknown; readonly patch?: unknown };
  try {
    loaded = await inTime(file, jiti.import(path));
  } catch (error) {
    if (error instanceof OomlabError) throw error;
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new OomlabError('E124', `"${file}" cannot be loaded: ${why}.`, 'Mend the file; it is plain TypeScript.');
  }
  return asPatch(file, loaded.patch ?? loaded.default);
}

const PATIENCE_MS = 10_000;

/** Nothing else would end an await at the top of a file that never settles: the process would, without a word. */
async function inTime<Loaded>(file: string, loading: Promise<Loaded>): Promise<Loaded> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const what = `"${file}" is not loaded after ${PATIENCE_MS / 1000} seconds.`;
    const error = new OomlabError('E124', what, 'It may await something that never comes: take that out.');
    timer = setTimeout(() => reject(error), PATIENCE_MS);
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Gives kernels with patches on top, each built once. */
export type KernelSource = (id: string, patchFiles: readonly string[]) => Promise<Kernel>;

/** Kernels of a catalogue, with a user's patch files on top. Throws E111, E112, E120, E124. */
export function kernelSource(catalogue: Catalogue): KernelSource {
  const patches = new Map<string, Patch>();
  const built = new Map<string, Kernel>();
  return async (id, files) => {
    const base = catalogue.findKernel(id);
    if (files.length === 0) return base;
    const key = JSON.stringify([id, files]);
    const known = built.get(key);
    if (known !== undefined) return known;
    for (const file of files) if (!patches.has(file)) patches.set(file, await loadPatch(file));
    const kernel = buildKernel(
      withPatches(
        base.spec,
        files.map((file) => patches.get(file) as Patch),
      ),
    );
    built.set(key, kernel);
    return kernel;
  };
}
