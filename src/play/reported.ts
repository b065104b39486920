import type { TraceStep } from '../trace/index.js';
import type { Claim, Next, Place, Playback, PlayedActor, Situation, Source } from './playback.js';
import type { ReportedRun, ReportedState } from './report.js';

/** A run out of a report, to be looked at like one that is played. */
export class Reported implements Playback {
  private readonly run: ReportedRun;
  private readonly places: (readonly Place[])[];

  constructor(run: ReportedRun) {
    this.run = run;
    this.places = [run.start];
    for (const moves of run.moves) {
      const before = this.places.at(-1) as readonly Place[];
      this.places.push(before.map((place, actor) => moves[actor] ?? place));
    }
  }

  get scenario(): string {
    return this.run.scenario;
  }

  get question(): string {
    return this.run.question;
  }

  get kernel(): string {
    return this.run.kernel;
  }

  get params(): { readonly [name: string]: number } {
    return this.run.params;
  }

  get token(): string {
    return this.run.token;
  }

  get actors(): readonly PlayedActor[] {
    return this.run.actors;
  }

  get length(): number {
    return this.run.steps.length;
  }

  get loopStart(): number | undefined {
    return this.run.loopStart ?? undefined;
  }

  step(number: number): TraceStep {
    const enabledAfter = this.nextAt(number + 1).map(({ text }) => text);
    return { ...(this.run.steps[number] as ReportedRun['steps'][number]), enabledAfter };
  }

  placesAt(at: number): readonly Place[] {
    return this.places[at] as readonly Place[];
  }

  nextAt(at: number): readonly Next[] {
    return this.state(at).next;
  }

  blockedAt(at: number): ReadonlySet<number> {
    return new Set(this.state(at).blocked);
  }

  heldAt(at: number): ReadonlySet<number> {
    return new Set(this.state(at).held);
  }

  claimsAt(at: number): readonly Claim[] {
    return this.state(at).claims;
  }

  situationAt(at: number): Situation {
    return at === this.length ? this.run.end : { kind: 'open', outcomes: [] };
  }

  meaningsAt(at: number, actor: number): readonly { readonly state: string; readonly description: string }[] {
    const { machine } = this.actors[actor] as PlayedActor;
    return this.run.meanings[machine]?.[(this.placesAt(at)[actor] as Place).path] ?? [];
  }

  sourcesOf(number: number): readonly Source[] {
    const { actor } = this.run.steps[number] as ReportedRun['steps'][number];
    const machine = this.actors.find(({ id }) => id === actor)?.machine ?? '';
    return (this.run.inside[number] ?? []).map((fragment) => {
      const patch = this.run.written[machine]?.[fragment];
      return { fragment, machine, ...(patch === undefined ? {} : { patch }) };
    });
  }

  private state(at: number): ReportedState {
    return this.run.states[at] as ReportedState;
  }
}
