import { spokenBy, type ChartEdge, type ChartNode } from './chart.js';
import { textsOf } from './drawing.js';

/** One respect in which two states or transitions may differ, as lines. */
export interface Facet {
  readonly lines: readonly string[];
  /** A plain chart shows it; what it does not show is worth a line only where it differs. */
  readonly shown: 'always' | 'where it differs';
}

/** All that makes a state what it is, except its name, its place and its description, which is about it. */
export const nodeFacets = (node: ChartNode): readonly Facet[] => [
  { lines: textsOf(node), shown: 'always' },
  { lines: node.exits.map((text) => `on exit: ${text}`), shown: 'where it differs' },
  { lines: node.tags.map((tag) => `tagged ${tag}`), shown: 'where it differs' },
  { lines: node.isInitial ? ['starts here'] : [], shown: 'where it differs' },
];

/** All that makes a transition what it is, except its ends, event and guard. */
export const edgeFacets = (edge: ChartEdge): readonly Facet[] => {
  const spoken = spokenBy(edge);
  return [
    { lines: spoken, shown: 'always' },
    { lines: edge.does.filter((text) => !spoken.includes(text)), shown: 'where it differs' },
    { lines: edge.isInternal ? ['stays'] : edge.reenters ? ['enters anew'] : [], shown: 'where it differs' },
  ];
};

/** The facets that are not the same on both. */
export const differing = (before: readonly Facet[], after: readonly Facet[]): readonly Facet[] =>
  before.filter(({ lines }, i) => JSON.stringify(lines) !== JSON.stringify(after[i]?.lines));

/** What there is to read of something on both: the lines of both, with a sign where only one has them. */
export const linesOfBoth = (before: readonly Facet[], after: readonly Facet[]): string[] =>
  before.flatMap(({ lines, shown }, i) => {
    const now = after[i]?.lines ?? [];
    const isSame = JSON.stringify(lines) === JSON.stringify(now);
    if (isSame) return shown === 'always' ? lines : [];
    return signedLines(lines, now);
  });

/** The lines of something that only one has. */
export const linesOfOne = (facets: readonly Facet[]): string[] =>
  facets.flatMap(({ lines, shown }) => (shown === 'always' ? lines : []));

/** As a unified diff: what they share in front and at the back stands once. These lists are a few lines long. */
function signedLines(before: readonly string[], after: readonly string[]): string[] {
  const most = Math.min(before.length, after.length);
  let front = 0;
  while (front < most && before[front] === after[front]) front++;
  let back = 0;
  while (back < most - front && before.at(-1 - back) === after.at(-1 - back)) back++;
  return [
    ...before.slice(0, front),
    ...before.slice(front, before.length - back).map((text) => `- ${text}`),
    ...after.slice(front, after.length - back).map((text) => `+ ${text}`),
    ...before.slice(before.length - back),
  ];
}
