import { asciicast, itf, perfetto, sequence, shiviz, timelineOf, timelineSvg, traceDot } from '../../export/index.js';
import type { Recorded } from '../../play/index.js';
import { traceOf } from '../../trace/index.js';
import { rasterised } from '../parts/rasterised.js';
import type { Theme } from '../parts/theme.js';
import { columnsOf } from './columns-of.js';
import { titleOf } from './title.js';
import type { Marks } from '../../play/marks.js';

/** What a run can be saved as: by its ending, with what to call it. */
export const EXPORTS = {
  'oomlab.txt': 'Replay token',
  txt: 'Thread columns, for a mail',
  svg: 'Timeline as a picture (SVG)',
  png: 'Timeline as a picture (PNG)',
  mmd: 'Sequence diagram (Mermaid)',
  dot: 'What depends on what (Graphviz)',
  'itf.json': 'Trace for TLA+ tools (ITF)',
  'perfetto.json': 'Trace for Perfetto',
  log: 'Log for ShiViz',
  cast: 'Recording for asciinema',
} as const;

export type ExportName = keyof typeof EXPORTS;

export interface ExportOptions {
  readonly marks: Marks;
  readonly command: string;
  readonly theme: Theme;
  /** The scenario's own text, where it is somebody's: without it the token means nothing. */
  readonly source: string | undefined;
}

/** A token as a file that can be opened again: a scenario of one's own, which is YAML, has it in its first line. */
export const tokenFile = (token: string, source: string | undefined): string =>
  source === undefined ? `${token}\n` : `# ${token}\n${source}`;

/** A run as a file, made of the same parts as those of the command line. */
export function exported(run: Recorded, name: ExportName, options: ExportOptions): string | Promise<Blob> {
  const { token, loopStart } = run;
  const { command, source } = options;
  if (name === 'oomlab.txt') return tokenFile(token, source);
  if (name === 'txt') return `${columnsOf(run)}\n${command}\n`;
  const trace = traceOf(run.system, run.schedule, { loopStart });
  const title = titleOf(run);
  switch (name) {
    case 'svg':
      return picture();
    case 'png':
      return rasterised(picture());
    case 'mmd':
      return sequence(trace, title);
    case 'dot':
      return traceDot(trace, title);
    case 'itf.json':
      return itf(trace, { token, description: title, ...(source === undefined ? {} : { text: source }) });
    case 'perfetto.json':
      return perfetto(trace, { scenario: run.scenario, kernel: run.kernel, params: run.params, token, title });
    case 'log':
      return shiviz(trace);
    case 'cast':
      return asciicast(trace, { title, command });
    default:
      return name satisfies never;
  }

  function picture(): string {
    const { marks, theme } = options;
    const failure = marks.failure === undefined ? {} : { failure: marks.failure };
    const description = `${run.question} ${command}`;
    return timelineSvg(timelineOf(trace, { ...failure, race: [...marks.race] }), { theme, title, description });
  }
}
