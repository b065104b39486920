import { join, resolve } from 'node:path';
import picocolors from 'picocolors';
import { catalogue } from './catalogue.js';
import { reportFailure } from './failure.js';
import { processIo } from './io.js';
import { Laboratory } from './pages/laboratory.js';
import { pageText } from './pages/page-text.js';
import { writeWhole } from './write-file.js';

// What `npm run docs` runs: writes each page that rests on searches, with all of them done anew.
const root = resolve(import.meta.dirname, '../../..');
const io = processIo(process, picocolors.isColorSupported && process.stdout.isTTY ? 'on' : 'off');
try {
  for (const page of (await catalogue.pages?.()) ?? []) {
    const file = join('docs', `${page.id}.md`);
    writeWhole(join(root, file), await pageText(page, new Laboratory(catalogue, { root })));
    io.out(`${file}\n`);
  }
} catch (error) {
  process.exitCode = reportFailure(io, error, { format: 'text' });
}
