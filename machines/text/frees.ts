import type { DocumentReader, Op } from '../../src/model/index.js';
import type { Cast } from '../cast.js';

/** What an operator frees that no task maps. */
const FREES = ['free_page', 'free_slab'];
/** What a program charges and no task maps. */
const UNMAPPED = ['cache', 'kmem'];

/**
 * Refuses to free pages that are never there: more than a memcg begins with and its tasks' programs charge. Whether they are
 * there in time is for the search to say.
 */
export function refuseLostFrees(cast: Cast, reader: DocumentReader): void {
  for (const [memcg, { usage = 0 }] of Object.entries(cast.memcgs)) {
    const isInside = (other: unknown): boolean => isBelow(cast, String(other), memcg);
    const there = usage + chargesOf(cast, isInside);
    const frees = (['handler', 'admin'] as const).flatMap((who) =>
      (cast[who]?.program ?? []).flatMap(({ type, memcg: from }, i) =>
        FREES.includes(type) && isInside(from) ? [[who, 'program', i] as const] : [],
      ),
    );
    const lost = frees[there];
    if (lost === undefined) continue;
    const what = `"${memcg}" never has that page: of pages that no task maps it begins with ${usage}, and programs charge ${there - usage}.`;
    reader.refuse(lost, what, `Give it "usage: ${usage + frees.length - there}", or free fewer.`);
  }
}

/** How many pages that nobody maps are charged by the programs of those who are, or come to be, inside. */
function chargesOf({ tasks, handler, admin }: Cast, isInside: (memcg: unknown) => boolean): number {
  const moves = [...(handler?.program ?? []), ...(admin?.program ?? [])].filter(({ type }) => type === 'move');
  const inside = Object.entries(tasks).filter(
    ([id, { memcg }]) => isInside(memcg) || moves.some((move) => move['task'] === id && isInside(move['memcg'])),
  );
  const ops = inside.flatMap(([, { program = [] }]): readonly Op[] => program.flat());
  return ops.filter(({ kind }) => UNMAPPED.includes(String(kind))).length;
}

function isBelow({ memcgs }: Cast, memcg: string, above: string): boolean {
  for (let at: string | undefined = memcg; at !== undefined; at = memcgs[at]?.parent) if (at === above) return true;
  return false;
}
