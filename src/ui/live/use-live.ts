import { useEffect, useRef, useState } from 'preact/hooks';
import { Subscription } from 'rxjs';
import type { Attended } from '../../../machines/index.js';
import type { LiveStep } from '../../live/index.js';
import { Recorded } from '../../play/index.js';
import type { System } from '../../system/index.js';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';
import { attendedRun, type AttendedOptions, type AttendedRun } from './attended-run.js';
import type { Reading } from './gauge.js';

export interface LiveShown {
  readonly state: 'new' | 'running' | 'paused' | 'over';
  readonly isQuiet: boolean;
  /** The steps of the live actors, as something to look at. */
  readonly playback: Recorded;
  readonly readings: { readonly [actor: string]: readonly Reading[] };
  readonly released: readonly string[];
  readonly refusal?: Refusal;
}

export interface LiveControls {
  start(options: AttendedOptions): void;
  pause(): void;
  resume(): void;
  step(): void;
  stop(): void;
  setPace(ms: number): void;
  release(actor: string): void;
}

/** A run of live actors as a page shows it. Streams end when the page is left. */
export function useLive(system: System, attended: Attended): readonly [LiveShown, LiveControls] {
  const [shown, setShown] = useState<LiveShown>(() => blank(system, attended));
  const run = useRef<AttendedRun | undefined>(undefined);
  const wires = useRef(new Subscription());
  useEffect(() => () => end(), []);
  const change = (part: Partial<LiveShown>): void => setShown((old) => ({ ...old, ...part }));

  function end(): void {
    wires.current.unsubscribe();
    run.current?.live.stop();
    run.current = undefined;
  }

  function start(options: AttendedOptions): void {
    end();
    const playback = new Recorded(system);
    const one = (run.current = attendedRun(system, attended, options));
    const wire = (wires.current = new Subscription());
    const fresh = blank(system, attended);
    const now: { [actor: string]: Pick<Reading, 'value' | 'limit'> } = {};
    const readings: { [actor: string]: readonly Reading[] } = { ...fresh.readings };
    setShown({ ...fresh, state: 'running', playback });
    for (const { actor, value, limit } of attended.gauges) {
      wire.add(
        one.live.snapshots$(actor).subscribe({
          next: ({ context }) => (now[actor] = { value: Number(context[value]), limit: Number(context[limit]) }),
          error: () => {},
        }),
      );
    }
    const note = (step: LiveStep): void => {
      playback.take(step.choice);
      const sleepers = playback.blockedAt(playback.length).size;
      const kill = step.parts.some(({ kind, op }) => kind === 'call' && op.type === attended.kill);
      for (const { actor } of attended.gauges) {
        const before = readings[actor] ?? [];
        const { value = 0, limit = 0 } = now[actor] ?? before.at(-1) ?? {};
        readings[actor] = [...before, { at: step.at / 1000, value, limit, sleepers, kill }];
      }
      change({ readings: { ...readings } });
    };
    wire.add(
      one.steps$.subscribe({
        next: note,
        error: (error: unknown) => change({ state: 'over', refusal: refusalOf(error) }),
        complete: () => change({ state: 'over' }),
      }),
    );
    wire.add(one.quiet$.subscribe((isQuiet) => change({ isQuiet })));
  }

  return [
    shown,
    {
      start,
      pause: () => {
        run.current?.live.pause();
        change({ state: 'paused' });
      },
      resume: () => {
        run.current?.live.resume();
        change({ state: 'running' });
      },
      step: () => run.current?.live.step(),
      stop: () => run.current?.live.stop(),
      setPace: (ms) => run.current?.live.setPace(ms),
      release: (actor) => {
        run.current?.release(actor);
        // A paused run shows at once what was done to it; one that asked before it was paused takes the step as the answer.
        const isNext = shown.playback.nextAt(shown.playback.length).some((next) => next.actor === actor);
        if (shown.state === 'paused' && !shown.isQuiet && isNext) run.current?.live.step();
        setShown((old) => ({ ...old, released: [...old.released, actor] }));
      },
    },
  ];
}

function blank(system: System, attended: Attended): LiveShown {
  const playback = new Recorded(system);
  const places = playback.placesAt(0);
  const first = ({ actor, value, limit }: Attended['gauges'][number]): Reading => {
    const { context = {} } = places[system.indexOf.get(actor) ?? -1] ?? {};
    return { at: 0, value: Number(context[value]), limit: Number(context[limit]), sleepers: 0, kill: false };
  };
  const readings = Object.fromEntries(attended.gauges.map((gauge) => [gauge.actor, [first(gauge)]]));
  return { state: 'new', isQuiet: false, playback, readings, released: [] };
}
