import type { Patch } from '../../src/model/index.js';
import { badness, keeping } from '../threads/badness.js';

/** v5.9: badness is signed: a task without pages is worth less than one with a single page. */
export const signedBadness: Patch = {
  id: 'signed-badness',
  commits: [
    {
      id: '9066e5cfb73c',
      subject: 'mm, oom: make the calculation of oom badness more accurate',
      evidence: 'source',
    },
  ],
  summary: 'Badness may be zero or negative, and is no longer raised to one.',
  machines: {
    task: {
      guards: {
        // Nobody chosen yet is LONG_MIN.
        isWorse: (context, event) => context['chosen'] === null || badness(context, event) >= Number(context['points']),
      },
      updates: { keepWorst: keeping(badness) },
    },
  },
};
