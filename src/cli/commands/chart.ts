import { stately } from '../../export/index.js';
import { OomlabError, unknownName, type Machine } from '../../model/index.js';
import type { Catalogue } from '../catalogue.js';
import { compared } from '../chart-against.js';
import { drawingFor, picture, type PictureFormat } from '../chart-picture.js';
import type { Context } from '../context.js';
import { handOut, type DrawingTarget } from '../drawing.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CHART_FORMATS, THEMES } from '../formats.js';
import { kernelSource } from '../patch-file.js';
import { oneOf } from '../quantities.js';

export interface ChartOptions extends DrawingTarget {
  readonly kernel?: string;
  /** The kernel to compare with, which then is the one that patches go on. */
  readonly against?: string;
  readonly all?: true;
  /** Draw this fragment alone. */
  readonly fragment?: string;
  readonly format: string;
  readonly theme: string;
  readonly patch: readonly string[];
}

/** `oomlab chart`: a machine as the statechart it is, or what is different about it on another kernel. */
export async function chart(context: Context, machine: string, options: ChartOptions): Promise<ExitCode> {
  const { catalogue, io } = context;
  const { against, fragment, patch: patches } = options;
  const format = oneOf('--format', options.format, CHART_FORMATS);
  const id = options.kernel ?? newestWith(catalogue, machine);
  const theme = oneOf('--theme', options.theme, THEMES);
  refuseUnmeant(options, format);
  const kernelOf = kernelSource(catalogue);
  const kernel = await kernelOf(id, against === undefined ? patches : []);
  const inputs = { machine, kernel: kernel.spec.id, patches, format };
  if (against === undefined) {
    const built = kernel.machines.get(machine);
    if (built === undefined) throw missing(catalogue, machine, [id]);
    const drawn = format === 'stately' ? stately(built) : await drawnOf(built, format);
    handOut(context, drawn, options, { ...inputs, ...(fragment === undefined ? {} : { fragment }) });
    return EXIT.held;
  }
  const other = await kernelOf(against, patches);
  if (![kernel, other].some(({ machines }) => machines.has(machine))) throw missing(catalogue, machine, [id, against]);
  const { drawing, changes, remark } = compared(machine, [kernel, other], { shows: options.all ? 'all' : 'changes' });
  if (remark !== undefined) io.err(`${remark}\n`);
  const drawn = await picture(drawing, { format: format as PictureFormat, theme, heading: drawing.title });
  handOut(context, drawn, options, { ...inputs, against: other.spec.id, changes });
  return EXIT.held;

  function drawnOf(built: Machine, as: PictureFormat): Promise<string | Uint8Array> {
    const part = fragment === undefined || fragment === machine ? machine : `${fragment}() of ${machine}`;
    const drawing = drawingFor(built, as, fragment);
    // The frame of a fragment says what it does.
    const about = fragment === undefined ? built.spec.description : (drawing.nodes[0]?.tooltip ?? '');
    const heading = [`${part} on ${kernel.spec.id}`, about].filter(Boolean).join(': ');
    return picture(drawing, { format: as, theme, heading });
  }
}

/** Options that say nothing beside each other. */
function refuseUnmeant({ all, against, fragment }: ChartOptions, format: (typeof CHART_FORMATS)[number]): void {
  if (all && against === undefined) {
    throw new OomlabError('E123', '--all unfolds a comparison.', 'Name the other kernel: --against KERNEL.');
  }
  if (fragment !== undefined && against !== undefined) {
    throw new OomlabError('E123', '--against draws the fragments that differ.', 'Leave out --fragment or --against.');
  }
  if (format === 'stately' && (against !== undefined || fragment !== undefined)) {
    throw new OomlabError(
      'E123',
      'The format stately is a whole machine of one kernel.',
      'Leave out --against and --fragment, or take another format.',
    );
  }
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
