import { createRequire } from 'node:module';
import { Argument, Command, CommanderError, Option } from 'commander';
import { OomlabError } from '../model/errors.js';
import type { Catalogue } from './catalogue.js';
import type { Context } from './context.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { CHART_FORMATS, DIFF_FORMATS, LIST_SECTIONS, SHELLS, THEMES, TRACE_FORMATS } from './formats.js';
import { reportFailure } from './failure.js';
import type { Io } from './io.js';
import { understood } from './text/text-scenarios.js';
import { STORAGES, REDUCE, STRATEGIES, type Searching } from '../check/search-job.js';

/** What the program loads only when a command needs it: `oomlab --help` must answer at once. */
export interface Sources {
  catalogue(): Promise<Catalogue>;
  /** Absent: a pool of processes over the built catalogue. */
  searching?(catalogue: Catalogue): Searching;
}

export interface Program {
  readonly command: Command;
  /** Parses the arguments, runs the command, tells of errors, and gives the exit code. Never rejects. */
  run(args: readonly string[]): Promise<ExitCode>;
}

const EXAMPLES = `
Examples:
  $ oomlab list
  $ oomlab run imutex-charge --kernel v3.11 --seed 3
  $ oomlab check imutex-charge
  $ oomlab check all --require-complete
  $ oomlab check my-scenario.yaml --kernel all
  $ oomlab check imutex-charge+kill-hog        and somebody kills it meanwhile
  $ oomlab check slab-at-limit --kernel v4.18 --patch my-fix.ts
  $ oomlab show TOKEN --format columns
  $ oomlab show TOKEN --format png -o run.png
  $ oomlab chart task --kernel v4.18 --format mermaid
  $ oomlab chart task --fragment try_charge --format svg -o try_charge.svg
  $ oomlab chart task --kernel v4.18 --against v4.19 --format dot

Exit codes: 0 all as expected, 1 an expectation or property failed, 2 wrong
usage, scenario or model, 3 inconclusive with --require-complete, 4 internal
error, 130 interrupted.

Searches run in processes, one a core; OOMLAB_WORKERS says how many.
`;

/** The command line over a catalogue. */
export function createProgram(sources: Sources, io: Io): Program {
  let exit: ExitCode = EXIT.held;
  const act =
    <Args extends readonly unknown[]>(load: () => Promise<(context: Context, ...args: Args) => Promise<ExitCode>>) =>
    async (...args: Args): Promise<void> => {
      const [command, basic] = await Promise.all([load(), sources.catalogue()]);
      const meant = await understood(basic, args);
      const searching = sources.searching?.(basic) ?? (await pool(io));
      exit = await command({ io, catalogue: meant.catalogue, ...searching }, ...meant.args);
    };
  const command = declare(act, io);
  return {
    command,
    async run(args) {
      exit = EXIT.held;
      try {
        if (args.length === 0) command.outputHelp();
        else await command.parseAsync([...args], { from: 'user' });
        return exit;
      } catch (error) {
        if (error instanceof CommanderError && error.exitCode === 0) return EXIT.held;
        return reportFailure(io, usageError(error), { format: args.includes('--json') ? 'json' : 'text' });
      }
    },
  };
}

async function pool(io: Io): Promise<Searching> {
  const { searchPool, workersOf } = await import('./search-pool.js');
  return searchPool({ workers: workersOf(io.env) });
}

/** Commander's own complaints, as an error like the others. */
function usageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const what = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const isName = error.code === 'commander.unknownCommand' || error.code === 'commander.unknownOption';
  return new OomlabError(isName ? 'E120' : 'E123', `${what}.`.replace(/\)\.$/, ')'), 'See "oomlab --help".');
}

type Act = <Args extends readonly unknown[]>(
  load: () => Promise<(context: Context, ...args: Args) => Promise<ExitCode>>,
) => (...args: Args) => Promise<void>;

const listOf = (value: string, before: readonly string[]): string[] => [...before, value];
const PATCH = ['--patch <file>', 'a .ts or .js file with a kernel patch to put on top; may be given again'] as const;
const PARAM = ['--param <name=number>', "change one of the scenario's numbers; may be given again"] as const;
const SCENARIO = ['--scenario <file>', 'the scenario in YAML that the token is of'] as const;
const JSON_OPTION = ['--json', 'one JSON document on stdout'] as const;

/** An option with a closed list of words. Who reads it refuses others: commander's own words for that are not ours. */
const choice = (flags: string, description: string, words: readonly [string, ...string[]]): Option =>
  new Option(flags, description)
    .choices(words)
    .argParser((word) => word)
    .default(words[0]);

/** A command that searches, and so may be told when to stop. */
const bounded = (command: Command): Command =>
  command
    .option('--require-complete', 'exit 3 where a bound ended a search')
    .option('--max-states <number>', 'stop a search past so many states')
    .option('--max-time <time>', 'stop a search after so long, such as 30s')
    .option('--max-depth <number>', 'go no further than so many steps from the start')
    .option('--max-memory <size>', 'such as 512MB, for its states; default: half of the memory, shared by the workers');

