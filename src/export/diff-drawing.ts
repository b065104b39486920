import { causeText } from './causes.js';
import { changedInside, type ChartDiff, type FragmentChange } from './chart-diff.js';
import { diffLegend } from './diff-legend.js';
import type { Drawing, DrawnEdge, DrawnNode, Mark } from './drawing.js';
import { edgeFacets, linesOfBoth, linesOfOne, nodeFacets } from './facets.js';
import type { MergedChart, MergedEdge, MergedNode } from './merge.js';
import { AROUND, sectionId } from './sections.js';

export interface DiffDrawingOptions {
  /**
   * `changes`: each fragment that differs in full, once, and the others folded where these embed them. `all`: both charts
   * with all that is in them, fragments inside each other.
   */
  readonly shows: 'changes' | 'all';
}

/** What is different about a machine on two kernels, in one drawing. A machine that one of them lacks is drawn whole. */
export function diffDrawing(diff: ChartDiff, { shows }: DiffDrawingOptions): Drawing {
  const isWhole = shows === 'all' || diff.only !== undefined;
  const { nodes, edges, links } = isWhole ? drawWhole(diff) : drawSections(diff);
  return {
    title: `${diff.machine}: ${diff.names[0]} (-) against ${diff.names[1]} (+)`,
    description: diff.description,
    nodes,
    edges,
    links,
    legend: diffLegend(diff, { folds: isWhole ? 'nothing' : 'what is the same' }),
  };
}

type Drawn = Pick<Drawing, 'nodes' | 'edges' | 'links'>;

function drawWhole({ whole, fragments, only }: ChartDiff): Drawn {
  // Where all is new, so is every fragment, and the legend says by whom.
  const changes = byName(only === undefined ? fragments : []);
  const nodes = whole.nodes.map((node) => {
    const change = changes.get((node.after ?? node.before)?.fragment ?? '');
    return drawnNode(node, change, change?.by.map(causeText) ?? []);
  });
  return { nodes, edges: whole.edges.map((edge) => drawnEdge(edge, changes)), links: [] };
}

function drawSections(diff: ChartDiff): Drawn {
  const { sections } = diff;
  const changes = byName(diff.fragments);
  const drawn = [...sections].filter(([name, merged]) => changes.has(name) || (name === AROUND && isMarked(merged)));
  const apart = new Set(drawn.map(([name]) => sectionId(name)));
  const parts = drawn.map(([, merged]) => drawSection(framed(merged), changes, remarkOn));
  return {
    nodes: parts.flatMap(({ nodes }) => nodes),
    edges: parts.flatMap(({ edges }) => edges),
    links: parts.flatMap(({ links }) => links).filter(({ to }) => apart.has(to)),
  };

  function remarkOn(fragment: string): string {
    const change = changes.get(fragment);
    if (change !== undefined) return `${change.mark} drawn apart`;
    const inside = changedInside(diff, fragment).map(({ mark, name }) => `${mark} ${name}`);
    return inside.length === 0 ? 'the same on both' : `the same but for ${inside.join(', ')}`;
  }
}

/** What differs in a section marks its frame. */
const framed = ({ nodes: [frame, ...nodes], edges }: MergedChart): MergedChart => ({
  nodes: frame === undefined ? [] : [{ ...frame, mark: frame.mark ?? '~' }, ...nodes],
  edges,
});

const byName = (fragments: readonly FragmentChange[]): ReadonlyMap<string, FragmentChange> =>
  new Map(fragments.map((change) => [change.name, change]));

const isMarked = ({ nodes, edges }: MergedChart): boolean =>
  [...nodes, ...edges].some(({ mark }) => mark !== undefined);

function drawSection(
  { nodes, edges }: MergedChart,
  changes: ReadonlyMap<string, FragmentChange>,
  remarkOn: (fragment: string) => string,
): Drawn {
  const links: Drawing['links'][number][] = [];
  const drawn = nodes.map((node): DrawnNode => {
    const { fragment, isFragmentFolded, name } = node.after ?? node.before ?? {};
    const change = fragment === undefined ? undefined : changes.get(fragment);
    if (!isFragmentFolded || fragment === undefined) {
      const plain = drawnNode(node, change, change === undefined ? [] : headNotes(change));
      return withOps(plain, edges.filter(({ from }) => from === node.id).filter(isOp), changes);
    }
    links.push({ from: node.id, to: sectionId(fragment) });
    const called = fragment === name ? '' : `${fragment}() `;
    return { ...drawnNode(node, undefined, [`${called}(${remarkOn(fragment)})`]), isFolded: true };
  });
  return {
    nodes: drawn,
    edges: edges.filter((edge) => !isOp(edge)).map((edge) => drawnEdge(edge, changes)),
    links,
  };
}

