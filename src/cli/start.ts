import picocolors from 'picocolors';
import { catalogue } from './catalogue.js';
import { reportFailure } from './failure.js';
import { foundingArgument } from './founding-argument.js';
import { processIo } from './io.js';
import { searchPool, workersOf } from './search-pool.js';

// What `npm start` runs.
const io = processIo(process, picocolors.isColorSupported && process.stdout.isTTY ? 'on' : 'off');
try {
  process.exitCode = await foundingArgument({ io, catalogue, ...searchPool({ workers: workersOf(io.env) }) });
} catch (error) {
  process.exitCode = reportFailure(io, error, { format: 'text' });
}
