import { useState } from 'preact/hooks';
import type { SearchReport } from '../../check/search-job.js';
import type { Recorded } from '../../play/index.js';
import { fragmentOf } from '../address/address.js';
import { addressOfToken } from '../address/token-link.js';
import { Refused } from '../parts/notice.js';
import { Completeness } from '../run/row-card.js';
import type { Refusal, Subject } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';
import { searcher } from '../worker/shared.js';

/** Lets it search on from the present state, and lists what can be reached, with a run for each. */
export function SearchOn({ playback, subject }: { readonly playback: Recorded; readonly subject: Subject }) {
  const [report, setReport] = useState<{ readonly token: string; readonly report: SearchReport }>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isSearching, setSearching] = useState(false);
  const search = async (): Promise<void> => {
    setSearching(true);
    setRefusal(undefined);
    try {
      const { token } = playback;
      const bounds = { states: 1_000_000 };
      const job = { ...subject, patches: [], bounds, searchAnyway: true as const };
      const from = playback.length === 0 ? {} : { from: token };
      setReport({ token, report: await searcher().ask('check', { ...job, ...from }) });
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    setSearching(false);
  };
  const found = report?.token === playback.token ? report.report : undefined;
  return (
    <section class="search-on" aria-label="Search on">
      <button type="button" disabled={isSearching} onClick={() => void search()}>
        {isSearching ? 'Searching…' : 'Search on from here'}
      </button>
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      {found === undefined ? null : (
        <>
          <p>
            <Completeness row={found} /> <span class="dim">{found.states.toLocaleString('en')} states from here</span>
          </p>
          <ul class="plain">
            {found.outcomes.map(({ name, verdict, witness }) => (
              <li>
                {name}: {verdict}{' '}
                {witness === undefined ? null : (
                  <a href={fragmentOf({ ...addressOfToken(witness.token), of: name })}>{witness.steps.length} steps</a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
