import {
  asciicast,
  columns,
  itf,
  perfetto,
  sequence,
  shiviz,
  timelineOf,
  timelineSvg,
  traceDot,
  traceJson,
  type Theme,
} from '../export/index.js';
import { explained } from '../check/explained.js';
import { Recorded, marksOf } from '../play/index.js';
import { runTitle, type Trace } from '../trace/index.js';
import type { THEMES, TRACE_FORMATS } from './formats.js';
import { rasterise } from './rasterise.js';
import type { Recording } from './recording.js';

export interface TracePictureOptions {
  readonly format: (typeof TRACE_FORMATS)[number];
  readonly theme: (typeof THEMES)[number];
  /** Of what is text, in characters. */
  readonly width: number;
  /** The command that runs it again. */
  readonly replay: string;
}

/** A recorded run in a format; the rasteriser is loaded when it is needed. */
export async function tracePicture(
  recording: Recording,
  trace: Trace,
  { format, theme, width, replay }: TracePictureOptions,
): Promise<string | Uint8Array> {
  const { token, text, ending } = recording;
  const { scenario } = trace.system;
  const title = runTitle(token, recording);
  const source = { scenario: token.scenario, kernel: token.kernel, params: trace.system.params, token: text };
  const svg = (colours: Theme): string => {
    const playback = new Recorded(trace.system);
    playback.play(token.schedule);
    const { failure, race } = marksOf(playback, explained(trace.system, token.schedule));
    const marks = { ...(failure === undefined ? {} : { failure }), race: [...race] };
    const description = `${scenario.question} ${replay}`;
    return timelineSvg(timelineOf(trace, marks), { theme: colours, title, description });
  };
  switch (format) {
    case 'columns':
      return `${columns(trace, { width, title })}\n${replay}\n`;
    case 'mermaid':
      return sequence(trace, title);
    case 'dot':
      return traceDot(trace, title);
    case 'svg':
      return svg(theme);
    case 'png':
      return rasterise(svg(theme === 'auto' ? 'light' : theme));
    case 'json':
      return `${JSON.stringify({ version: 1, ...source, ending, ...traceJson(trace) }, undefined, 2)}\n`;
    case 'itf':
      return itf(trace, { token: text, description: title });
    case 'perfetto':
      return perfetto(trace, { ...source, title });
    case 'shiviz':
      return shiviz(trace);
    case 'html':
      return (await import('./html-report.js')).htmlReport(recording, trace, { replay, width });
    case 'asciicast':
      return asciicast(trace, { width, title, command: replay });
    default:
      return format satisfies never;
  }
}
