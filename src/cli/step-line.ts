import { stepText, type Step } from '../system/index.js';

export interface StepLineOptions {
  /** The time of the step. */
  readonly ms?: number;
}

/** A step in one line for people: number, time if there is one, who, what. Steps are counted from 1 here. */
export function stepLine(step: Step, { ms }: StepLineOptions = {}): string {
  const when = ms === undefined ? '' : `${`${Math.round(ms)} ms`.padStart(9)}  `;
  return `${String(step.number + 1).padStart(4)}  ${when}${step.actor.padEnd(16)}  ${doing(step)}`;
}

/** What a step did, without who did it. */
export const doing = (step: Step): string => stepText(step).replace(`${step.actor}: `, '');
