import { HANGS } from '../../model/index.js';
import type { Schedule, System } from '../../system/index.js';
import { depends, type Footprint } from '../footprint.js';
import { TableHost } from '../table.js';
import { aimedAt, type Aim } from './aim.js';
import { Courses, type Course, type Stride } from './course.js';
import { Passing } from './passing.js';

/** Two steps of a run whose order decides, found by taking the run again in the other order. Numbers are from 0. */
export interface Race {
  /** The step that comes first in the run, and the one that should have. */
  readonly first: number;
  readonly second: number;
  /** The run in the other order, as far as the two steps: from there on it can still pass. */
  readonly swapped: Schedule;
}

/** What the last step before the point of no return competes with, where no other step of the run does. */
export interface Instead {
  /** `order`: another thread should have moved first; `choice`: the thread itself had another alternative. */
  readonly kind: 'order' | 'choice';
}

/** Why a run shows what it shows. */
export interface Why {
  /** The run, up to where it shows it. */
  readonly schedule: Schedule;
  /** After so many steps every continuation shows it; 0 if all runs of the system do. */
  readonly noReturn: number;
  /** With `false` the point of no return may lie earlier: what follows the earlier states was too much to look at. */
  readonly exact: boolean;
  readonly race?: Race;
  readonly instead?: Instead;
  /** The nearest run that does not show it: the same up to the step before the point of no return, then on to an end. */
  readonly passing?: Schedule;
}

export interface WhyOptions {
  /** How many states to look at, at most. */
  readonly states?: number;
}

const STATES = 3_000_000;

/**
 * Explains a run that shows an outcome or violates a safety property: from where on it could not be helped, which two steps'
 * order decided that, and the nearest run that goes well.
 *
 * Nothing if the run does not show it, or if even what follows its end is too much to look at.
 */
export function why(
  system: System,
  schedule: Schedule,
  aim: Aim,
  { states = STATES }: WhyOptions = {},
): Why | undefined {
  const shown = upToAim(system, schedule, aim);
  const passing = shown && Passing.around(system, shown, aim, states);
  if (passing === undefined) return undefined;
  const courses = new Courses(passing.host);
  const course = courses.take(shown as Schedule);
  const canPass = course.vectors.map((vector, step) => step >= passing.after && passing.canPass(vector));
  if (canPass.at(-1)) return undefined;
  const noReturn = canPass.lastIndexOf(true) + 1;
  if (noReturn === 0) return { schedule: course.schedule, noReturn: passing.after, exact: passing.after === 0 };
  const decisive = noReturn - 1;
  const before = course.vectors[decisive] as Int32Array;
  const way = [...course.schedule.slice(0, decisive), ...passing.wayOn(before)];
  const race = raceOf(courses, course, decisive, passing);
  return {
    schedule: course.schedule,
    noReturn,
    exact: true,
    ...(race === undefined ? { instead: insteadOf(courses, course, way, decisive) } : { race }),
    passing: way,
  };
}

/** Whether a run comes to a state that is aimed at. */
export const shows = (system: System, schedule: Schedule, aim: Aim): boolean =>
  upToAim(system, schedule, aim) !== undefined;

/** The run up to where it shows what it is said to show; nothing if it does not. Whether it hangs, what follows it must say. */
function upToAim(system: System, schedule: Schedule, aim: Aim): Schedule | undefined {
  if (aim.name === HANGS) return schedule;
  const host = new TableHost(system);
  const reached = aimedAt(system, aim, host);
  const course = new Courses(host).take(schedule, reached);
  host.vector.set(course.vectors.at(-1) as Int32Array);
  return reached() ? course.schedule : undefined;
}

/**
 * The step at which it was decided, and the nearest other step that depends on it and after which, taken in the other order,
 * a run can still pass. First among those that came later, then among those that came before.
 */
function raceOf(courses: Courses, course: Course, decisive: number, passing: Passing): Race | undefined {
  const footprints = courses.footprintsOf(course);
  const { strides } = course;
  const other = (step: number): boolean => strides[step]?.thread !== strides[decisive]?.thread;
  const pairs: (readonly [number, number])[] = [];
  for (let later = decisive + 1; later < strides.length; later++) if (other(later)) pairs.push([decisive, later]);
  for (let earlier = decisive - 1; earlier >= passing.after; earlier--) {
    if (other(earlier)) pairs.push([earlier, decisive]);
  }
  for (const [first, second] of pairs) {
    if (!depends(footprints[first] as Footprint, footprints[second] as Footprint)) continue;
    const order = swappedOrder(strides, first, second);
    const swapped = courses.follow(order);
    // Only if both were possible in the other order is it the same two steps.
    if (swapped.strides.length === order.length && passing.canPass(swapped.vectors.at(-1) as Int32Array)) {
      return { first, second, swapped: swapped.schedule };
    }
  }
  return undefined;
}

/** The run up to the first of two steps, then what the second one's thread did up to it, then the first. */
function swappedOrder(strides: readonly Stride[], first: number, second: number): Stride[] {
  const { thread } = strides[second] as Stride;
  const needed = strides.slice(first + 1, second).filter((one) => one.thread === thread);
  return [...strides.slice(0, first), ...needed, strides[second] as Stride, strides[first] as Stride];
}

function insteadOf(courses: Courses, course: Course, way: Schedule, decisive: number): Instead {
  const { strides } = courses.take(way);
  return { kind: strides[decisive]?.thread === course.strides[decisive]?.thread ? 'choice' : 'order' };
}
