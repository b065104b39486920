import { actionList, configOf, definitionOf, fragmentOf, type Machine, type State } from '../model/index.js';
import { actionText, chartOf, type Chart, type ChartEdge, type ChartNode } from './chart.js';
import { plainDrawing, type Drawing } from './drawing.js';

/**
 * A machine taken apart into its fragments, as a file is into its functions: for each one that has states inside a chart
 * of its own, however many places embed it. A fragment that embeds another has one folded state for it. What the machine
 * is around its fragments stands under `AROUND`.
 */
export type Sections = ReadonlyMap<string, Chart>;

/** The section of what is no fragment: no fragment has an empty name. */
export const AROUND = '';

/** The id of the state that frames a section; the states in it are below. */
export const sectionId = (name: string): string => `${name}()`;

/** Takes a machine apart, what is around its fragments first, then each in the order in which the chart comes to it. */
export function sectionsOf(machine: Machine): Sections {
  const chart = chartOf(machine);
  const nodes = new Map(chart.nodes.map((node) => [node.id, node]));
  const owners = ownersOf(chart);
  const sections = new Map<string, Chart>();
  for (const at of ['', ...chart.nodes.filter(isSection).map(({ id }) => id)]) {
    const name = nodes.get(at)?.fragment ?? AROUND;
    // Every place that embeds a fragment has the same states.
    if (!sections.has(name)) sections.set(name, sectionAt(at, name));
  }
  return sections;

  function sectionAt(at: string, name: string): Chart {
    const section = sectionId(name);
    const rebased = (id: string): string => `${section}.${at === '' ? id : id.slice(at.length + 1)}`;
    const inside = chart.nodes.filter(({ id }) => owners.get(id) === at);
    const isInside = (id: string): boolean => owners.get(id) === at;
    const edges = chart.edges.filter(({ from }) => isInside(from));
    /** Where an edge leads as seen from here: into a folded fragment as a whole, or away. */
    const seen = (id: string): string | undefined => {
      for (let one: string | undefined = id; one !== undefined; one = nodes.get(one)?.parent) {
        if (isInside(one)) return one;
      }
      return undefined;
    };
    const away = [...new Set(edges.map(({ to }) => to).filter((to) => seen(to) === undefined))];
    const moved = (node: ChartNode): ChartNode => ({
      ...node,
      id: rebased(node.id),
      parent: node.parent === undefined || node.parent === at ? section : rebased(node.parent),
    });
    return {
      title: name === AROUND ? chart.title : name,
      description: chart.description,
      nodes: [
        frame(machine, name),
        ...inside.map((node) => moved(isSection(node) ? folded(machine, node) : node)),
        ...away.map((id) => outside(section, id)),
      ],
      edges: edges.map((edge): ChartEdge => {
        const to = seen(edge.to);
        return { ...edge, from: rebased(edge.from), to: to === undefined ? awayId(section, edge.to) : rebased(to) };
      }),
    };
  }
}

/** The sections of a machine in one drawing, each once. */
export function sectionsDrawing(machine: Machine): Drawing {
  const parts = [...sectionsOf(machine).values()].map(plainDrawing);
  return {
    title: machine.spec.id,
    description: machine.spec.description,
    nodes: parts.flatMap(({ nodes }) => nodes),
    edges: parts.flatMap(({ edges }) => edges),
    links: [],
    legend: [],
  };
}

/** Where a state is drawn when each section has a picture of its own. */
export interface Place {
  /** The name of the section. */
  readonly section: string;
  /** The active states in it, outermost first: the last one is folded unless it is the section that follows. */
  readonly ids: readonly string[];
}

/** The sections that a state lies in, outermost first, and which of their states it makes active. */
export function placesOf(machine: Machine, path: string): readonly Place[] {
  const places: { section: string; ids: string[]; at: string }[] = [
    { section: AROUND, ids: [sectionId(AROUND)], at: '' },
  ];
  let state: State | undefined = configOf(machine);
  let walked = '';
  for (const name of path.split('.')) {
    state = state?.states?.[name];
    if (state === undefined) break;
    walked = walked === '' ? name : `${walked}.${name}`;
    const place = places.at(-1)!;
    place.ids.push(`${sectionId(place.section)}.${place.at === '' ? walked : walked.slice(place.at.length + 1)}`);
    const fragment = fragmentOf(state);
    if (fragment !== undefined && state.states !== undefined) {
      places.push({ section: fragment, ids: [sectionId(fragment)], at: walked });
    }
  }
  return places.map(({ section, ids }) => ({ section, ids }));
}

/** The innermost fragment around each state, as the path of the state that embeds it; the empty path around all of them. */
export function ownersOf(chart: Chart): ReadonlyMap<string, string> {
  const nodes = new Map(chart.nodes.map((node) => [node.id, node]));
  const owners = new Map<string, string>();
  for (const { id, parent } of chart.nodes) {
    const around = parent === undefined ? undefined : nodes.get(parent);
    owners.set(id, around === undefined ? '' : isSection(around) ? around.id : (owners.get(around.id) ?? ''));
  }
  return owners;
}

const isSection = ({ fragment, kind }: ChartNode): boolean => fragment !== undefined && kind === 'compound';

/** The fragment itself, without what the state that embeds it adds. */
function frame(machine: Machine, name: string): ChartNode {
  const { entry, exit, description } = name === AROUND ? {} : definitionOf(machine, name);
  return {
    id: sectionId(name),
    name: name === AROUND ? machine.spec.id : name,
    kind: 'compound',
    isInitial: false,
    does: actionList(entry).map(actionText),
    exits: actionList(exit).map(actionText),
    tags: [],
    ...(name === AROUND ? {} : { fragment: name }),
    ...(description === undefined ? {} : { description }),
  };
}

/** A state that embeds a fragment, with what it adds to it. */
function folded(machine: Machine, node: ChartNode): ChartNode {
  const { entry, exit } = definitionOf(machine, node.fragment ?? '');
  const added = (here: readonly string[], own: readonly string[]): readonly string[] =>
    JSON.stringify(here) === JSON.stringify(own) ? [] : here;
  return {
    ...node,
    kind: 'leaf',
    isFragmentFolded: true,
    does: added(node.does, actionList(entry).map(actionText)),
    exits: added(node.exits, actionList(exit).map(actionText)),
  };
}

const awayId = (section: string, id: string): string => `${section}.away:${id}`;

/** A state of another fragment that a transition names by its id. */
const outside = (section: string, id: string): ChartNode => ({
  id: awayId(section, id),
  name: `to ${id}`,
  parent: section,
  kind: 'leaf',
  isInitial: false,
  does: [],
  exits: [],
  tags: [],
});
