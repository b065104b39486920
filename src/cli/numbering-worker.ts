import { parentPort } from 'node:worker_threads';
import { serveNumbering, type ToNumberingThread } from '../explore/numbering-thread.js';
import { freeUnused } from './free-unused.js';

/** Whoever holds less of what is gone need not hurry. */
const MUCH = 2 ** 26;

parentPort?.on('message', (message: ToNumberingThread) => {
  if (message.kind === 'number' && message.arena.byteLength >= MUCH) freeUnused();
  serveNumbering(message);
});
