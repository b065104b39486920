import { TableHost } from '../explore/index.js';
import { configOf, HANGS, isLiveness, type Property, type State, type StateView } from '../model/index.js';
import {
  CHECK_SEED,
  enabled,
  isQuiet,
  nextCheck,
  stateView,
  stepText,
  takeStep,
  tokenOf,
  type Actor,
  type Schedule,
  type Step,
  type System,
} from '../system/index.js';
import { changeOf, fragmentsOn, isHeld, type Change, type TraceStep } from '../trace/index.js';
import type { Claim, Next, Place, Playback, PlayedActor, Situation, Source } from './playback.js';

/** Where a schedule leaves the model that it is played on. */
export interface Departure {
  /** The step, from 0, that the model does not have. */
  readonly step: number;
  readonly why: string;
}

/**
 * A run played on the table host, which keeps every state as a few numbers: what is shown of a step is worked out when it is
 * looked at, so a run of many thousand steps opens at once and can be gone on with.
 */
export class Recorded implements Playback {
  readonly system: System;
  readonly actors: readonly PlayedActor[];
  private readonly host: TableHost;
  private readonly states: Int32Array[];
  private readonly steps: Step[] = [];
  private readonly told = new Map<number, TraceStep>();
  private readonly nexts = new Map<number, readonly Next[]>();
  private hash = CHECK_SEED;

  constructor(system: System) {
    this.system = system;
    this.host = new TableHost(system);
    this.states = [this.host.first.slice()];
    this.actors = system.actors.map(({ index, id, machine: { spec } }) => ({
      index,
      id,
      machine: spec.id,
      kind: spec.kind,
      description: spec.description,
    }));
  }

  /** Plays a schedule, as far as the model has it; with check characters, as far as its steps are the same. */
  play(schedule: Schedule, checks?: string): Departure | undefined {
    for (const [step, choice] of schedule.entries()) {
      const among = this.load(this.length);
      if (choice >= among.length)
        return {
          step,
          why: `it takes choice ${choice} where ${among.length} ${among.length === 1 ? 'is' : 'are'} enabled`,
        };
      const hash = this.hash;
      this.take(choice);
      const taken = this.steps.at(-1) as Step;
      if (checks === undefined || checks[step] === nextCheck(hash, taken).character) continue;
      this.undo();
      this.hash = hash;
      return { step, why: `here that step is "${stepText(taken)}"` };
    }
    return undefined;
  }

  /** Goes one step on from the last state. */
  take(choice: number): void {
    const step = takeStep(this.host, this.load(this.length), choice, this.length);
    this.hash = nextCheck(this.hash, step).hash;
    this.steps.push(step);
    this.states.push(this.host.vector.slice());
  }

  /** The same run up to a state, as one of its own. */
  upTo(at: number): Recorded {
    const copy = new Recorded(this.system);
    copy.play(this.schedule.slice(0, at));
    return copy;
  }

  get length(): number {
    return this.steps.length;
  }

  get schedule(): Schedule {
    return this.steps.map(({ choice }) => choice);
  }

  get loopStart(): number | undefined {
    const last = this.states.at(-1) as Int32Array;
    const before = this.states.findIndex((state) => state.every((local, slot) => local === last[slot]));
    return before < this.length ? before : undefined;
  }

  get token(): string {
    return tokenOf(this.system, this.steps);
  }

  get scenario(): string {
    return this.system.scenario.id;
  }

  get question(): string {
    return this.system.scenario.question;
  }

  get kernel(): string {
    return this.system.kernel.spec.id;
  }

  get params(): { readonly [name: string]: number } {
    return this.system.params;
  }

  step(number: number): TraceStep {
    const known = this.told.get(number);
    if (known !== undefined) return known;
    const step = this.steps[number] as Step;
    const mover = this.system.indexOf.get(step.actor) as number;
    this.load(number);
    const alternatives = this.host.pending(mover).filter(({ kind }) => kind === 'choose').length;
    const inside = this.sourcesOf(number)[0]?.fragment;
    const enabledAfter = (): readonly string[] => this.nextAt(number + 1).map(({ text }) => text);
    const told = {
      ...step,
      inside,
      alternatives,
      changes: this.changesOf(number),
      // Takes every step that is possible there: only who looks at the step wants that.
      get enabledAfter() {
        return enabledAfter();
      },
    };
    this.told.set(number, told);
    return told;
  }

  placesAt(at: number): readonly Place[] {
    const vector = this.states[at] as Int32Array;
    return this.actors.map(({ index }) => this.host.view(index, vector[index]));
  }

  nextAt(at: number): readonly Next[] {
    const known = this.nexts.get(at);
    if (known !== undefined) return known;
    const choices = this.load(at);
    const next = choices.map((_, choice): Next => {
      this.host.vector.set(this.states[at] as Int32Array);
      const step = takeStep(this.host, choices, choice, at);
      return { choice, actor: step.actor, text: stepText(step).replace(`${step.actor}: `, '') };
    });
    this.nexts.set(at, next);
    return next;
  }

