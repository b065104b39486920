import { OomlabError, type Op } from '../model/index.js';
import { enabled, perform, type Choice, type Host, type Part } from './step.js';
import { fnv1a, type System } from './system.js';

/** A replayable run: which of the enabled choices was taken at each step. */
export type Schedule = readonly number[];

/** One performed step, by name. */
export interface Step {
  /** Position in the run, from 0. */
  readonly number: number;
  /** Index into the enabled list, and how many there were. */
  readonly choice: number;
  readonly among: number;
  /** The actor whose choice it was: caller, chooser, or the mail's receiver. */
  readonly actor: string;
  readonly parts: readonly {
    readonly kind: Part<Op>['kind'];
    readonly from: string;
    readonly to: string;
    readonly op: Op;
  }[];
}

/** Takes the `index`-th enabled choice on a host and says what happened. */
export function takeStep<H>(host: Host<H>, choices: readonly Choice[], index: number, number: number): Step {
  const choice = choices[index];
  if (choice === undefined) throw new RangeError(`choice ${index} of ${choices.length}`);
  const parts: Step['parts'][number][] = [];
  perform(host, choice, ({ kind, from, to, op }) =>
    parts.push({ kind, from: host.name(from), to: host.name(to), op: host.describe(op) }),
  );
  const actor = choice.kind === 'pending' ? host.name(choice.actor) : (parts[0]?.to ?? '');
  return { number, choice: index, among: choices.length, actor, parts };
}

/** A step in one line: `charger: memcg.charge(1) -> over_limit`. */
export function stepText(step: Step): string {
  const [first, ...rest] = step.parts;
  if (first === undefined) return step.actor;
  const args = (op: Op): string => {
    const values = Object.entries(op).filter(([key]) => key !== 'type');
    return values.length === 0 ? '' : `(${values.map(([, value]) => JSON.stringify(value)).join(', ')})`;
  };
  const head =
    first.kind === 'call' ? `${first.to}.${first.op.type}${args(first.op)}` : `${first.kind} ${first.op.type}`;
  const reply = rest.findLast((part) => part.kind === 'reply');
  return `${step.actor}: ${head}${reply ? ` -> ${reply.op.type}` : ''}`;
}

const PREFIX = 'oom1';
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';

/** What a replay token says: where its schedule was recorded, and the schedule with a check character per step. */
export interface Token {
  readonly scenario: string;
  readonly kernel: string;
  readonly params: { readonly [name: string]: number };
  readonly hash: string;
  readonly schedule: Schedule;
  /** One character per step over the text of the steps so far: it finds the step at which another model diverges. */
  readonly checks: string;
}

/** The running check character after one more step. */
export function nextCheck(hash: number, step: Step): { hash: number; character: string } {
  const next = fnv1a(stepText(step), hash);
  return { hash: next, character: DIGITS[(next >>> 13) & 63] ?? '0' };
}

export const CHECK_SEED = fnv1a(PREFIX);

/** Prints a recorded run as a token: printable, without blanks, two characters a step; parameters only where they are not the defaults. */
export function tokenOf(system: System, steps: readonly Step[]): string {
  const params = Object.entries(system.params)
    .filter(([name, value]) => value !== system.scenario.params[name])
    .map(([name, value]) => `${name}=${value}`);
  let hash = CHECK_SEED;
  const body = steps.map((step) => {
    const check = nextCheck(hash, step);
    hash = check.hash;
    return digit(step.choice) + check.character;
  });
  const { scenario, kernel } = system;
  return [
    PREFIX,
    scenario.id,
    kernel.spec.id,
    params.join(',') || '-',
    system.hash,
    `${body.length}.${body.join('')}`,
  ].join(':');
}

/** Reads a token. Throws E121 for anything that is not one. */
export function parseToken(text: string): Token {
  const fields = text.trim().split(':');
  const [prefix, scenario = '', kernel = '', params = '', hash = '', body = ''] = fields;
  if (prefix !== PREFIX || fields.length !== 6 || !/^[0-9a-f]{8}$/.test(hash)) {
    throw malformed(`it does not look like ${PREFIX}:scenario:kernel:params:hash:steps`);
  }
  const schedule: number[] = [];
  let checks = '';
  const pattern = /(?:([0-9a-zA-Z_-])|\((\d+)\))([0-9a-zA-Z_-])/y;
  const [, length, steps = ''] = /^(\d+)\.(.*)$/.exec(body) ?? [];
  if (length === undefined) throw malformed('the number of its steps is missing');
  while (pattern.lastIndex < steps.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(steps);
    if (match === null) {
      throw malformed(`its step ${schedule.length + 1} (at character ${at} of the steps) is cut or garbled`);
    }
    schedule.push(match[1] !== undefined ? DIGITS.indexOf(match[1]) : Number(match[2]));
    checks += match[3];
  }
  if (schedule.length !== Number(length)) throw malformed(`it has ${schedule.length} of its ${length} steps`);
  return { scenario, kernel, params: parseParams(params), hash, schedule, checks };
}

function parseParams(text: string): { [name: string]: number } {
  if (text === '-') return {};
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const match = /^(\w+)=(\d+)$/.exec(pair);
      if (match === null) throw malformed(`its parameter "${pair}" is not name=number`);
      return [match[1], Number(match[2])];
    }),
  ) as { [name: string]: number };
}

const digit = (choice: number): string => DIGITS[choice] ?? `(${choice})`;

const malformed = (why: string): OomlabError =>
  new OomlabError(
    'E121',
    `This is no replay token: ${why}.`,
    'Copy the whole token, from "oom1:" to its last character.',
  );

/** A recorded run on a host, as far as the model has its steps. */
export interface Fitting {
  /** The steps that fit; all of them, or those before the one at which it diverges. */
  readonly steps: readonly Step[];
  /** Where it leaves the model, from 0, and what is there instead; absent where all steps fit. */
  readonly divergence?: { readonly step: number; readonly why: string };
}

/** Runs a schedule on a host up to the first step that the model does not have, and says which that is. */
export function replayFitting<H>(
  host: Host<H>,
  token: Pick<Token, 'schedule'> & { readonly checks?: string },
): Fitting {
  const steps: Step[] = [];
  let hash = CHECK_SEED;
  for (const [number, index] of token.schedule.entries()) {
    const choices = enabled(host);
    if (index >= choices.length) {
      return {
        steps,
        divergence: { step: number, why: `it takes choice ${index} where ${choices.length} are enabled` },
      };
    }
    const step = takeStep(host, choices, index, number);
    const check = nextCheck(hash, step);
    hash = check.hash;
    if (token.checks !== undefined && token.checks[number] !== check.character) {
      return { steps, divergence: { step: number, why: `here that step is "${stepText(step)}"` } };
    }
    steps.push(step);
  }
  return { steps };
}

/** Runs a schedule on a host. Throws E122 at the first step that the model does not have. */
export function replay<H>(
  host: Host<H>,
  token: Pick<Token, 'schedule'> & { readonly checks?: string },
): readonly Step[] {
  const { steps, divergence } = replayFitting(host, token);
  if (divergence !== undefined) throw diverged(divergence.step, divergence.why);
  return steps;
}

/** A token's schedule left the model at this step. */
export function diverged(step: number, why: string, mend = SEARCH_ANEW): OomlabError {
  const what = `The token was recorded on another model, or was edited: it diverges at step ${step + 1}, ${why}.`;
  return new OomlabError('E122', what, mend);
}

const SEARCH_ANEW = 'Check out the version it was recorded with, or search anew with "oomlab check".';
