/**
 * memcg-mini hand-coded in packed TypeScript: what the language can do without any framework.
 *
 * A state is two words. Each task has a byte (a lane); usage, sleepers and both locks follow from the lanes and are not
 * stored. Retries are part of the program counter, since only a charging task has any; the victim mask is stored once,
 * since only the holder of oom_lock has one.
 *
 *     low   lanes of tasks 0 to 3: program counter 4 bits, pages 2, killed 1, skip 1
 *     high  bits 0..7 the lane of task 4, 8..12 the victim mask, 13 whether the reaper works on the first in its queue,
 *           14..28 that queue, 3 bits each: task + 1, 0 = free
 */
import type { MemcgMini } from './memcg-mini-parameters.js';
import { packedSearch, type PackedModel, type PeerResult } from './packed-search.js';

/** Explores memcg-mini; with `expectedStates` nothing has to grow on the way. */
export function memcgMiniPacked(parameters: MemcgMini, expectedStates?: number): PeerResult {
  const { N, P, R } = parameters;
  if (N > 5 || P > 3 || R > 5) throw new RangeError('a state must fit: at most 5 tasks, 3 pages a task, 5 retries');
  return packedSearch(tasks(parameters), expectedStates);
}

// Who holds a lock is read from the codes: oom_lock in 111x, the mutex in 1xxx and 011x, with TRAP also in 010x.
const RUN = 0;
const MLOCK = 1;
const EXIT = 2;
const DEAD = 3;
const PREP = 4;
const SLEEP = 5;
const OOM = 6;
const FORCE = 7;
/** Plus the retries left. */
const CHARGE = 8;
const SELECT = 14;
const KILL = 15;

const PC = 0x0f;
const PAGE = 0x10;
const PAGES = 0x30;
const KILLED = 0x40;
const SKIP = 0x80;

const LANES_LOW = 0x01010101;
const LANES_HIGH = 0x01;
const LANE = 0xff;
const MASK_AT = 8;
const MASK = 0x1f << MASK_AT;
const REAPING = 1 << 13;
const QUEUE_AT = 14;

const laneOf = (low: number, high: number, task: number): number => (task < 4 ? low >>> (8 * task) : high) & LANE;

const hasOomLock = (word: number, lanes: number): number => (word >>> 1) & (word >>> 2) & (word >>> 3) & lanes;

const pagesLow = (low: number): number => Math.imul((low >>> 4) & (3 * LANES_LOW), LANES_LOW) >>> 24;

