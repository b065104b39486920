import { useEffect, useRef } from 'preact/hooks';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { elk } from '../charts/layouter.js';
import { Refused } from '../parts/notice.js';
import { useSoon } from '../parts/soon.js';
import type { GroupNode, Landscape } from '../worker/groups.js';

const LINE = 15;
const LETTER = 6.7;

interface Box {
  readonly node: GroupNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly { readonly path: string; readonly isOnWay: boolean }[];
}

/** The states around a run, those of one chart configuration as one box. */
export function StateGraph({ landscape }: { readonly landscape: Landscape }) {
  const { nodes, edges, groups, states } = landscape;
  const key = JSON.stringify([nodes.map(({ id, isHere, isOnWay }) => [id, isHere, isOnWay]), edges.length]);
  const soon = useSoon(key, () => drawn(landscape));
  return (
    <>
      <h2>State graph</h2>
      <p class="dim">
        {states.toLocaleString('en')} states in {groups.toLocaleString('en')} groups, by the functions in which the
        threads are; {nodes.length < groups ? `the ${nodes.length} nearest are drawn.` : 'all are drawn.'} Thick: your
        way. ✗ dashed: some states in it are lost.
      </p>
      {soon.kind === 'refused' ? <Refused refusal={soon.refusal} /> : null}
      {soon.kind === 'waiting' ? <div class="skeleton" aria-hidden="true" /> : null}
      {soon.kind === 'here' ? <Picture drawn={soon.value} /> : null}
    </>
  );
}

function Picture({ drawn: { width, height, boxes, lines } }: { readonly drawn: Drawn }) {
  const place = useRef<HTMLDivElement>(null);
  const here = boxes.find(({ node }) => node.isHere);
  useEffect(() => {
    if (place.current === null || here === undefined) return;
    place.current.scrollLeft = here.x + here.width / 2 - place.current.clientWidth / 2;
    place.current.scrollTop = here.y - place.current.clientHeight / 3;
  }, [boxes]);
  return (
    <div
      class="graph"
      ref={place}
      tabIndex={0}
      role="group"
      aria-label="Groups of states, and how steps lead from one to another"
    >
      <svg width={width} height={height} role="img" aria-label={`${boxes.length} groups of states`}>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX={8}
          refY={4}
          markerWidth={8}
          markerHeight={8}
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path class="arrow" d="M0 0l8 4l-8 4z" />
        </marker>
        {lines.map(({ path, isOnWay }) => (
          <path class={isOnWay ? 'line way' : 'line'} d={path} />
        ))}
        {boxes.map(({ node, x, y, width: w, height: h }) => (
          <g class={`group ${node.kind} ${node.isHere ? 'here' : ''} ${node.isOnWay ? 'on-way' : ''}`}>
            <rect x={x} y={y} width={w} height={h} rx={6} />
            {textsOf(node).map((text, row) => (
              <text x={x + 8} y={y + 16 + row * LINE}>
                {text}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

const SIGNS = { open: '', end: '■ ', bad: '✗ ', lost: '✗✗ ' } as const;

function textsOf({ lines, states, kind, isHere }: GroupNode): string[] {
  return [
    ...lines,
    `${isHere ? '● here, ' : ''}${SIGNS[kind]}${states.toLocaleString('en')} ${states === 1 ? 'state' : 'states'}`,
  ];
}

async function drawn({ nodes, edges }: Landscape): Promise<Drawn> {
  const layouter = await elk();
  const graph: ElkNode = {
    id: 'states',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.spacing.nodeNode': '18',
      'elk.layered.spacing.nodeNodeBetweenLayers': '28',
      'elk.randomSeed': '1',
    },
    children: nodes.map((node) => {
      const texts = textsOf(node);
      const longest = Math.max(...texts.map(({ length }) => length));
      return { id: String(node.id), width: longest * LETTER + 16, height: texts.length * LINE + 12 };
    }),
    edges: edges.map(({ from, to }, i) => ({ id: `e${i}`, sources: [String(from)], targets: [String(to)] })),
  };
  const laid = await layouter.layout(graph);
  const byId = new Map(nodes.map((node) => [String(node.id), node]));
  const onWay = (id: string | undefined): boolean => byId.get(id ?? '')?.isOnWay === true;
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    boxes: (laid.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => ({
      node: byId.get(id) as GroupNode,
      x,
      y,
      width,
      height,
    })),
    lines: (laid.edges ?? []).flatMap(({ sections = [], sources, targets }) =>
      sections.map(({ startPoint, bendPoints = [], endPoint }) => ({
        path: [startPoint, ...bendPoints, endPoint].map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
        isOnWay: onWay(sources[0]) && onWay(targets[0]),
      })),
    ),
  };
}
