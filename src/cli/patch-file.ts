import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildKernel, nearestNames, OomlabError, withPatches, type Kernel, type Patch } from '../model/index.js';
import type { Catalogue } from './catalogue.js';
import { runningPackage } from './running-package.js';

/**
 * Loads a user's patch: a .ts or .js file whose default export (or export `patch`) is a `Patch`.
 *
 * `oomlab`, `oomlab/models`, `xstate` and `rxjs` in it are the running package's own modules, wherever the file lies.
 * Throws E124 for a file that cannot be loaded or exports no patch.
 */
export async function loadPatch(file: string): Promise<Patch> {
  const path = resolve(file);
  if (!existsSync(path)) throw new OomlabError('E124', `There is no file "${file}".`, 'Give the path of a patch file.');
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    virtualModules: { ...(await runningPackage()) },
  });
  let loaded: { readonly default?: unknown; readonly patch?: unknown };
  try {
    loaded = await jiti.import(path);
  } catch (error) {
    if (error instanceof OomlabError) throw error;
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new OomlabError('E124', `"${file}" cannot be loaded: ${why}.`, 'Mend the file; it is plain TypeScript.');
  }
  return asPatch(file, loaded.patch ?? loaded.default);
}

function asPatch(file: string, exported: unknown): Patch {
  const patch = exported as Partial<Patch> | undefined;
  // The id becomes part of tokens and tables: what separates those must not be in it.
  if (typeof patch !== 'object' || patch === null || typeof patch.id !== 'string' || !/^[\w.-]+$/.test(patch.id)) {
    throw new OomlabError(
      'E124',
      `"${file}" exports no patch.`,
      'Give it "export default { id, commits, summary, machines }"; the id has letters, digits, dots and dashes.',
    );
  }
  refuseUnknownKeys(file, 'the patch', patch, PATCH_KEYS);
  for (const [machine, change] of Object.entries(patch.machines ?? {})) {
    refuseUnknownKeys(file, `the change of machine "${machine}"`, change, CHANGE_KEYS);
  }
  if (Object.keys(patch.machines ?? {}).length + (patch.cast ?? []).length === 0) {
    throw new OomlabError('E124', `The patch in "${file}" changes nothing.`, 'Give it machines: { … } with fragments.');
  }
  return { ...patch, id: patch.id, commits: patch.commits ?? [], summary: patch.summary ?? '' };
}

const PATCH_KEYS = ['id', 'commits', 'summary', 'machines', 'cast', 'after'];
const CHANGE_KEYS = ['replace', 'add', 'remove', 'guards', 'updates', 'refs', 'context'];

/** A patch is loaded without a type check: a mistyped key would silently change nothing. */
function refuseUnknownKeys(file: string, what: string, object: object, known: readonly string[]): void {
  const key = Object.keys(object).find((one) => !known.includes(one));
  if (key === undefined) return;
  const near = nearestNames(key, known);
  throw new OomlabError(
    'E124',
    `In "${file}", ${what} has the key "${key}", which means nothing.`,
    near.length > 0 ? `Did you mean ${near.join(', ')}?` : `It may have ${known.join(', ')}.`,
  );
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
