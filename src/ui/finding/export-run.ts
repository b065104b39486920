import { itf, perfetto, sequence, shiviz, timelineOf, timelineSvg } from '../../export/index.js';
import type { Recorded } from '../../play/index.js';
import { traceOf } from '../../trace/index.js';
import type { Theme } from '../parts/theme.js';
import { columnsOf } from './columns-of.js';
import type { Marks } from './marks.js';

/** What a run can be saved as: by its ending, with what to call it. */
export const EXPORTS = {
  'oomlab.txt': 'Replay token',
  txt: 'Thread columns, for a mail',
  svg: 'Timeline as a picture (SVG)',
  png: 'Timeline as a picture (PNG)',
  mmd: 'Sequence diagram (Mermaid)',
  'itf.json': 'Trace for TLA+ tools (ITF)',
  'perfetto.json': 'Trace for Perfetto',
  log: 'Log for ShiViz',
} as const;

export type ExportName = keyof typeof EXPORTS;

export interface ExportOptions {
  readonly marks: Marks;
  readonly command: string;
  readonly theme: Theme;
}

/** A run as a file, made of the same parts as those of the command line. */
export async function exported(run: Recorded, name: ExportName, options: ExportOptions): Promise<Blob> {
  if (name === 'png') return rasterised(await exported(run, 'svg', options));
  const types: { readonly [ending: string]: string } = { svg: 'image/svg+xml' };
  return new Blob([textOf(run, name, options)], { type: types[name] ?? 'text/plain' });
}

function textOf(run: Recorded, name: Exclude<ExportName, 'png'>, { marks, command, theme }: ExportOptions): string {
  const { token, loopStart } = run;
  if (name === 'oomlab.txt') return `${token}\n`;
  if (name === 'txt') return `${columnsOf(run)}\n${command}\n`;
  const trace = traceOf(run.system, run.schedule, loopStart === undefined ? {} : { loopStart });
  const title = `${run.scenario} on ${run.kernel}`;
  switch (name) {
    case 'svg': {
      const failure = marks.failure === undefined ? {} : { failure: marks.failure };
      const description = `${run.question} ${command}`;
      return timelineSvg(timelineOf(trace, { ...failure, race: [...marks.race] }), { theme, title, description });
    }
    case 'mmd':
      return sequence(trace, title);
    case 'itf.json':
      return itf(trace, { token, description: title });
    case 'perfetto.json':
      return perfetto(trace, { scenario: run.scenario, kernel: run.kernel, params: run.params, token, title });
    case 'log':
      return shiviz(trace);
    default:
      return name satisfies never;
  }
}

/** Twice as large as on the screen, for paper and sharp displays. */
const SCALE = 2;

async function rasterised(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
