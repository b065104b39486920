import { setImmediate } from 'node:timers/promises';
import { explore, type Exploration } from '../../explore/index.js';
import {
  buildKernel,
  HANGS,
  OomlabError,
  unknownName,
  type Kernel,
  type KernelSpec,
  type Patch,
  type Scenario,
} from '../../model/index.js';
import { buildSystem } from '../../system/index.js';
import { commitText } from '../../export/index.js';
import { memoryShare } from '../bounds.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { progressLine } from '../progress.js';
import { paramsGiven } from '../quantities.js';
import { askedOf } from '../selection.js';

export interface BisectOptions extends JsonOption {
  readonly param: readonly string[];
}

/** A kernel, whether it has what is looked for, and by which of its patches that came or went. */
interface Stage {
  readonly kernel: string;
  /** The kernel below it, whose patches it has all; absent for the base. */
  readonly after: string | undefined;
  readonly happens: boolean;
  readonly turn?: Turn;
}

interface Turn {
  /** The first patch with which it is otherwise; several where those between them cannot stand without each other. */
  readonly patches: readonly Patch[];
}

/** `oomlab bisect`: the patches, in commit order, that make an outcome or a violation possible or impossible. */
export async function bisect(
  { io, catalogue }: Context,
  id: string,
  name: string,
  options: BisectOptions,
): Promise<ExitCode> {
  const scenario = catalogue.findScenario(id);
  const kind = kindOf(scenario, name);
  const specs = askedOf(catalogue, scenario).map((kernel) => catalogue.findKernel(kernel).spec);
  const params = paramsGiven(options.param);
  // Whatever is wrong with the parameters is found before anything is searched.
  for (const { id: kernel } of specs.slice(0, 1)) buildSystem(scenario, catalogue.findKernel(kernel), params);
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  const progress = await progressLine(io, specs.length);
  const happens = (kernel: Kernel): boolean => {
    const found = explore(buildSystem(scenario, kernel, params), { bounds: { bytes: memoryShare(1) } });
    return isMet(found, kind, name);
  };
  const stages: Stage[] = [];
  try {
    for (const spec of specs) {
      if (stop.signal.aborted) break;
      stages.push(stageOf(spec, specs, stages, happens, catalogue.findKernel(spec.id)));
      progress.advance(stages.length - 1);
      await setImmediate();
    }
  } finally {
    progress.stop();
    release();
  }
  if (options.json) writeJson(io, { scenario: id, name, kind, stages: stages.map(stageJson) });
  else io.out(bisectText(scenario, name, kind, stages));
  return stop.signal.aborted ? EXIT.interrupted : EXIT.held;
}

type Kind = 'outcome' | 'property';

/** Throws E120 for what is neither an outcome nor a property of the scenario. */
function kindOf({ outcomes, properties }: Scenario, name: string): Kind {
  if (name === HANGS || outcomes.some((one) => one.name === name)) return 'outcome';
  if (properties.some((one) => one.id === name)) return 'property';
  throw unknownName('outcome or property', name, [
    ...outcomes.map((one) => one.name),
    HANGS,
    ...properties.map((one) => one.id),
  ]);
}

function isMet({ outcomes, properties, complete, stoppedBy }: Exploration, kind: Kind, name: string): boolean {
  const verdict =
    kind === 'outcome'
      ? outcomes.find((one) => one.name === name)?.verdict
      : properties.find((one) => one.id === name)?.verdict;
  if (verdict === 'sometimes' || verdict === 'always' || verdict === 'violated') return true;
  if (complete) return false;
  throw new OomlabError(
    'E123',
    `A search was stopped by ${stoppedBy}: it cannot say "never".`,
    'Ask a smaller scenario.',
  );
}

function stageOf(
  spec: KernelSpec,
  specs: readonly KernelSpec[],
  stages: readonly Stage[],
  happens: (kernel: Kernel) => boolean,
  kernel: Kernel,
): Stage {
  const below = kernelBelow(spec, specs);
  const now = happens(kernel);
  const before = stages.find((one) => one.kernel === below?.id);
  const stage = { kernel: spec.id, after: below?.id, happens: now };
  if (below === undefined || before === undefined || before.happens === now) return stage;
  return { ...stage, turn: turnOf(spec, below, now, happens) };
}

/** The kernel with the most patches of those whose patches this one begins with. */
function kernelBelow(spec: KernelSpec, specs: readonly KernelSpec[]): KernelSpec | undefined {
  return specs
    .filter((one) => one !== spec && one.patches.every((patch, i) => spec.patches[i] === patch))
    .filter((one) => one.patches.length < spec.patches.length)
    .sort((a, b) => b.patches.length - a.patches.length)[0];
}

/** Puts one patch after the other on the kernel below, until it is as on the kernel above. */
function turnOf(spec: KernelSpec, below: KernelSpec, now: boolean, happens: (kernel: Kernel) => boolean): Turn {
  let tried = below.patches.length;
  for (let count = tried + 1; count <= spec.patches.length; count++) {
    const met = count === spec.patches.length ? now : tryKernel(below, spec.patches.slice(0, count), happens);
    if (met === undefined) continue;
    if (met === now) return { patches: spec.patches.slice(tried, count) };
    tried = count;
  }
  return { patches: spec.patches.slice(tried) };
}

/** Nothing where these patches alone make no kernel that runs. */
function tryKernel(
  below: KernelSpec,
  patches: readonly Patch[],
  happens: (kernel: Kernel) => boolean,
): boolean | undefined {
  try {
    return happens(buildKernel({ ...below, id: `${below.id}+${patches.at(-1)?.id ?? ''}`, patches }));
  } catch (error) {
    if (error instanceof OomlabError && /^E1(0|1)/.test(error.code)) return undefined;
    throw error;
  }
}

function bisectText(scenario: Scenario, name: string, kind: Kind, stages: readonly Stage[]): string {
  const what = kind === 'property' ? `the violation of ${name}` : name;
  const lines = [`${scenario.id}: ${scenario.question}`, '', `${what}, kernel by kernel:`];
  for (const { kernel, after, happens, turn } of stages) {
    lines.push(
      `  ${kernel.padEnd(20)} ${happens ? 'possible' : 'impossible'}${after === undefined ? '' : `, after ${after}`}`,
    );
    for (const patch of turn?.patches ?? []) {
      lines.push(`      ${happens ? 'made possible' : 'made impossible'} by ${patch.id}: ${patch.summary}`);
      for (const commit of patch.commits) lines.push(`          ${commitText(commit)}`);
    }
    if ((turn?.patches.length ?? 0) > 1) lines.push('      (together: those between cannot stand alone)');
  }
  if (stages.every(({ turn }) => turn === undefined)) lines.push('No patch changes it.');
  return `${lines.join('\n')}\n`;
}

const stageJson = ({ kernel, after, happens, turn }: Stage): object => ({
  kernel,
  after: after ?? null,
  possible: happens,
  by: turn === undefined ? null : turn.patches.map(({ id, summary, commits }) => ({ id, summary, commits })),
});
