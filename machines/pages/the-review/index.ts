import type { Page } from '../../../src/model/index.js';
import { aftermath } from './aftermath.js';
import { complaint } from './complaint.js';
import { landed } from './landed.js';
import { notes } from './notes.js';
import { options } from './options.js';

/** The founding mail, point by point: "[RFC PATCH] memcg, oom: move out_of_memory back to the charge path", 2018-06-20. */
export const theReview: Page = {
  id: 'the-review',
  title: 'The review, reproduced',
  blocks: [
    `On 20 June 2018 Michal Hocko proposed to move the kill of a memcg’s OOM from the end of the page fault back into the charge, and
    Johannes Weiner answered the same day (“Re: [RFC PATCH] memcg, oom: move out_of_memory back to the charge path”). This page goes
    through that mail point by point and asks the models of the kernels concerned what is so: every interleaving of the scenarios named,
    on v3.11 (kills in the charge), v3.12 (at the end of the fault), v4.18 (what the mail patches), the RFC with either of its options, the
    patch as reviewed (28 June), and what was merged for v4.19.`,
    `_never_, _sometimes_ and _always_ speak of all runs that end, _hangs_ of runs that no longer can; P-… are properties, which hold or are
    violated. Each scenario’s sizes and what the model leaves out stand in its file and in [ARCHITECTURE.md](../ARCHITECTURE.md).
    Verdicts, runs, steps, patches and commits are worked out when this page is written, and where the text says of a patch that it
    brought or mended something, the search was asked and agreed. In brackets: how a commit’s id is known.`,
    ...complaint,
    ...notes,
    ...options,
    ...landed,
    ...aftermath,
  ],
};
