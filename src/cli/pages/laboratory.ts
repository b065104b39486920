import { join } from 'node:path';
import {
  askedOf,
  kernelBelow,
  type Kernel,
  type KernelSpec,
  type PageKernel,
  type PageQuestion,
  type Scenario,
} from '../../model/index.js';
import { buildSystem, type System } from '../../system/index.js';
import { askingKernels, explored, isMet, kindOf, turnsBetween, type Turn, type Verdicts } from '../bisection.js';
import { memoryShare } from '../bounds.js';
import type { Catalogue } from '../catalogue.js';
import { diffOf, type ScenarioDiff } from '../../check/kernel-diff.js';
import { kernelSource } from '../patch-file.js';
import type { Beside } from '../../check/replay-command.js';
import { search } from '../../check/search.js';
import type { Evidence, SearchReport } from '../../check/search-job.js';

export interface LaboratoryOptions {
  /** Where the paths of patch files begin. */
  readonly root: string;
}

/** A turn, and the kernel of the catalogue that has it first. */
export interface PlacedTurn extends Turn {
  readonly kernel: string;
}

/** How something came and went. */
export interface Turns {
  /** On the oldest kernel. */
  readonly first: boolean;
  readonly turns: readonly PlacedTurn[];
}

/** What a page asks: the command line's searches, each done once. */
export class Laboratory {
  readonly #kernels;
  readonly #reports = new Map<string, Promise<SearchReport>>();
  readonly #verdicts = new Map<string, Verdicts>();

  constructor(
    readonly catalogue: Catalogue,
    readonly options: LaboratoryOptions,
  ) {
    this.#kernels = kernelSource(catalogue);
  }

  kernel(of: PageKernel): Promise<Kernel> {
    const { kernel, files } = this.#parts(of);
    return this.#kernels(kernel, files);
  }

  /** What `oomlab check` finds. */
  report(scenario: string, of: PageKernel): Promise<SearchReport> {
    const key = JSON.stringify([scenario, of]);
    const known = this.#reports.get(key) ?? this.#search(scenario, of);
    this.#reports.set(key, known);
    return known;
  }

  async #search(id: string, of: PageKernel): Promise<SearchReport> {
    const { kernel, files } = this.#parts(of);
    const job = { scenario: id, kernel, patches: files, params: {}, bounds: { bytes: memoryShare(1) } };
    return search(this.catalogue.findScenario(id), await this.kernel(of), job, { poll: () => undefined });
  }

  /** What was found of one outcome or property. Throws E120 for a name that the scenario does not have. */
  async found({ scenario, name }: PageQuestion, of: PageKernel): Promise<{ verdict: string; evidence?: Evidence }> {
    kindOf(this.catalogue.findScenario(scenario), name);
    const { outcomes, properties } = await this.report(scenario, of);
    const outcome = outcomes.find((one) => one.name === name);
    const property = properties.find(({ id }) => id === name);
    const evidence = outcome?.witness ?? property?.counterexample;
    const verdict = outcome?.verdict ?? property?.verdict ?? 'unknown';
    return { verdict, ...(evidence === undefined ? {} : { evidence }) };
  }

  /** What `oomlab diff` finds. */
  async diff(id: string, [first, second]: readonly [PageKernel, PageKernel]): Promise<ScenarioDiff> {
    const [before, after] = [
      { kernel: await this.kernel(first), report: await this.report(id, first) },
      { kernel: await this.kernel(second), report: await this.report(id, second) },
    ];
    return diffOf(this.catalogue.findScenario(id), {}, before, after);
  }

  async system(scenario: string, of: PageKernel): Promise<System> {
    return buildSystem(this.catalogue.findScenario(scenario), await this.kernel(of));
  }

  /**
   * Whether something can be met on the oldest kernel, and each time that a patch changes that on the way to the newest.
   *
   * Between two kernels that answer alike nothing is asked up to `closelyFrom`; after that kernel every patch is looked at, as
   * `oomlab bisect` does it everywhere, so that what comes and goes within one release is found, too.
   */
  async turns({ scenario: id, name }: PageQuestion, closelyFrom?: string): Promise<Turns> {
    const scenario = this.catalogue.findScenario(id);
    const kind = kindOf(scenario, name);
    const ask = askingKernels((kernel) => isMet(this.#explored(scenario, kernel), kind, name));
    const line = this.#mainLine(scenario);
    const answers: boolean[] = [];
    for (const spec of line) answers.push(isMet(await this.report(id, spec.id), kind, name));
    const close = closelyFrom === undefined ? line.length : line.findIndex((spec) => spec.id === closelyFrom);
    const turns = line.slice(1).flatMap((spec, i) => {
      const ends = [answers[i] as boolean, answers[i + 1] as boolean] as const;
      if (i < close && ends[0] === ends[1]) return [];
      const found: PlacedTurn[] = [];
      for (const turn of turnsBetween(line[i] as KernelSpec, spec, ask, ends)) {
        found.push({ ...turn, kernel: spec.id });
        if (i < close) break;
      }
      return found;
    });
    return { first: answers[0] === true, turns };
  }

  /** From the oldest kernel that a scenario is asked of to the newest, each with all patches of the one before: no branches. */
  #mainLine(scenario: Scenario): KernelSpec[] {
    const specs = askedOf(scenario, this.catalogue.kernels).map((id) => this.catalogue.findKernel(id).spec);
    const line: KernelSpec[] = [];
    for (let spec = specs.at(-1); spec !== undefined; spec = kernelBelow(spec, specs)) line.unshift(spec);
    return line;
  }

  /** A search on a kernel that the catalogue does not have: it is told by its patches. */
  #explored(scenario: Scenario, kernel: Kernel): Verdicts {
    const key = [scenario.id, ...kernel.spec.patches.map(({ id }) => id)].join('+');
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    // Its states are not kept.
    const { outcomes, properties, complete, stoppedBy } = explored(scenario, kernel, {});
    const verdicts = { outcomes, properties, complete, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
    this.#verdicts.set(key, verdicts);
    return verdicts;
  }

  /** The files without which a run on the kernel cannot be replayed, as a reader at the top of the package names them. */
  beside(of: PageKernel): Beside {
    return typeof of === 'string' ? {} : { patches: [of.patch] };
  }

  #parts(of: PageKernel): { readonly kernel: string; readonly files: readonly string[] } {
    return typeof of === 'string'
      ? { kernel: of, files: [] }
      : { kernel: of.kernel, files: [join(this.options.root, of.patch)] };
  }
}

/** A kernel as tokens and tables name it. */
export const nameOf = (of: PageKernel): string =>
  typeof of === 'string' ? of : `${of.kernel} + ${of.patch.replace(/^.*\/|\.[jt]s$/g, '')}`;
