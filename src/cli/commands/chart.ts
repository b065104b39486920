import { dotDrawing, drawingOf, mermaidDrawing, type Drawing } from '../../export/index.js';
import { OomlabError, unknownName } from '../../model/index.js';
import type { Catalogue } from '../catalogue.js';
import { compared } from '../chart-against.js';
import type { Context } from '../context.js';
import { handOut, type DrawingTarget } from '../drawing.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CHART_FORMATS } from '../formats.js';
import { kernelSource } from '../patch-file.js';
import { oneOf } from '../quantities.js';

export interface ChartOptions extends DrawingTarget {
  readonly kernel?: string;
  /** The kernel to compare with, which then is the one that patches go on. */
  readonly against?: string;
  readonly all?: true;
  readonly format: string;
  readonly patch: readonly string[];
}

const DRAWN: { readonly [format in (typeof CHART_FORMATS)[number]]: (drawing: Drawing) => string } = {
  mermaid: mermaidDrawing,
  dot: dotDrawing,
};

/** `oomlab chart`: a machine as the statechart it is, or what is different about it on another kernel. */
export async function chart(context: Context, machine: string, options: ChartOptions): Promise<ExitCode> {
  const { catalogue, io } = context;
  const { against, patch: patches } = options;
  const format = oneOf('--format', options.format, CHART_FORMATS);
  const id = options.kernel ?? newestWith(catalogue, machine);
  if (options.all && against === undefined) {
    throw new OomlabError('E123', '--all unfolds a comparison.', 'Name the other kernel: --against KERNEL.');
  }
  const kernelOf = kernelSource(catalogue);
  const kernel = await kernelOf(id, against === undefined ? patches : []);
  const inputs = { machine, kernel: kernel.spec.id, patches, format };
  if (against === undefined) {
    const built = kernel.machines.get(machine);
    if (built === undefined) throw missing(catalogue, machine, [id]);
    handOut(context, DRAWN[format](drawingOf(built)), options, inputs);
    return EXIT.held;
  }
  const other = await kernelOf(against, patches);
  if (![kernel, other].some(({ machines }) => machines.has(machine))) throw missing(catalogue, machine, [id, against]);
  const { drawing, changes, remark } = compared(machine, [kernel, other], { shows: options.all ? 'all' : 'changes' });
  if (remark !== undefined) io.err(`${remark}\n`);
  handOut(context, DRAWN[format](drawing), options, { ...inputs, against: other.spec.id, changes });
  return EXIT.held;
}

/** The newest kernel that has the machine; the newest of all where none has, which then says so. */
function newestWith({ kernels, findKernel }: Catalogue, machine: string): string {
  const ids = kernels.map(({ id }) => id);
  return ids.findLast((id) => findKernel(id).machines.has(machine)) ?? ids.at(-1) ?? '';
}

function missing({ kernels, findKernel }: Catalogue, machine: string, asked: readonly string[]): OomlabError {
  const having = kernels.map(({ id }) => id).filter((id) => findKernel(id).machines.has(machine));
  if (having.length === 0) {
    return unknownName('machine', machine, [...new Set(asked.flatMap((id) => [...findKernel(id).machines.keys()]))]);
  }
  const lacks = asked.length === 1 ? `Kernel ${asked[0]} has no` : `Neither ${asked.join(' nor ')} has a`;
  return new OomlabError('E120', `${lacks} machine "${machine}".`, `These have: ${having.join(', ')}.`);
}
