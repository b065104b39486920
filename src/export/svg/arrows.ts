import type { Point } from '../layout/chart-layout.js';
import { element } from './xml.js';

/** A line through points, its corners a little rounded. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${first.x} ${first.y}`];
  for (const [i, point] of rest.entries()) {
    const next = rest[i + 1];
    if (next === undefined) parts.push(`L${point.x} ${point.y}`);
    else parts.push(corner(points[i] as Point, point, next));
  }
  return parts.join('');
}

const RADIUS = 5;

function corner(before: Point, at: Point, after: Point): string {
  const [a, b] = [towards(at, before), towards(at, after)];
  return `L${a.x} ${a.y}Q${at.x} ${at.y} ${b.x} ${b.y}`;
}

/** The point so far from a corner that a round one begins there, or half way if the next corner is near. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return { x: round(from.x + (to.x - from.x) * share), y: round(from.y + (to.y - from.y) * share) };
}

/**
 * The head of an arrow at the end of a line, as a shape of its own: a marker would be found by an id, and two drawings in one
 * page would share it.
 */
export function arrowHead(points: readonly Point[], size = 7): string {
  const [before, tip] = points.slice(-2);
  if (before === undefined || tip === undefined) return '';
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [dx, dy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const side = (sign: number): string =>
    `${round(tip.x - dx * size + sign * dy * size * 0.45)} ${round(tip.y - dy * size - sign * dx * size * 0.45)}`;
  return element('path', { class: 'head', d: `M${tip.x} ${tip.y}L${side(1)}L${side(-1)}Z` });
}

const round = (value: number): number => Math.round(value * 10) / 10;
