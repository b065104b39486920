import type { Page } from '../../src/model/index.js';
import { lostWakeup } from './lost-wakeup.js';
import { theReview } from './the-review/index.js';

/** The pages in docs/ that are written from searches. */
export const pages: readonly Page[] = [theReview, lostWakeup];
