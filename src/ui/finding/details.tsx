import type { Playback, Place } from '../../play/playback.js';
import { commitName, commitText } from '../../export/index.js';
import type { Reasons } from '../../check/explained.js';
import { Context, valueText } from './context.js';
import { brief, effects } from './step-text.js';

export interface DetailsProps {
  readonly playback: Playback;
  readonly at: number;
  readonly onAt: (at: number) => void;
  readonly reasons: Reasons | undefined;
  readonly isAll: boolean;
  readonly onAll: () => void;
  /** Goes on from here by hand; absent where nothing can go on. */
  readonly onBranch?: ((choice: number) => void) | undefined;
}

/** What the present step did, what could come next, how the properties stand, and why. */
export function Details(props: DetailsProps) {
  const { playback, at, reasons, onAt } = props;
  return (
    <div class="details">
      {at === 0 ? <h2>Before the first step</h2> : <StepFacts {...props} />}
      <Changes {...props} />
      <NextSteps {...props} />
      <Claims playback={playback} at={at} />
      {reasons === undefined ? null : <Why reasons={reasons} onAt={onAt} />}
    </div>
  );
}

function StepFacts({ playback, at }: DetailsProps) {
  const step = playback.step(at - 1);
  const index = playback.actors.findIndex(({ id }) => id === step.actor);
  const [meaning] = playback.meaningsAt(at - 1, index);
  return (
    <>
      <h2>
        Step {at} <span class="dim">{step.actor}</span>
      </h2>
      <p class="mono op">{brief(step)}</p>
      {effects(step).map((text) => (
        <p class="mono op dim">{text}</p>
      ))}
      {meaning === undefined ? null : (
        <p>
          <span class="mono">{meaning.state}</span>: {meaning.description}
        </p>
      )}
      <ul class="plain sources">
        {playback.sourcesOf(at - 1).map(({ fragment, patch }) => (
          <li>
            <span class="mono">{fragment}()</span>{' '}
            {patch === undefined ? (
              <span class="dim">oldest form</span>
            ) : (
              <span class="patch" title={[patch.summary, ...patch.commits.map(commitText)].join('\n')}>
                {patch.id} <span class="dim">{patch.commits.map(commitName).join(' ')}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Changes({ playback, at, isAll, onAll, onAt }: DetailsProps) {
  const changes = at === 0 ? [] : playback.step(at - 1).changes;
  const changed = new Set(changes.map(({ actor }) => actor));
  const places = playback.placesAt(at);
  const rest = playback.actors.filter(({ id, kind }) => kind !== 'observer' && !changed.has(id));
  return (
    <section>
      <h3>Changed</h3>
      {changes.length === 0 ? <p class="dim">nothing</p> : null}
      <dl class="changes">
        {changes.flatMap(({ actor, before, after, context }) => [
          ...(before === after ? [] : [<Change what={actor} {...tails(before, after)} />]),
          ...context.map((one) => (
            <Change what={`${actor}.${one.field}`} before={valueText(one.before)} after={valueText(one.after)} />
          )),
        ])}
      </dl>
      <button type="button" class="small" aria-expanded={isAll} onClick={onAll}>
        {isAll ? 'Hide' : 'Show'} what did not change ({rest.length} actors) <kbd>u</kbd>
      </button>
      {isAll
        ? rest.map(({ id, index }) => (
            <Context
              key={id}
              actor={id}
              place={places[index] as Place}
              writtenBy={(field) => lastWriteOf(playback, at, id, field)}
              onAt={onAt}
            />
          ))
        : null}
    </section>
  );
}

/** Two places without what they have in common, but for the state around it. */
function tails(before: string, after: string): { readonly before: string; readonly after: string } {
  const [old, now] = [before.split('.'), after.split('.')];
  let common = 0;
  while (common < Math.min(old.length, now.length) - 1 && old[common] === now[common]) common++;
  return { before: old.slice(common).join(' › '), after: now.slice(common).join(' › ') };
}

function Change({ what, before, after }: { readonly what: string; readonly before: string; readonly after: string }) {
  return (
    <>
      <dt class="mono">{what}</dt>
      <dd class="mono">
        <span class="old">{before}</span> → <span class="new">{after}</span>
      </dd>
    </>
  );
}

/** The step that last wrote a variable, looked for backwards. */
function lastWriteOf(playback: Playback, at: number, actor: string, field: string): number | undefined {
  for (let number = at - 1; number >= 0; number--) {
    const change = playback.step(number).changes.find((one) => one.actor === actor);
    if (change?.context.some((one) => one.field === field)) return number;
  }
  return undefined;
}

function NextSteps({ playback, at, onBranch }: DetailsProps) {
  const next = playback.nextAt(at);
  const taken = at < playback.length ? playback.step(at).choice : undefined;
  const blocked = playback.blockedAt(at);
  const situation = playback.situationAt(at);
  return (
    <section>
      <h3>Could run next</h3>
      {next.length === 0 ? (
        <p class={situation.kind === 'deadlock' ? 'bad' : ''}>
          nothing: {situation.kind === 'deadlock' ? '✗ a deadlock' : `an end${listed(situation.outcomes)}`}
        </p>
      ) : (
        <ol class="next">
          {next.map(({ choice, actor, text }) => (
            <li class={choice === taken ? 'taken' : ''}>
              {onBranch === undefined ? (
                <span class="mono">
                  {actor}: {text}
                </span>
              ) : (
                <button
                  type="button"
                  class="link mono"
                  title="Go on from here by hand"
                  onClick={() => onBranch(choice)}
                >
                  {actor}: {text}
                </button>
              )}
              {choice === taken ? <span class="dim"> (taken)</span> : null}
            </li>
          ))}
        </ol>
      )}
      {[...blocked].map((index) => {
        const { id } = playback.actors[index] as Playback['actors'][number];
        return (
          <p class="bad">
            ▨ {id} is blocked in <span class="mono">{playback.placesAt(at)[index]?.path}</span>
          </p>
        );
      })}
    </section>
  );
}

const listed = (outcomes: readonly string[]): string => (outcomes.length === 0 ? '' : ` (${outcomes.join(', ')})`);

const SIGNS = { holds: '✓', violated: '✗', met: '✓', 'not yet': '…' } as const;

function Claims({ playback, at }: { readonly playback: Playback; readonly at: number }) {
  return (
    <section>
      <h3>Properties in this state</h3>
      <ul class="plain claims">
        {playback.claimsAt(at).map(({ id, kind, description, fairness, standing }) => (
          <li
            class={standing === 'violated' ? 'bad' : ''}
            title={fairness === undefined ? '' : `fairness: ${fairness}`}
          >
            {SIGNS[standing]} {id}: {kind} {description}
            {standing === 'met' || standing === 'not yet' ? ` (${standing})` : ''}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Why({
  reasons: { paragraphs, race, noReturn },
  onAt,
}: {
  readonly reasons: Reasons;
  readonly onAt: (at: number) => void;
}) {
  return (
    <section class="why">
      <h3>Why</h3>
      {paragraphs.map((text) => (
        <p>{text}</p>
      ))}
      <p class="row">
        {[...(race ?? [])].map((number) => (
          <button type="button" class="small" onClick={() => onAt(number + 1)}>
            to step {number + 1}
          </button>
        ))}
        {noReturn > 0 ? (
          <button type="button" class="small" onClick={() => onAt(noReturn)}>
            to the point of no return
          </button>
        ) : null}
      </p>
    </section>
  );
}
