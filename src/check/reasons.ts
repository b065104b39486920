import { shows, type Aim, type Why } from '../explore/index.js';
import { HANGS, isLiveness } from '../model/index.js';
import { ReferenceHost, replay, stepText, tokenOf, type Schedule, type System } from '../system/index.js';
import type { Ended } from '../trace/index.js';

/** What one most likely wants to know of a run: that it is a deadlock, else a property that it violates, else its outcome. */
export function likelyAim(system: System, schedule: Schedule, { ending }: Ended): Aim {
  if (ending.kind === 'deadlock') return { kind: 'outcome', name: HANGS };
  for (const property of system.scenario.properties) {
    if (isLiveness(property) || property.kind === 'sometimes') continue;
    const aim = { kind: 'property', name: property.id } as const;
    if (shows(system, schedule, aim)) return aim;
  }
  const [outcome = HANGS] = ending.kind === 'end' ? ending.outcomes : [];
  return { kind: 'outcome', name: outcome };
}

/** The reasons in sentences, each a paragraph: for people, and for a mail. */
export function reasonsText(system: System, aim: Aim, why: Why): string[] {
  const lines = (schedule: Schedule): string[] => replay(new ReferenceHost(system), { schedule }).map(stepText);
  const steps = lines(why.schedule);
  const what =
    aim.kind === 'property' ? `violates ${aim.name}` : aim.name === HANGS ? 'hangs' : `ends with ${aim.name}`;
  const named = (step: number): string => `${step + 1} (${steps[step]})`;
  if (why.noReturn === 0) {
    // Of those that come to an end: an outcome says nothing about the others.
    const every = aim.kind === 'outcome' && aim.name !== HANGS ? 'every one that comes to an end' : 'every one';
    return [`No run of this scenario passes: ${every} ${what}.`];
  }
  if (!why.exact) {
    return [`After step ${why.noReturn} every run ${what}; what follows earlier states was too much to look at.`];
  }
  const decisive = `The point of no return is step ${named(why.noReturn - 1)}: after it every run ${what}, before it one can still pass.`;
  const { race, instead } = why;
  if (race !== undefined) {
    return [
      decisive,
      `It is decided by the order of steps ${named(race.first)} and ${named(race.second)}: taken again with ${race.second + 1} before ${race.first + 1}, it can still pass.`,
    ];
  }
  const nearest = lines(why.passing ?? []);
  const other = `${why.noReturn} (${nearest[why.noReturn - 1]})`;
  return [
    decisive,
    instead?.kind === 'choice'
      ? `No order decides it, but a choice: the nearest run that passes takes there step ${other} instead.`
      : `No exchange of two of its steps lets it pass; the nearest run that does takes there step ${other} first.`,
  ];
}

/** The reasons as scripts read them; steps are numbered from 1, as everywhere outside. */
export function reasonsJson(system: System, aim: Aim, why: Why): { readonly [field: string]: unknown } {
  const run = (schedule: Schedule): { readonly token: string; readonly steps: readonly string[] } => {
    const steps = replay(new ReferenceHost(system), { schedule });
    return { token: tokenOf(system, steps), steps: steps.map(stepText) };
  };
  const { race, instead, passing, noReturn, exact, schedule } = why;
  return {
    aim,
    run: run(schedule),
    noReturn,
    exact,
    race: race === undefined ? null : { first: race.first + 1, second: race.second + 1, swapped: run(race.swapped) },
    instead: instead?.kind ?? null,
    passing: passing === undefined ? null : { ...run(passing), differsAt: noReturn },
  };
}
