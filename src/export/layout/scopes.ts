import type { Drawing, DrawnNode } from '../drawing.js';

/**
 * The parts of a drawing that are laid out each by itself: the regions of a parallel state, and sections that stand side by
 * side. The layout library lays a nested chart out as one, but not through a box whose children are only packed.
 */
export interface Scopes {
  /** The scope in which a transition is laid out; none where it leads from one to another. */
  scopeOfEdge(edge: { readonly from: string; readonly to: string }): Scope | undefined;
  /** Whether the states right in this one are packed side by side instead of being laid out by their edges. */
  isPacked(id: string | undefined): boolean;
}

/** The state that frames it; without one it is the whole drawing. */
export interface Scope {
  readonly frame?: string;
}

export function scopesOf({ nodes, edges }: Drawing): Scopes {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parentOf = ({ parent }: DrawnNode): DrawnNode | undefined =>
    parent === undefined ? undefined : byId.get(parent);
  const topOf = (id: string): string => {
    let one = byId.get(id);
    for (let next = one; next !== undefined; next = parentOf(next)) one = next;
    return one?.id ?? id;
  };
  const top = nodes.filter(({ parent }) => parent === undefined);
  const isApart =
    top.length > 1 &&
    !top.some(({ isInitial }) => isInitial) &&
    edges.every(({ from, to }) => topOf(from) === topOf(to));
  const isPacked = (id: string | undefined): boolean =>
    id === undefined ? isApart : byId.get(id)?.isParallel === true;
  const scopeOf = (id: string): Scope | undefined => {
    const node = byId.get(id);
    // What is packed lies in no scope: only what is in it does.
    if (node === undefined || isPacked(node.parent)) return undefined;
    for (let one = parentOf(node); one !== undefined; one = parentOf(one)) {
      if (isPacked(one.parent)) return { frame: one.id };
    }
    return {};
  };
  return {
    isPacked,
    scopeOfEdge({ from, to }) {
      const [one, other] = [scopeOf(from), scopeOf(to)];
      return one !== undefined && other !== undefined && one.frame === other.frame ? one : undefined;
    },
  };
}
