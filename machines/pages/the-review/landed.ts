import type { PageBlock } from '../../../src/model/index.js';
import { ask } from '../blocks.js';

/** What v4.19 has of it, and what came with it. */
export const landed: readonly PageBlock[] = [
  '## What landed',
  `The patch was merged for v4.19 with its try_charge as in the RFC, and not alone: the same release changed what the reaper, the
  notifiers, oom_lock and the OOM report do.`,
  { kind: 'patches', kernel: 'v4.19', above: 'v4.18' },
  `Beside the patch as reviewed, the WARN is gone and the report has come. No verdict changes besides:`,
  {
    kind: 'sameness',
    kernels: ['patch-20180628', 'v4.19'],
    except: [
      ask('no-victim-slab warn'),
      ask('no-victim-fault warn'),
      ask('report-storm warn'),
      ask('report-storm 2-reports'),
      ask('two-slabs warn'),
      ask('two-slabs report'),
      ask('shared-mm report'),
    ],
  },
];
