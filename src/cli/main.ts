#!/usr/bin/env node
import picocolors from 'picocolors';
import { processIo } from './io.js';
import { createProgram } from './program.js';

const io = processIo(process, picocolors.isColorSupported && process.stdout.isTTY ? 'on' : 'off');
const program = createProgram({ catalogue: async () => (await import('./catalogue.js')).catalogue }, io);
// Not process.exit(): what was written to a pipe must still get there.
process.exitCode = await program.run(process.argv.slice(2));
