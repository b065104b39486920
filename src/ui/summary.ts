import { summary as built } from 'virtual:summary';
import type { Summary } from '../check/summary.js';

/** What the catalogue says of itself, worked out when the page was built. */
export const summary = built as Summary & { readonly version: string };
