import { useState } from 'preact/hooks';
import type { SearchReport } from '../../check/search-job.js';
import type { Recorded } from '../../play/index.js';
import { fragmentOf } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { Refused } from '../parts/notice.js';
import { Completeness, outcomeText } from '../run/row-card.js';
import type { Subject } from '../worker/messages.js';
import { MOST_BYTES } from '../worker/client.js';
import { useSearcher } from '../worker/use-searcher.js';

export interface SearchOnProps {
  readonly playback: Recorded;
  readonly subject: Subject;
  /** The scenario as the link has it, if it is somebody's own. */
  readonly text: string | undefined;
}

/** Lets it search on from the present state, and lists what can be reached, with a run for each. */
export function SearchOn({ playback, subject, text }: SearchOnProps) {
  const [report, setReport] = useState<{ readonly token: string; readonly report: SearchReport }>();
  const { told, refusal, begin, stop } = useSearcher();
  const search = (): Promise<void> =>
    begin(async ({ worker, signal, tell }) => {
      const { token } = playback;
      const job = { ...subject, patches: [], bounds: { bytes: MOST_BYTES }, searchAnyway: true as const };
      const from = playback.length === 0 ? {} : { from: token };
      const onProgress = ({ states }: { readonly states: number }): void =>
        tell(`${states.toLocaleString('en')} states…`);
      setReport({ token, report: await worker.ask('check', { ...job, ...from }, { signal, onProgress }) });
    });
  const found = report?.token === playback.token ? report.report : undefined;
  return (
    <section class="search-on" aria-label="Search on">
      <p class="row">
        <button type="button" disabled={told !== ''} onClick={() => void search()}>
          Search on from here
        </button>
        {told === '' ? null : (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
        <span role="status" class="dim">
          {told}
        </span>
      </p>
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      {found === undefined ? null : (
        <>
          <p>
            <Completeness row={found} /> <span class="dim">{found.states.toLocaleString('en')} states from here</span>
          </p>
          <ul class="plain">
            {found.outcomes.map(({ name, verdict, witness }) => (
              <li>
                {name}: {outcomeText(verdict, found)}{' '}
                {witness === undefined ? null : (
                  <a href={fragmentOf({ ...addressOfRun(witness.token, { text }), of: name })}>
                    {witness.steps.length} steps
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
