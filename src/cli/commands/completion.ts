import type { Command, Option } from 'commander';
import type { Catalogue } from '../catalogue.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { LIST_SECTIONS, SHELLS } from '../formats.js';
import { oneOf } from '../quantities.js';

/**
 * `oomlab completion`: a script for bash or zsh that completes commands, their flags and what these take, and the names in
 * the catalogue. The flags are those that the command line itself is made of.
 */
export async function completion(
  { io, catalogue }: Context,
  shell: string,
  _: unknown,
  { parent }: Pick<Command, 'parent'>,
): Promise<ExitCode> {
  const name = oneOf('completion', shell, SHELLS);
  const header = name === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : '';
  if (parent !== null) io.out(`${header}${bashScript(parent, namesOf(catalogue))}`);
  return EXIT.held;
}

/** What stands in the place of an argument or an option's value; `files` are the shell's own business. */
type Words = readonly string[] | 'files';

/** The names of the catalogue, by how arguments and options call them. */
type Names = ReadonlyMap<string, Words>;

function namesOf({ scenarios, kernels, findKernel }: Catalogue): Names {
  const ids = kernels.map(({ id }) => id);
  const machines = ids.flatMap((id) => [...findKernel(id).machines.keys()]);
  return new Map<string, Words>([
    ['scenario', scenarios.map(({ id }) => id)],
    ['section', LIST_SECTIONS],
    ['--kernel', ids],
    ['--against', ids],
    ['machine', [...new Set(machines)]],
    ['--param', [...new Set(scenarios.flatMap(({ params }) => Object.keys(params)))].map((param) => `${param}=`)],
    ['--property', [...new Set(scenarios.flatMap(({ properties }) => properties.map(({ id }) => id)))]],
    ['file', 'files'],
    ['token|file', 'files'],
  ]);
}

function bashScript(program: Command, names: Names): string {
  const { commands } = program;
  return `_oomlab() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=""
  if [ "$COMP_CWORD" = 1 ]; then
    words="${[...commands.map((command) => command.name()), ...flagsOf(program)].join(' ')}"
  else
    case "\${COMP_WORDS[1]} $before" in
${commands.flatMap((command) => valueCases(command, names)).join('\n')}
    *) case \${COMP_WORDS[1]} in
${commands.map((command) => commandCase(command, names)).join('\n')}
      esac ;;
    esac
  fi
  COMPREPLY=( $(compgen -W "$words" -- "$word") )
}
complete -F _oomlab oomlab
`;
}

const optionsOf = (command: Command): Option[] => command.createHelp().visibleOptions(command);

const flagsOf = (command: Command): string[] =>
  optionsOf(command).flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));

/** After an option that takes a value: its words, or nothing where any word will do. */
function valueCases(command: Command, names: Names): string[] {
  return optionsOf(command)
    .filter(({ required, optional }) => required || optional)
    .map((option) => {
      const known = option.argChoices ?? names.get(option.long ?? '') ?? names.get(valueName(option)) ?? [];
      // Who takes several kernels takes all.
      const words = option.long === '--kernel' && Array.isArray(option.defaultValue) ? [...known, 'all'] : known;
      const flags = [option.short, option.long].filter((flag) => flag !== undefined);
      return `    ${flags.map((flag) => `"${command.name()} ${flag}"`).join('|')}) ${completing(words)} ;;`;
    });
}

/** `file` of `-o, --output <file>`. */
const valueName = ({ flags }: Option): string => /[<[](.*)[>\]]/.exec(flags)?.[1] ?? '';

function commandCase(command: Command, names: Names): string {
  const taken = command.registeredArguments.map(
    (argument): Words => argument.argChoices ?? names.get(argument.name()) ?? [],
  );
  const files = taken.includes('files') ? 'COMPREPLY=( $(compgen -f -- "$word") ); [[ $word == -* ]] || return; ' : '';
  const several = command.registeredArguments.some((one) => one.variadic && one.name() !== 'section') ? ['all'] : [];
  const words = [...several, ...taken.flatMap((one) => (one === 'files' ? [] : one)), ...flagsOf(command)];
  return `      ${command.name()}) ${files}words="${words.join(' ')}" ;;`;
}

const completing = (words: Words): string =>
  words === 'files' ? 'COMPREPLY=( $(compgen -f -- "$word") ); return' : `words="${words.join(' ')}"`;
