import type { Recorded } from '../../play/index.js';
import { ProspectBadge } from './prospect-badge.js';
import type { Survey } from './use-survey.js';

export interface ChoicesProps {
  readonly playback: Recorded;
  readonly survey: Survey;
  readonly onTake: (choice: number) => void;
  readonly onShow: (more: readonly number[]) => void;
}

/** What can be done now, each with where it leads. */
export function Choices({ playback, survey, onTake, onShow }: ChoicesProps) {
  const at = playback.length;
  const next = playback.nextAt(at);
  const situation = playback.situationAt(at);
  const blocked = playback.blockedAt(at);
  const { ahead } = survey;
  return (
    <>
      <h2>Enabled now</h2>
      {ahead === undefined ? <Looking survey={survey} /> : <Here survey={survey} onShow={onShow} />}
      {next.length === 0 ? (
        <p class={situation.kind === 'deadlock' ? 'bad' : ''}>
          {situation.kind === 'deadlock'
            ? '✗ Deadlock: nothing is enabled, and somebody is not done.'
            : `✓ The end: ${situation.outcomes.join(', ') || 'no outcome holds'}.`}
        </p>
      ) : null}
      <ol class="choices">
        {next.map(({ choice, actor, text }) => (
          <li key={choice}>
            <button type="button" class="choice" onClick={() => onTake(choice)}>
              <kbd>{choice + 1}</kbd> <strong>{actor}</strong> <span class="mono">{text}</span>
            </button>
            {survey.kind === 'looking' ? null : (
              <ProspectBadge prospect={ahead?.choices[choice]} complete={survey.complete} />
            )}
          </li>
        ))}
      </ol>
      {[...blocked].map((index) => (
        <p class="bad">
          ▨ {playback.actors[index]?.id} is blocked in{' '}
          <span class="mono">{playback.placesAt(at)[index]?.path.split('.').at(-1)}</span>
        </p>
      ))}
    </>
  );
}

function Looking({ survey: { kind, states, refusal } }: { readonly survey: Survey }) {
  if (refusal !== undefined) return <p class="bad">{refusal.message}</p>;
  return kind === 'known' ? (
    <p class="dim">This state lies beyond what was explored.</p>
  ) : (
    <p class="dim" role="status">
      Looking where each choice leads: {states.toLocaleString('en')} states so far…
    </p>
  );
}

function Here({
  survey: { ahead, complete, states },
  onShow,
}: {
  readonly survey: Survey;
  readonly onShow: ChoicesProps['onShow'];
}) {
  if (ahead === undefined) return null;
  const { here, hang } = ahead;
  return (
    <>
      {here.isDoomed ? (
        <div class="notice fail doomed" role="status">
          <p>
            <strong>✗ Doomed.</strong> No end can be reached from here, whatever is scheduled.
          </p>
          {hang === undefined ? null : <HangText way={hang.way.length} loop={hang.loop.length} />}
          {hang === undefined ? null : (
            <button type="button" onClick={() => onShow([...hang.way, ...hang.loop])}>
              {hang.loop.length > 0 ? 'Show the loop' : 'Show where it stops'}
            </button>
          )}
        </div>
      ) : (
        <p>
          From here: <ProspectBadge prospect={here} complete={complete} />
        </p>
      )}
      <p class="dim">
        {here.outcomes.length === 0
          ? ''
          : `${complete ? 'Possible ends' : 'Ends found so far'}: ${here.outcomes.join(', ')}. `}
        {states.toLocaleString('en')} states explored,{' '}
        {complete ? 'complete: nothing left to explore' : 'not complete: stopped by a bound'}.
      </p>
    </>
  );
}

function HangText({ way, loop }: { readonly way: number; readonly loop: number }) {
  if (loop === 0) return <p>After {way} more steps nothing is enabled any more.</p>;
  const into = way === 0 ? 'It is in a loop already:' : `${way} more steps lead into a loop:`;
  return (
    <p>
      {into} {loop === 1 ? 'one step repeats' : `${loop} steps repeat`} for ever.
    </p>
  );
}
