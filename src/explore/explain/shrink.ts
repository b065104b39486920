import type { Schedule, System } from '../../system/index.js';
import { depends } from '../footprint.js';
import { TableHost } from '../table.js';
import { aimedAt, nearest, type Aim } from './aim.js';
import { Courses, switches, type Course, type Stride } from './course.js';

export interface ShrinkOptions {
  /** How many states to look at, at most, for each nearer way. */
  readonly states?: number;
}

/** A run made short. */
export interface Shrunk {
  readonly schedule: Schedule;
  /** How many steps it had before. */
  readonly from: number;
}

const STATES = 200_000;

/**
 * Makes a run that shows something short: first only what the last step depends on (a causal slice), then without whatever
 * can be left out (delta debugging, Zeller and Hildebrandt 2002, over its steps), then with nearer ways from its states on,
 * looked for breadth-first within a bound, and at last with as few changes of thread as reordering can do.
 *
 * The result shows the same and is a run of the system. A run that does not show it comes back as it is.
 */
export function shrink(system: System, schedule: Schedule, aim: Aim, { states = STATES }: ShrinkOptions = {}): Shrunk {
  const courses = new Courses(new TableHost(system));
  const reached = aimedAt(system, aim, courses.host);
  const shows = (strides: readonly Stride[]): Course | undefined => {
    const course = courses.follow(strides, reached);
    courses.host.vector.set(course.vectors.at(-1) as Int32Array);
    return reached() ? course : undefined;
  };
  const whole = shows(courses.take(schedule).strides);
  if (whole === undefined) return { schedule, from: schedule.length };
  let best = sliced(courses, whole, shows) ?? whole;
  best = withoutWhatIsIdle(best, shows);
  best = nearer(system, courses, best, aim, states);
  best = smoother(best, shows);
  return { schedule: best.schedule, from: schedule.length };
}

type Shows = (strides: readonly Stride[]) => Course | undefined;

/** Only what the last step depends on, by others in between. */
function sliced(courses: Courses, course: Course, shows: Shows): Course | undefined {
  const footprints = courses.footprintsOf(course);
  const kept: number[] = [];
  for (let step = footprints.length - 1; step >= 0; step--) {
    const one = footprints[step]!;
    if (kept.length === 0 || kept.some((later) => depends(one, footprints[later]!))) kept.push(step);
  }
  return shows(kept.toReversed().map((step) => course.strides[step]!));
}

/** Leaves out parts of the run, large ones first, as long as the rest still shows it. */
function withoutWhatIsIdle(course: Course, shows: Shows): Course {
  let best = course;
  for (let size = Math.ceil(best.strides.length / 2); size >= 1;) {
    let found = false;
    for (let from = 0; from < best.strides.length;) {
      const shorter = shows(best.strides.toSpliced(from, size));
      if (shorter !== undefined && shorter.strides.length < best.strides.length) {
        best = shorter;
        found = true;
      } else from += size;
    }
    if (found && size === 1) continue;
    size = size === 1 ? 0 : Math.floor(size / 2);
  }
  return best;
}

/** Looks for nearer ways: from the start, and where that is too far, from ever later states. */
function nearer(system: System, courses: Courses, course: Course, aim: Aim, states: number): Course {
  let best = course;
  for (let part = 0; part < PARTS; part++) {
    const at = Math.floor((best.schedule.length * part) / PARTS);
    const depth = best.schedule.length - at - 1;
    if (depth < 0) break;
    const way = nearest(system, best.schedule.slice(0, at), aim, { states, depth });
    if (way === undefined || way.length >= best.schedule.length) continue;
    best = courses.take(way);
    // What was too far before may be near now.
    part = -1;
  }
  return best;
}

const PARTS = 8;

/** Lets a thread go on where its next step can come at once. */
function smoother(course: Course, shows: Shows): Course {
  let best = course;
  for (let step = 0; step + 1 < best.strides.length; step++) {
    const { thread } = best.strides[step]!;
    if (best.strides[step + 1]?.thread === thread) continue;
    const next = best.strides.findIndex((one, at) => at > step + 1 && one.thread === thread);
    if (next < 0) continue;
    const moved = best.strides.toSpliced(next, 1).toSpliced(step + 1, 0, best.strides[next]!);
    const smooth = shows(moved);
    if (smooth === undefined || smooth.strides.length > best.strides.length) continue;
    if (switches(smooth.strides) < switches(best.strides)) best = smooth;
  }
  return best;
}
