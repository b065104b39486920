import { OomlabError, type Context, type Value } from '../model/index.js';
import { ReferenceHost } from '../system/index.js';
import { participantsOf, type Trace } from '../trace/index.js';
import { itfOf, valueOf, type ItfValue } from './itf-values.js';

/** What a trace must say of itself to be run again. */
export interface ItfSource {
  readonly token: string;
  /** One line for people. */
  readonly description: string;
  /** The scenario, where it is one in text: nobody else has it. */
  readonly text?: string;
}

/**
 * A trace in the Informal Trace Format of Apalache and Quint: a variable for each actor, with where it is and what it
 * remembers, a state before the first step and one after each, with `mbt::actionTaken`, the operation, and `mbt::nondetPicks`,
 * who took it. `loop` is the state that the last one leads on to. `#meta` has the token, from which it is run again.
 */
export function itf(trace: Trace, { token, description, text }: ItfSource): string {
  const { actors, scenario, kernel, params } = trace.system;
  const document = {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      description,
      source: `oomlab: ${scenario.id} on ${kernel.spec.id}`,
      oomlab: {
        version: 1,
        token,
        scenario: scenario.id,
        kernel: kernel.spec.id,
        params,
        ...(text === undefined ? {} : { text }),
      },
    },
    vars: [...actors.map(({ id }) => variable(id)), 'mbt::actionTaken', 'mbt::nondetPicks'],
    states: itfStates(trace).map((state, index) => ({ '#meta': { index }, ...state })),
    ...(trace.loopStart === undefined ? {} : { loop: trace.loopStart }),
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

type ItfState = { readonly [variable: string]: ItfValue };

/** Names that begin with a hash are the format's own. */
const variable = (id: string): string => (id.startsWith('#') ? `actor ${id}` : id);

function taken({ steps }: Trace, index: number): ItfState {
  const step = steps[index - 1];
  if (step === undefined) return { 'mbt::actionTaken': 'init', 'mbt::nondetPicks': {} };
  const picks = { actor: step.actor, with: participantsOf(step).filter((name) => name !== step.actor) };
  return { 'mbt::actionTaken': step.parts[0]?.op.type ?? '', 'mbt::nondetPicks': picks };
}

const itfStates = (trace: Trace): ItfState[] =>
  globalStates(trace).map((state, index) => ({ ...state, ...taken(trace, index) }));

/** All actors before the first step and after each, as what they are and what the steps changed. */
function globalStates({ system, steps }: Trace): ItfState[] {
  const host = new ReferenceHost(system);
  const locals = new Map<string, { readonly at: string; readonly context: Context }>(
    system.actors.map(({ id, index }) => {
      const { path, context } = host.view(index);
      return [id, { at: path, context }];
    }),
  );
  const present = (): ItfState =>
    Object.fromEntries([...locals].map(([id, { at, context }]) => [variable(id), { at, context: itfOf(context) }]));
  const states = [present()];
  for (const { changes } of steps) {
    for (const { actor, after, context } of changes) {
      const changed = Object.fromEntries(context.map((one): [string, Value] => [one.field, one.after]));
      locals.set(actor, { at: after, context: { ...locals.get(actor)?.context, ...changed } });
    }
    states.push(present());
  }
  return states;
}

/** A document in the format that this program wrote. */
export interface ItfDocument {
  readonly token: string;
  /** The scenario that it is a run of, where that is one in text. */
  readonly text?: string;
  readonly states: readonly unknown[];
  /** The state that the last one leads on to. */
  readonly loop?: unknown;
}

/** Whether a text is meant as a trace in this format, whoever wrote it. */
export function looksLikeItf(text: string): boolean {
  const document = parsed(text);
  if (document === undefined) return BEGINNING.test(text);
  return metaOf(document)['format'] === 'ITF' || ('vars' in document && 'states' in document);
}

/** What such a trace begins with, even where its end is cut off. */
const BEGINNING = /^\s*\{\s*"#meta"\s*:/;

/** Reads a trace that `itf` wrote. Throws E121 for one that another program wrote: only a token says how to run it again. */
export function readItf(text: string): ItfDocument {
  const document = parsed(text);
  if (document === undefined) {
    throw new OomlabError(
      'E121',
      'This ITF trace is cut or damaged: it is no JSON.',
      'Write it again with "oomlab show TOKEN --format itf"; the token is in its #meta.',
    );
  }
  const ours = metaOf(document)['oomlab'] as
    { readonly version?: unknown; readonly token?: unknown; readonly text?: unknown } | undefined;
  const states = document['states'];
  if (typeof ours?.token !== 'string' || !Array.isArray(states)) {
    throw new OomlabError(
      'E121',
      'This ITF trace was not written by oomlab: its #meta has no replay token.',
      'Give one that "oomlab show TOKEN --format itf" wrote, or the token itself.',
    );
  }
  if (ours.version !== 1) {
    throw new OomlabError(
      'E121',
      `This ITF trace has version ${JSON.stringify(ours.version)}, and 1 is what can be read.`,
      'Write it again with this version of oomlab.',
    );
  }
  const { loop } = document;
  return {
    token: ours.token,
    states,
    ...(loop === undefined ? {} : { loop }),
    ...(typeof ours.text === 'string' ? { text: ours.text } : {}),
  };
}

/** Holds the states that a document has to those of its token's run. Throws E122 at the first that differs. */
export function checkItf({ states, loop }: ItfDocument, trace: Trace): void {
  const ours = itfStates(trace);
  const differs = ours.findIndex((state, i) =>
    Object.entries(state).some(([name, value]) => {
      const theirs = (states[i] as { readonly [name: string]: unknown } | undefined)?.[name];
      return JSON.stringify(valueOf(theirs)) !== JSON.stringify(valueOf(value));
    }),
  );
  const isLoop = loop === undefined || loop === trace.loopStart;
  if (differs < 0 && ours.length === states.length && isLoop) return;
  const where =
    differs >= 0
      ? `they part at state ${differs}`
      : ours.length !== states.length
        ? `it has ${states.length} states and the run ${ours.length}`
        : `its loop is ${JSON.stringify(loop)} and the run's ${trace.loopStart ?? 'none'}`;
  throw new OomlabError(
    'E122',
    `The states of this ITF trace are not those of its own token's run: ${where}.`,
    'It was edited, or written on another model: write it again with "oomlab show TOKEN --format itf".',
  );
}

function parsed(text: string): { readonly [field: string]: unknown } | undefined {
  try {
    const document = JSON.parse(text) as unknown;
    return typeof document === 'object' && document !== null && !Array.isArray(document)
      ? (document as { readonly [field: string]: unknown })
      : undefined;
  } catch {
    return undefined;
  }
}

const metaOf = (document: { readonly [field: string]: unknown }): { readonly [field: string]: unknown } =>
  typeof document['#meta'] === 'object' && document['#meta'] !== null
    ? (document['#meta'] as { readonly [field: string]: unknown })
    : {};