/** An op of an object that has no modes: a loop at its only state. */
const isOp = ({ before, after }: MergedEdge): boolean =>
  [before, after].every((edge) => edge === undefined || (edge.isInternal && edge.fragment !== undefined));

/**
 * A state with the ops that differ as a list in it, by fragment. An object has an op for everything that anybody asks of
 * it: as loops they lie on top of each other, and those that did not change would hide those that did.
 */
function withOps(node: DrawnNode, ops: readonly MergedEdge[], changes: ReadonlyMap<string, FragmentChange>): DrawnNode {
  if (ops.length === 0) return node;
  const differing = ops.filter(({ mark }) => mark !== undefined);
  const fragmentIn = ({ before, after }: MergedEdge): string => (after ?? before)?.fragment ?? '';
  const list = [...new Set(differing.map(fragmentIn))].flatMap((fragment) => [
    signed(changes.get(fragment)?.mark, fragment),
    ...differing.filter((edge) => fragmentIn(edge) === fragment).map((edge) => `  ${linesOf(edge).join(' / ')}`),
  ]);
  const same = ops.length - differing.length;
  const rest = same === 0 ? [] : [`${same} more ${same === 1 ? 'op is' : 'ops are'} the same on both`];
  const texts = [...node.texts, ...list, ...rest];
  if (list.length === 0 || node.mark !== undefined) return { ...node, texts, isList: true };
  return { ...node, title: signed('~', node.title), texts, isList: true, mark: '~' };
}

/** Who changed a fragment, and where it is embedded. */
function headNotes({ by, embeddedIn }: FragmentChange): string[] {
  const places = embeddedIn.map(({ name, mark }) => signed(mark, name === AROUND ? 'the machine itself' : name));
  return [...by.map(causeText), ...(places.length === 0 ? [] : [`embedded in: ${places.join(', ')}`])];
}

const signed = (mark: Mark | undefined, text: string): string => (mark === undefined ? text : `${mark} ${text}`);

function drawnNode(node: MergedNode, change: FragmentChange | undefined, notes: readonly string[]): DrawnNode {
  const { id, parent, before, after } = node;
  const { kind, name, isInitial, description } = (after ?? before)!;
  // A fragment that differs inside is marked as a whole; so is its frame.
  const mark = node.mark ?? change?.mark;
  const facets = [before, after].flatMap((one) => (one === undefined ? [] : [nodeFacets(one)]));
  const [first = [], second] = facets;
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    kind,
    isInitial: isInitial || before?.isInitial === true,
    title: signed(mark, name),
    texts: second === undefined ? linesOfOne(first) : linesOfBoth(first, second),
    ...(notes.length === 0 ? {} : { notes }),
    ...(description === undefined ? {} : { tooltip: description }),
    ...(mark === undefined ? {} : { mark }),
  };
}

function drawnEdge(edge: MergedEdge, changes: ReadonlyMap<string, FragmentChange>): DrawnEdge {
  const { from, to, before, after, mark } = edge;
  const change = changes.get((after ?? before)?.fragment ?? '');
  const source = change === undefined ? [] : [`in ${signed(change.mark, change.name)}`];
  return { from, to, texts: [...linesOf(edge), ...source], ...(mark === undefined ? {} : { mark }) };
}

/** What there is to read of a transition. */
function linesOf({ before, after, mark, places }: MergedEdge): string[] {
  const facets = [before, after].flatMap((one) => (one === undefined ? [] : [edgeFacets(one)]));
  const [first = [], second] = facets;
  return [
    signed(mark, (after ?? before)?.label ?? ''),
    ...(second === undefined ? linesOfOne(first) : linesOfBoth(first, second)),
    ...(places === undefined ? [] : [`- alternative ${places[0]}`, `+ alternative ${places[1]}`]),
  ];
}
