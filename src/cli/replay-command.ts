import { tokenOf, type Step, type System } from '../system/index.js';

/** The command that replays a token, with the patch files without which its kernel does not exist. */
export function replayCommand(token: string, patches: readonly string[] = []): string {
  return ['oomlab replay', token, ...patchWords(patches)].join(' ');
}

/** The command that explains why a run shows an outcome or violates a property, beside the nearest run that does not. */
export function whyCommand(token: string, patches: readonly string[] = []): string {
  return ['oomlab why', token, ...patchWords(patches)].join(' ');
}

/** The command that searches from where these steps lead to; from the start if there are none. */
export function searchOnCommand(system: System, steps: readonly Step[], patches: readonly string[] = []): string {
  const { scenario, kernel, params } = system;
  const base = kernel.spec.id.split('+')[0] ?? '';
  const changed = Object.entries(params).filter(([name, value]) => value !== scenario.params[name]);
  // A token says its parameters itself.
  const whence =
    steps.length > 0
      ? [`--from ${quoted(tokenOf(system, steps))}`]
      : changed.map(([name, value]) => `--param ${name}=${value}`);
  return [`oomlab check ${scenario.id} --kernel ${base}`, ...whence, ...patchWords(patches)].join(' ');
}

const patchWords = (patches: readonly string[]): string[] => patches.map((file) => `--patch ${quoted(file)}`);

/** Quoted for a shell where it needs that. */
const quoted = (word: string): string => (/^[\w./:+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
