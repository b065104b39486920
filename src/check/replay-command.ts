import { ownId } from '../model/index.js';
import { tokenOf, type Step, type System } from '../system/index.js';

/** The files without which a token's kernel or scenario does not exist. */
export interface Beside {
  readonly patches?: readonly string[];
  /** The file that the scenario is written in. */
  readonly text?: { readonly file: string } | undefined;
}

/** The command that replays a token. */
export function replayCommand(token: string, beside: Beside = {}): string {
  return ['oomlab replay', token, ...besideWords(beside)].join(' ');
}

/** The command that explains why a run shows an outcome or violates a property, beside the nearest run that does not. */
export function whyCommand(token: string, beside: Beside = {}): string {
  return ['oomlab why', token, ...besideWords(beside)].join(' ');
}

/** The command that searches from where these steps lead to; from the start if there are none. */
export function searchOnCommand(system: System, steps: readonly Step[], { patches = [], text }: Beside = {}): string {
  const { scenario, kernel, params } = system;
  const changed = Object.entries(params).filter(([name, value]) => value !== scenario.params[name]);
  // A token says its parameters itself.
  const whence =
    steps.length > 0
      ? [`--from ${quoted(tokenOf(system, steps))}`]
      : changed.map(([name, value]) => `--param ${name}=${value}`);
  const named =
    text === undefined ? scenario.id : quoted(`${text.file}${scenario.id.slice(ownId(scenario.id).length)}`);
  return [`oomlab check ${named} --kernel ${ownId(kernel.spec.id)}`, ...whence, ...patchWords(patches)].join(' ');
}

const besideWords = ({ patches = [], text }: Beside): string[] => [
  ...(text === undefined ? [] : [`--scenario ${quoted(text.file)}`]),
  ...patchWords(patches),
];

const patchWords = (patches: readonly string[]): string[] => patches.map((file) => `--patch ${quoted(file)}`);

/** Quoted for a shell where it needs that. */
const quoted = (word: string): string => (/^[\w./:+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
