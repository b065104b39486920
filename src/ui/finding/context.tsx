import type { Value } from '../../model/term.js';
import type { Place } from '../../play/playback.js';

/** A value on one line; long ones are cut, with all of it to be seen on demand. */
export function valueText(value: Value): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export interface ContextProps {
  readonly actor: string;
  readonly place: Place;
  /** The step, from 0, that wrote a field last. */
  readonly writtenBy: (field: string) => number | undefined;
  readonly onAt: (at: number) => void;
}

/** Where an actor is and what it remembers; a field leads to the step that wrote it. */
export function Context({ actor, place, writtenBy, onAt }: ContextProps) {
  const fields = Object.entries(place.context).filter(([, value]) => value !== null);
  return (
    <div class="context">
      <p>
        <span class="mono">{actor}</span> <span class="dim mono">{place.path}</span>
      </p>
      <dl class="changes">
        {fields.map(([field, value]) => {
          const by = writtenBy(field);
          return [
            <dt class="mono">
              {by === undefined ? (
                field
              ) : (
                <button
                  type="button"
                  class="link mono"
                  title={`written by step ${by + 1}`}
                  onClick={() => onAt(by + 1)}
                >
                  {field}
                </button>
              )}
            </dt>,
            <dd class="mono" title={JSON.stringify(value)}>
              {valueText(value)}
            </dd>,
          ];
        })}
      </dl>
    </div>
  );
}
