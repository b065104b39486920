import type { Recorded } from '../../play/index.js';
import { brief } from '../finding/step-text.js';

export interface PathProps {
  readonly playback: Recorded;
  readonly onBack: (at: number) => void;
}

/** The steps that were chosen; each leads back to where it was the last. */
export function Path({ playback, onBack }: PathProps) {
  const { length, loopStart } = playback;
  return (
    <>
      <h2>
        Taken <span class="dim">{length} steps</span>
      </h2>
      {loopStart === undefined ? null : (
        <p class="bad">
          ⟲ This is the state from before step {loopStart + 1} again: what came since may repeat for ever.
        </p>
      )}
      <ol class="path">
        <li>
          <button type="button" class="link" onClick={() => onBack(0)}>
            the start
          </button>
        </li>
        {Array.from({ length }, (_, number) => {
          const step = playback.step(number);
          return (
            <li key={number} class={loopStart !== undefined && number >= loopStart ? 'loop' : ''}>
              <button
                type="button"
                class="link"
                title={`Back to after step ${number + 1}`}
                aria-current={number === length - 1 ? 'step' : undefined}
                onClick={() => onBack(number + 1)}
              >
                <span class="dim">{number + 1}</span> {step.actor}: <span class="mono">{brief(step)}</span>
              </button>
            </li>
          );
        }).toReversed()}
      </ol>
    </>
  );
}