  blockedAt(at: number): ReadonlySet<number> {
    const moving = new Set(this.load(at).flatMap((choice) => (choice.kind === 'pending' ? [choice.actor] : [])));
    const threads = this.actors.filter(({ kind }) => kind === 'thread').map(({ index }) => index);
    // Who rests where he may, such as the oom_reaper with an empty list, is not blocked.
    return new Set(threads.filter((index) => !moving.has(index) && !isAtRest(this.host.view(index))));
  }

  heldAt(at: number): ReadonlySet<number> {
    const vector = this.states[at] as Int32Array;
    const objects = this.actors.filter(({ kind }) => kind === 'object').map(({ index }) => index);
    const { host, system } = this;
    const isTaken = (object: number): boolean => {
      const { spec } = (system.actors[object] as Actor).machine;
      return isHeld(spec, host.view(object, host.first[object]), host.view(object, vector[object]));
    };
    return new Set(objects.filter(isTaken));
  }

  claimsAt(at: number): readonly Claim[] {
    const view = this.viewAt(at);
    const staysHere = this.load(at).length === 0;
    return this.system.scenario.properties.map((property): Claim => {
      const { id, kind, description } = property;
      if (!isLiveness(property)) return { id, kind, description, standing: standingOf(property, view) };
      const isLost = staysHere && !property.holds(view) && !(kind === 'eventually' && this.wasMet(property, at));
      const standing = isLost ? 'violated' : standingOf(property, view);
      return { id, kind, description, fairness: property.fairness, standing };
    });
  }

  situationAt(at: number): Situation {
    if (this.load(at).length > 0) return { kind: 'open', outcomes: [] };
    if (!isQuiet(this.system, (actor) => this.host.view(actor))) return { kind: 'deadlock', outcomes: [HANGS] };
    const view = this.viewAt(at);
    const { outcomes } = this.system.scenario;
    return { kind: 'end', outcomes: outcomes.filter(({ holds }) => holds(view)).map(({ name }) => name) };
  }

  meaningsAt(at: number, actor: number): readonly { readonly state: string; readonly description: string }[] {
    const { path } = this.placesAt(at)[actor] as Place;
    const found: { state: string; description: string }[] = [];
    let state: State | undefined = configOf((this.system.actors[actor] as System['actors'][number]).machine);
    for (const name of path.split(' & ')[0]?.split('.') ?? []) {
      state = state?.states?.[name];
      if (state?.description !== undefined) found.unshift({ state: name, description: state.description });
    }
    return found;
  }

  sourcesOf(number: number): readonly Source[] {
    const { actor } = this.steps[number] as Step;
    const index = this.system.indexOf.get(actor) as number;
    const { machine } = this.system.actors[index] as System['actors'][number];
    const { path } = this.placesAt(number)[index] as Place;
    const written = this.system.kernel.origin.get(machine.spec.id);
    return fragmentsOn(this.system.actors[index] as System['actors'][number], path)
      .toReversed()
      .map((fragment) => {
        const patch = written?.get(fragment);
        return { fragment, machine: machine.spec.id, ...(patch === undefined ? {} : { patch }) };
      });
  }

  /** Whether it was met on the way to a state. */
  private wasMet({ holds }: Property, at: number): boolean {
    for (let before = at - 1; before >= 0; before--) if (holds(this.viewAt(before))) return true;
    return false;
  }

  private undo(): void {
    this.steps.pop();
    this.states.pop();
  }

  private load(at: number): ReturnType<typeof enabled> {
    this.host.vector.set(this.states[at] as Int32Array);
    return enabled(this.host);
  }

  private viewAt(at: number): StateView {
    const choices = this.load(at);
    const canMove = (actor: number): boolean =>
      choices.some((choice) => choice.kind === 'pending' && choice.actor === actor);
    return stateView(this.system, (actor) => this.host.view(actor, (this.states[at] as Int32Array)[actor]), canMove);
  }

  private changesOf(number: number): readonly Change[] {
    const [before, after] = [this.states[number], this.states[number + 1]] as [Int32Array, Int32Array];
    return this.actors.flatMap(({ index, id }) => {
      if (before[index] === after[index]) return [];
      return changeOf(id, this.host.view(index, before[index]), this.host.view(index, after[index])) ?? [];
    });
  }
}

function standingOf(property: Property, view: StateView): Claim['standing'] {
  const holds = property.holds(view);
  switch (property.kind) {
    case 'always':
      return holds ? 'holds' : 'violated';
    case 'never':
      return holds ? 'violated' : 'holds';
    default:
      return holds ? 'met' : 'not yet';
  }
}

const isAtRest = ({ finished, idle }: { readonly finished: boolean; readonly idle: boolean }): boolean =>
  finished || idle;
