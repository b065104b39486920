import { dot, mermaid } from '../../export/index.js';
import { OomlabError, unknownName, type Machine } from '../../model/index.js';
import type { Catalogue } from '../catalogue.js';
import type { Context } from '../context.js';
import { handOut, type DrawingTarget } from '../drawing.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CHART_FORMATS } from '../formats.js';
import { kernelSource } from '../patch-file.js';
import { oneOf } from '../quantities.js';

export interface ChartOptions extends DrawingTarget {
  readonly kernel?: string;
  readonly format: string;
  readonly patch: readonly string[];
}

const DRAWN: { readonly [format in (typeof CHART_FORMATS)[number]]: (machine: Machine) => string } = { mermaid, dot };

/** `oomlab chart`: a machine as the statechart it is. */
export async function chart(context: Context, machineId: string, options: ChartOptions): Promise<ExitCode> {
  const { catalogue } = context;
  const format = oneOf('--format', options.format, CHART_FORMATS);
  const id = options.kernel ?? newestWith(catalogue, machineId);
  const kernel = await kernelSource(catalogue)(id, options.patch);
  const machine = kernel.machines.get(machineId);
  if (machine === undefined) throw missing(catalogue, machineId, id, kernel.machines);
  handOut(context, DRAWN[format](machine), options, {
    machine: machineId,
    kernel: kernel.spec.id,
    patches: options.patch,
    format,
  });
  return EXIT.held;
}

/** The newest kernel that has the machine; the newest of all where none has, which then says so. */
function newestWith({ kernels, findKernel }: Catalogue, machine: string): string {
  const ids = kernels.map(({ id }) => id);
  return ids.findLast((id) => findKernel(id).machines.has(machine)) ?? ids.at(-1) ?? '';
}

function missing(
  { kernels, findKernel }: Catalogue,
  machine: string,
  kernel: string,
  known: ReadonlyMap<string, Machine>,
): OomlabError {
  const having = kernels.map(({ id }) => id).filter((id) => findKernel(id).machines.has(machine));
  if (having.length === 0) return unknownName('machine', machine, [...known.keys()]);
  return new OomlabError('E120', `Kernel ${kernel} has no machine "${machine}".`, `These have: ${having.join(', ')}.`);
}