function declare(act: Act, io: Io): Command {
  const program = new Command('oomlab')
    .description('Run, search and draw the interleavings of the memory-cgroup OOM path.')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
    .version(versionOfPackage())
    .addHelpText('after', EXAMPLES);

  program
    .command('list')
    .description('scenarios, kernels with their commits, properties and machines')
    .argument('[section...]', `${LIST_SECTIONS.join(', ')}; by default all`)
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/list.js')).list));

  program
    .command('run')
    .description('live actors over RxJS, one line per step as it happens')
    .argument('<scenario>', 'a name, or a file in YAML')
    .option('--kernel <id>', 'default: the newest that the scenario is asked of')
    .option('--seed <number>', 'of the scheduler', '1')
    .option('--pace <time>', 'real time per step, such as 20ms; default: as fast as it goes')
    .option('--steps <number>', 'stop after so many steps', '500')
    .option(...PARAM, listOf, [])
    .option(...PATCH, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/run.js')).run));

  bounded(
    program
      .command('check')
      .description('explore every interleaving; outcomes, verdicts, counterexamples')
      .argument('[scenario...]', 'names, files in YAML, or "all"')
      .option('--kernel <id>', 'one or more, or "all" (default)', listOf, [])
      .option(...PATCH, listOf, [])
      .option(...PARAM, listOf, [])
      .option('--large', 'let "all" take in what is marked large'),
  )
    .addOption(choice('--strategy <name>', 'order of exploration', STRATEGIES))
    .addOption(
      choice('--storage <name>', 'exact, or 64 bits a state: less memory, and a chance to leave one out', STORAGES),
    )
    .addOption(
      choice('--reduce <name>', 'spare states that can tell nothing new; what that does not keep is refused', REDUCE),
    )
    .option('--no-reduce', 'search all states of all rows, also of those that do the same as another')
    .option('--from <token|file>', 'begin where this run ends; with --strategy replay, judge this run alone')
    .option('--witnesses <number>', 'show so many different runs to each outcome')
    .option('--property <id>', 'judge this property and nothing else')
    .option('--coverage', 'say what the search did not come to; with --verbose, by name')
    .option('--runs <number>', 'of the strategies that draw runs: how many to take', '1000')
    .option('--bug-depth <number>', 'of pct, pctcp and portfolio: look for bugs of so many orderings', '3')
    .option('--preemptions <number>', 'of the strategy bounded: the most that a run may have; default: any')
    .option('--seed <number>', 'of the strategies that draw runs', '1')
    .option(...JSON_OPTION)
    .option('--verbose', 'a replay token for each witness and counterexample')
    .action(act(async () => (await import('./commands/check.js')).check));

  bounded(
    program
      .command('diff')
      .description('what can happen on one kernel and not on another, a shortest run each, and where they part')
      .argument('<kernel>')
      .argument('[kernel or scenario...]', 'another kernel, unless --patch is given; scenarios, by default all'),
  )
    .addOption(choice('--format <name>', 'of the report', DIFF_FORMATS))
    .option(...PARAM, listOf, [])
    .option(...PATCH, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/diff.js')).diff));

  bounded(
    program
      .command('bisect')
      .description('the patches, in commit order, that make an outcome or a violation possible or impossible')
      .argument('<scenario>')
      .argument('<outcome or property>'),
  )
    .option(...PARAM, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/bisect.js')).bisect));

  program
    .command('replay')
    .description('re-run a schedule, step by step, with what each step changed')
    .argument('<token|file>')
    .option(...SCENARIO)
    .option(...PATCH, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/replay.js')).replay));

  program
    .command('why')
    .description('which order of two steps decides a run, its point of no return, and the nearest run that passes')
    .argument('<token|file>')
    .option('--outcome <name>', 'explain this outcome, or "hangs"; default: what the run shows')
    .option('--property <id>', 'explain the violation of this property')
    .option('--max-states <number>', 'look at no more states', '3000000')
    .option('--width <number>', 'of the text, in characters', '72')
    .option(...SCENARIO)
    .option(...PATCH, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/why.js')).why));

  program
    .command('show')
    .description('draw a schedule')
    .argument('<token|file>')
    .addOption(choice('--format <name>', 'of the drawing', TRACE_FORMATS))
    .addOption(choice('--theme <name>', 'of svg and png', THEMES))
    .option('-o, --output <file>', 'write the drawing there instead of stdout')
    .option('--width <number>', 'of the drawing, in characters', '72')
    .option(...SCENARIO)
    .option(...PATCH, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/show.js')).show));

  program
    .command('chart')
    .description('draw a machine as a statechart')
    .argument('<machine>')
    .option('--kernel <id>', 'default: the newest that has the machine')
    .option('--against <id>', 'draw what is different on this kernel; patches are put on it alone')
    .option('--all', 'with --against: unfold what is the same on both')
    .option('--fragment <name>', 'draw this fragment alone, with those that it embeds folded')
    .addOption(choice('--format <name>', 'of the drawing', CHART_FORMATS))
    .addOption(choice('--theme <name>', 'of svg and png', THEMES))
    .option('-o, --output <file>', 'write the drawing there instead of stdout')
    .option(...PATCH, listOf, [])
    .option(...JSON_OPTION)
    .action(act(async () => (await import('./commands/chart.js')).chart));

  program
    .command('ui')
    .description('the web page, served on 127.0.0.1')
    .option('--port <number>', 'to listen on; 0 takes a free one', '4160')
    .action(act(async () => (await import('./commands/ui.js')).ui));

  program
    .command('completion')
    .description('a script that completes names in your shell: eval "$(oomlab completion bash)"')
    .addArgument(new Argument('<shell>').choices(SHELLS).argParser((word) => word))
    .action(act(async () => (await import('./commands/completion.js')).completion));

  return program;
}

/** Read through the package's own name, which is right from source, from dist and installed. */
function versionOfPackage(): string {
  return (createRequire(import.meta.url)('oomlab/package.json') as { readonly version: string }).version;
}
