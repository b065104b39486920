import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { oneOf } from '../quantities.js';

const COMMANDS = ['list', 'run', 'check', 'replay', 'show', 'chart', 'completion'];

/** `oomlab completion`: a script for bash or zsh that completes commands, scenarios, kernels and machines. */
export async function completion({ io, catalogue }: Context, shell: string): Promise<ExitCode> {
  const name = oneOf('completion', shell, ['bash', 'zsh']);
  const scenarios = catalogue.scenarios.map(({ id }) => id);
  const kernels = catalogue.kernels.map(({ id }) => id);
  const machines = [...new Set(kernels.flatMap((id) => [...catalogue.findKernel(id).machines.keys()]))];
  const header = name === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : '';
  io.out(`${header}${bashScript({ scenarios, kernels, machines })}`);
  return EXIT.held;
}

interface Names {
  readonly scenarios: readonly string[];
  readonly kernels: readonly string[];
  readonly machines: readonly string[];
}

const bashScript = ({ scenarios, kernels, machines }: Names): string => `_oomlab() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=""
  case $before in
    --kernel) words="${kernels.join(' ')}" ;;
    --format) words="columns mermaid dot" ;;
    --patch|-o|--output) COMPREPLY=( $(compgen -f -- "$word") ); return ;;
    *) case \${COMP_WORDS[1]} in
      run) words="${scenarios.join(' ')} --kernel --seed --pace --steps --param --patch --json" ;;
      check) words="all ${scenarios.join(' ')} --kernel --patch --param --large --require-complete --max-states --max-time --property --json --verbose" ;;
      chart) words="${machines.join(' ')} --kernel --format --output" ;;
      replay|show) COMPREPLY=( $(compgen -f -- "$word") ); return ;;
    esac
    [ "$COMP_CWORD" = 1 ] && words="${COMMANDS.join(' ')}" ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$word") )
}
complete -F _oomlab oomlab
`;
