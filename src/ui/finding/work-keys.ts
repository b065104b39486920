import type { Playback } from '../../play/playback.js';
import { useKeys } from '../parts/keys.js';
import type { Marks } from '../../play/marks.js';

export interface WorkKeys {
  readonly playback: Playback;
  readonly marks: Marks;
  /** The steps that are shown: keys go from one of them to the next. */
  readonly shown: readonly number[];
  readonly at: number;
  readonly onAt: (at: number) => void;
  readonly onPlay: () => void;
  readonly onSearch: () => void;
  readonly onAll: () => void;
  readonly onTab: () => void;
  readonly onCopy: () => void;
  readonly onCommand: () => void;
  readonly onFlag: () => void;
  readonly onBranch: (() => void) | undefined;
}

/** The keys of the work page. */
export function useWorkKeys(work: WorkKeys): void {
  const { playback, marks, shown, at, onAt } = work;
  const now = at - 1;
  const go = (number: number | undefined): void => {
    if (number !== undefined) onAt(number + 1);
  };
  const next = (is: (number: number) => boolean): number | undefined =>
    shown.find((number) => number > now && is(number));
  const before = (is: (number: number) => boolean): number | undefined =>
    shown.findLast((number) => number < now && is(number));
  const actor = at === 0 ? undefined : playback.step(now).actor;
  const isSame = (number: number): boolean => actor === undefined || playback.step(number).actor === actor;
  const any = (): boolean => true;
  const raced = (number: number): boolean => marks.race.has(number);
  useKeys([
    { keys: ['j', 'ArrowDown', 'ArrowRight'], what: 'next', act: () => go(next(any)) },
    {
      keys: ['k', 'ArrowUp', 'ArrowLeft'],
      what: 'before',
      act: () => (before(any) === undefined ? onAt(0) : go(before(any))),
    },
    { keys: ['Shift+J'], what: 'next of the actor', act: () => go(next(isSame)) },
    { keys: ['Shift+K'], what: 'before of the actor', act: () => go(before(isSame)) },
    { keys: ['Home'], what: 'start', act: () => onAt(0) },
    { keys: ['End'], what: 'end', act: () => onAt(playback.length) },
    { keys: ['n'], what: 'next of the race', act: () => go(next(raced)) },
    { keys: ['Shift+N'], what: 'before of the race', act: () => go(before(raced)) },
    { keys: ['e'], what: 'failure', act: () => go(marks.failure ?? marks.noReturn) },
    { keys: [' '], what: 'play', act: work.onPlay },
    { keys: ['/'], what: 'search', act: work.onSearch },
    { keys: ['u'], what: 'unchanged', act: work.onAll },
    { keys: ['t'], what: 'tab', act: work.onTab },
    { keys: ['c'], what: 'columns', act: work.onCopy },
    { keys: ['y'], what: 'command', act: work.onCommand },
    { keys: ['m'], what: 'mark', act: work.onFlag },
    ...(work.onBranch === undefined ? [] : [{ keys: ['b'], what: 'branch', act: work.onBranch }]),
  ]);
}
