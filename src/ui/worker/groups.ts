import type { Graph } from '../../explore/index.js';
import { fragmentsOn } from '../../trace/index.js';
import type { LocalView } from '../../system/index.js';

/** States that look alike in the charts, as one node. */
export interface GroupNode {
  readonly id: number;
  /** Where each thread is, as far as it says something. */
  readonly lines: readonly string[];
  readonly states: number;
  /** `bad`: some state in it is doomed, deadlocked or violates something; `lost`: all of them. */
  readonly kind: 'open' | 'end' | 'bad' | 'lost';
  readonly isOnWay: boolean;
  readonly isHere: boolean;
}

/** The part of the state graph around a run, states of one chart configuration drawn as one. */
export interface Landscape {
  readonly groups: number;
  readonly states: number;
  readonly nodes: readonly GroupNode[];
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

/** More cannot be read at once. */
const MOST_NODES = 28;
/** So many of the groups that one came through. */
const BEHIND = 8;

/** The states of a graph by the functions in which their threads are. */
export class Groups {
  private readonly graph: Graph;
  private readonly groupOf: Int32Array;
  private readonly labels: (readonly string[])[] = [];
  private readonly sizes: number[] = [];
  private readonly bad: number[] = [];
  private readonly ends: number[] = [];
  private readonly next: Set<number>[] = [];

  constructor(graph: Graph, kindOf: (state: number) => 'open' | 'end' | 'bad') {
    this.graph = graph;
    this.groupOf = new Int32Array(graph.states);
    const known = new Map<string, number>();
    const threads = graph.system.actors.filter(({ machine }) => machine.spec.kind === 'thread');
    const texts = new Map<LocalView, string>();
    for (let state = 0; state < graph.states; state++) {
      graph.visit(state);
      const lines = threads.map((thread) => {
        const view = graph.host.view(thread.index);
        const text = texts.get(view) ?? placeText(view, fragmentsOn(thread, view.path).at(-1));
        texts.set(view, text);
        return `${thread.id}: ${text}`;
      });
      const key = lines.join('\n');
      let group = known.get(key);
      if (group === undefined) {
        known.set(key, (group = this.labels.push(lines) - 1));
        this.next.push(new Set());
      }
      this.groupOf[state] = group;
      const kind = kindOf(state);
      this.sizes[group] = (this.sizes[group] ?? 0) + 1;
      this.bad[group] = (this.bad[group] ?? 0) + (kind === 'bad' ? 1 : 0);
      this.ends[group] = (this.ends[group] ?? 0) + (kind === 'end' ? 1 : 0);
    }
    const { starts, targets } = graph.allEdges();
    for (let state = 0; state + 1 < starts.length; state++) {
      const from = this.groupOf[state]!;
      for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
        const to = this.groupOf[targets[edge]!]!;
        if (to !== from) this.next[from]!.add(to);
      }
    }
  }

  /** The groups of a way, and those nearest to where it ends. */
  around(way: readonly number[]): Landscape {
    const passed = new Set(way.map((state) => this.groupOf[state]!));
    const here = this.groupOf[way.at(-1)!]!;
    const chosen = new Set([here, ...[...passed].slice(-BEHIND)]);
    for (const group of chosen) {
      for (const to of this.next[group] ?? []) if (chosen.size < MOST_NODES) chosen.add(to);
    }
    const nodes = [...chosen].map((id): GroupNode => ({
      id,
      lines: this.labels[id]!,
      states: this.sizes[id]!,
      kind: this.kindOf(id),
      isOnWay: passed.has(id),
      isHere: id === here,
    }));
    const edges = [...chosen].flatMap((from) =>
      [...this.next[from]!].filter((to) => chosen.has(to)).map((to) => ({ from, to })),
    );
    return { groups: this.labels.length, states: this.graph.states, nodes, edges };
  }

  private kindOf(group: number): GroupNode['kind'] {
    if (this.bad[group] === this.sizes[group]) return 'lost';
    if (this.bad[group]! > 0) return 'bad';
    return this.ends[group]! > 0 ? 'end' : 'open';
  }
}

const placeText = ({ path }: LocalView, inside: string | undefined): string =>
  inside === undefined ? (path.split('.').at(-1) ?? path) : `${inside}()`;
