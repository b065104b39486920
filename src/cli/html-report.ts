import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explained } from '../check/explained.js';
import { columns, picturesOf, type Pictures, type Place } from '../export/index.js';
import { OomlabError } from '../model/index.js';
import { Recorded, reportOf, type ReportedRun } from '../play/index.js';
import { runTitle, type Trace } from '../trace/index.js';
import { layouter } from './layouter.js';
import { packageFile } from './package-file.js';
import type { Recording } from './recording.js';

/** A longer one is no page that somebody reads, and no file that somebody sends. */
const LONGEST = 5000;

export interface HtmlReportOptions {
  /** The command that runs it again. */
  readonly replay: string;
  readonly width: number;
}

/**
 * A run as one file that opens from disk: the work page of `oomlab ui`, with all that it shows written into it. Its policy
 * allows its own script and style, by their hashes, and nothing else. Throws E123 for a run that is too long.
 */
export async function htmlReport(
  recording: Recording,
  trace: Trace,
  { replay, width }: HtmlReportOptions,
): Promise<string> {
  const { system, token } = recording;
  if (token.schedule.length > LONGEST) {
    throw new OomlabError(
      'E123',
      `The run has ${token.schedule.length} steps, and a report has at most ${LONGEST}.`,
      'Look at it in "oomlab ui", which opens runs of any length.',
    );
  }
  const playback = new Recorded(system);
  playback.play(token.schedule);
  const run = reportOf(playback);
  const title = runTitle(token, recording);
  const written = {
    run,
    title,
    columns: `${columns(trace, { width, title })}\n${replay}\n`,
    command: replay,
    reasons: explained(system, token.schedule) ?? null,
    ...(await charts(run, picturesOf(system.kernel, layouter))),
  };
  return page(title, JSON.stringify(written));
}

/** Every chart in which somebody is at some time, and where in it. */
async function charts(
  { actors, start, moves }: ReportedRun,
  pictures: Pictures,
): Promise<{ readonly places: unknown; readonly pictures: unknown }> {
  const places: { [machine: string]: { [path: string]: readonly Place[] } } = {};
  const drawn: { [machine: string]: { [section: string]: unknown } } = {};
  for (const { index, machine } of actors) {
    const been = [start[index], ...moves.map((move) => move[index])].flatMap((place) => place?.path ?? []);
    for (const path of new Set(been)) {
      const found = pictures.placesOf(machine, path);
      (places[machine] ??= {})[path] = found;
      for (const { section } of found) {
        if (drawn[machine]?.[section] !== undefined) continue;
        const { layout, edges, tints } = await pictures.pictureOf(machine, section);
        (drawn[machine] ??= {})[section] = { layout, edges, tints: Object.fromEntries(tints) };
      }
    }
  }
  return { places, pictures: drawn };
}

function page(title: string, data: string): string {
  const folder = packageFile('dist/report', 'report.js');
  // Neither may end the element that it stands in.
  const script = readFileSync(join(folder, 'report.js'), 'utf8').replaceAll('</script', '<\\/script');
  const style = readFileSync(join(folder, 'report.css'), 'utf8').replaceAll('</style', '<\\/style');
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<div id="app"></div>',
    `<script type="application/json" id="report">${data.replaceAll('<', '\\u003c')}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
