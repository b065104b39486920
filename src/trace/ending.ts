import { HANGS } from '../model/index.js';
import {
  enabled,
  isQuiet,
  ReferenceHost,
  replay,
  stateView,
  takeStep,
  type Schedule,
  type System,
} from '../system/index.js';

/** Where a run stands after its last step: `open` means that steps are enabled. */
export interface Ending {
  readonly kind: 'end' | 'deadlock' | 'open';
  /** The outcomes that hold; of an end, or `hangs` of a deadlock. */
  readonly outcomes: readonly string[];
  readonly enabled: number;
}

/** How a run ends. */
export interface Ended {
  readonly ending: Ending;
  /** The step after which the last state was met before: from there on it repeats. */
  readonly loopStart?: number;
}

/** Where the run stands at its end, and whether it has been there before. */
export function endingOf(system: System, schedule: Schedule): Ended {
  const host = new ReferenceHost(system);
  replay(host, { schedule });
  const loopStart = repeatsFrom(system, schedule);
  const loop = loopStart === undefined ? {} : { loopStart };
  const choices = enabled(host);
  if (choices.length > 0) return { ...loop, ending: { kind: 'open', outcomes: [], enabled: choices.length } };
  if (!isQuiet(system, (actor) => host.view(actor)))
    return { ending: { kind: 'deadlock', outcomes: [HANGS], enabled: 0 } };
  const view = stateView(
    system,
    (actor) => host.view(actor),
    () => false,
  );
  const outcomes = system.scenario.outcomes.filter(({ holds }) => holds(view)).map(({ name }) => name);
  return { ending: { kind: 'end', outcomes, enabled: 0 } };
}

/** The step before which the state was the same as after the last one: a run that may go round for ever. */
export function repeatsFrom(system: System, schedule: Schedule): number | undefined {
  const host = new ReferenceHost(system);
  const keys = [host.key()];
  for (const [number, choice] of schedule.entries()) {
    takeStep(host, enabled(host), choice, number);
    keys.push(host.key());
  }
  const before = keys.indexOf(keys.at(-1) ?? '');
  return before < schedule.length ? before : undefined;
}

/** What a run is called, wherever it is shown or saved. */
export const runTitle = (of: { readonly scenario: string; readonly kernel: string }, ended: Ended): string =>
  `${of.scenario} on ${of.kernel}: ${endingText(ended)}`;

/** The ending in a sentence. */
export function endingText({ ending, loopStart }: Ended): string {
  switch (ending.kind) {
    case 'end':
      return `end: ${ending.outcomes.length === 0 ? 'no outcome holds' : ending.outcomes.join(', ')}`;
    case 'deadlock':
      return `deadlock: ${ending.outcomes.join(', ')}`;
    case 'open':
      return loopStart === undefined
        ? `no end yet: ${ending.enabled} steps are enabled`
        : `no end: the state is the one before step ${loopStart + 1} again, and may repeat for ever`;
    default:
      return ending.kind satisfies never;
  }
}
