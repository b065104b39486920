import { resolve } from 'node:path';
import { servePage, type ServedPage } from '../../../src/cli/page-server.js';

/** The page as it was built. */
export const BUILT = resolve(import.meta.dirname, '../../../dist/ui');

export const serve = (): Promise<ServedPage> => servePage(BUILT, 0);