function tasks({ N, L, R, P, DIS, LOCK, TRAP, REAP }: MemcgMini): PackedModel {
  const again = CHARGE + R;
  const started = LOCK ? MLOCK : again;
  const failed = DIS ? PREP : OOM;
  const allDeadLow = N < 4 ? DEAD * (LANES_LOW >>> (8 * (4 - N))) : DEAD * LANES_LOW;
  const allDeadHigh = N < 5 ? 0 : DEAD;
  const wakes = SLEEP ^ (TRAP ? again : RUN);

  const hasMutex = (word: number, lanes: number): number =>
    ((word >>> 3) | ((word >>> 2) & (TRAP ? -1 : word >>> 1))) & lanes;

  /** memcg_oom_recover: an uncharge lets every sleeper go. */
  const woken = (word: number, lanes: number): number =>
    DIS ? word ^ Math.imul(~(word >>> 3) & (word >>> 2) & ~(word >>> 1) & word & lanes, wakes) : word;

  /** The candidates with most pages as bits, 0 if there are none, -1 if a victim is still on its way out. */
  const scanned = (low: number, high: number): number => {
    let most = 0;
    let mask = 0;
    for (let task = 0; task < N; task++) {
      const lane = laneOf(low, high, task);
      if ((lane & PC) === DEAD || (lane & SKIP) !== 0) continue;
      if ((lane & KILLED) !== 0) return -1;
      const pages = lane & PAGES;
      if (pages > most) {
        most = pages;
        mask = 0;
      }
      if (pages === most) mask |= 1 << task;
    }
    return mask;
  };

  return {
    maximumSuccessors: 2 * N,

    successors(low, high, next, at) {
      for (let task = 0; task < N; task++) {
        const lane = laneOf(low, high, task);
        const pc = lane & PC;
        /** What the step toggles in the lane of the task, and the mask that it leaves. */
        let toggle = 0;
        let mask = 0;
        switch (pc) {
          case RUN:
            toggle = (lane & KILLED) !== 0 || (lane & PAGES) === P * PAGE ? EXIT : started;
            break;
          case MLOCK:
            if ((hasMutex(low, LANES_LOW) | hasMutex(high, LANES_HIGH)) !== 0) continue;
            toggle = MLOCK ^ again;
            break;
          case OOM:
            toggle = OOM ^ ((hasOomLock(low, LANES_LOW) | hasOomLock(high, LANES_HIGH)) === 0 ? SELECT : again);
            break;
          case SELECT:
            mask = scanned(low, high);
            toggle = SELECT ^ (mask < 0 ? again : mask === 0 ? FORCE : KILL);
            if (mask < 0) mask = 0;
            break;
          case KILL:
            at = kill(low, high, task, next, at);
            continue;
          case FORCE:
            toggle = lane ^ ((lane ^ FORCE) + PAGE);
            break;
          case EXIT:
            if ((lane & PAGES) !== 0) {
              at = uncharge(low, high, task, next, at);
              continue;
            }
            toggle = (EXIT ^ DEAD) | (lane & SKIP);
            break;
          case DEAD:
          case SLEEP:
            continue;
          case PREP:
            toggle = PREP ^ SLEEP;
            break;
          default:
            if ((lane & KILLED) !== 0 || pagesLow(low) + ((high >>> 4) & 3) < L) toggle = lane ^ ((lane ^ pc) + PAGE);
            else if (pc > CHARGE) toggle = pc ^ (pc - 1);
            else toggle = CHARGE ^ failed;
        }
        next[at] = task < 4 ? low ^ (toggle << (8 * task)) : low;
        next[at + 1] = (task < 4 ? high : high ^ toggle) | (mask << MASK_AT);
        at += 2;
      }
      return reap(low, high, next, at);
    },

    isEnd: (low, high) => (low & (PC * LANES_LOW)) === allDeadLow && (high & PC) === allDeadHigh,
  };

  function uncharge(low: number, high: number, task: number, next: Int32Array, at: number): number {
    next[at] = woken(task < 4 ? low - (PAGE << (8 * task)) : low, LANES_LOW);
    next[at + 1] = woken(task < 4 ? high : high - PAGE, LANES_HIGH);
    return at + 2;
  }

  /** One step for every victim in the mask. */
  function kill(low: number, high: number, task: number, next: Int32Array, at: number): number {
    const toggle = KILL ^ again;
    const goesOnLow = task < 4 ? low ^ (toggle << (8 * task)) : low;
    const goesOnHigh = (task < 4 ? high : high ^ toggle) & ~MASK;
    for (let victims = (high & MASK) >>> MASK_AT; victims !== 0; victims &= victims - 1) {
      const victim = 31 - Math.clz32(victims & -victims);
      const lane = laneOf(low, high, victim);
      const dies = (lane & PC) !== DEAD && (lane & KILLED) === 0;
      const queue = high >>> QUEUE_AT;
      const end = queue === 0 ? 0 : Math.floor((31 - Math.clz32(queue)) / 3) * 3 + 3;
      next[at] = dies && victim < 4 ? goesOnLow | (KILLED << (8 * victim)) : goesOnLow;
      next[at + 1] =
        goesOnHigh | (dies && REAP ? (victim + 1) << (QUEUE_AT + end) : 0) | (dies && victim === 4 ? KILLED : 0);
      at += 2;
    }
    return at;
  }

  function reap(low: number, high: number, next: Int32Array, at: number): number {
    const queue = high >>> QUEUE_AT;
    if (queue === 0) return at;
    if ((high & REAPING) === 0) {
      next[at] = low;
      next[at + 1] = high | REAPING;
      return at + 2;
    }
    const task = (queue & 7) - 1;
    const lane = laneOf(low, high, task);
    const dead = (lane & PC) === DEAD;
    if (!dead && (lane & PAGES) !== 0) return uncharge(low, high, task, next, at);
    const idle = (high & (REAPING - 1)) | ((queue >>> 3) << QUEUE_AT);
    next[at] = dead || task === 4 ? low : low | (SKIP << (8 * task));
    next[at + 1] = dead || task < 4 ? idle : idle | SKIP;
    return at + 2;
  }
}
