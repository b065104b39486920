import type { Page, PageBlock } from '../../model/index.js';
import type { Laboratory } from './laboratory.js';
import { paragraph } from './markdown.js';
import { originsText, originText } from './origin.js';
import { partingText } from './parting.js';
import { reasonsOfRun, runText } from './run.js';
import { samenessText } from './sameness.js';
import { patchesText, turnsText } from './turns.js';
import { verdictTable } from './verdict-table.js';

/**
 * Writes a page in Markdown, searching for all that it says. The same catalogue gives the same bytes.
 *
 * Throws E126 where a claim of the page is not what the search finds.
 */
export async function pageText({ title, blocks }: Page, lab: Laboratory): Promise<string> {
  const parts = [GENERATED, `# ${title}`];
  for (const block of blocks) parts.push(await blockText(block, blocks, lab));
  return `${parts.join('\n\n')}\n`;
}

const GENERATED = '<!-- Written by `npm run docs` from machines/pages; a test holds the two to each other. -->';

/** One block of a page, in Markdown; `all` are the blocks of its page. Throws E126 as the page does. */
export function blockText(block: PageBlock, all: readonly PageBlock[], lab: Laboratory): Promise<string> | string {
  if (typeof block === 'string') return block.startsWith('#') ? block : paragraph(block);
  switch (block.kind) {
    case 'verdicts':
      return verdictTable(block, lab);
    case 'parting':
      return partingText(block, lab);
    case 'turns':
      return turnsText(block, lab);
    case 'patches':
      return patchesText(block, lab);
    case 'origin':
      return originText(block, lab);
    case 'origins':
      return originsText(all, lab);
    case 'sameness':
      return samenessText(block, lab);
    case 'run':
      return runText(block, lab);
    case 'reasons':
      return reasonsOfRun(block, lab);
    default:
      return block satisfies never;
  }
}
