import { Searcher } from './client.js';

let shared: Searcher | undefined;

/** The worker for short questions, begun when there is the first one. Searches that somebody may stop have their own. */
export const searcher = (): Searcher => (shared ??= new Searcher());
