import { isViolation, type Difference } from '../../check/kernel-diff.js';
import type { SearchReport } from '../../check/search-job.js';
import { commitText } from '../../export/index.js';
import { fragmentOf } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { useKept } from '../parts/kept.js';
import { Refused } from '../parts/notice.js';
import { MOST_BYTES } from '../worker/client.js';
import { useSearcher } from '../worker/use-searcher.js';
import type { Compared, Subject } from '../worker/messages.js';

export interface KernelsBesideProps {
  readonly subject: Subject;
  readonly against: string;
  /** The scenario as the link has it, if it is somebody's own. */
  readonly text: string | undefined;
}

/** What can happen on one kernel and not on the other, with a shortest run each and where they part. */
export function KernelsBeside({ subject, against, text }: KernelsBesideProps) {
  const { scenario, kernel: first, params } = subject;
  const key = JSON.stringify(['compare', scenario, first, against, params, text]);
  const [found, setFound] = useKept<Compared | undefined>(key, undefined);
  const { told, refusal, begin, stop } = useSearcher();
  const compare = (): Promise<void> =>
    begin(async ({ worker, signal, tell }) => {
      setFound(() => undefined);
      const reports: SearchReport[] = [];
      for (const kernel of [subject.kernel, against]) {
        const job = { ...subject, kernel, patches: [], bounds: { bytes: MOST_BYTES }, searchAnyway: true as const };
        const onProgress = ({ states }: { readonly states: number }): void =>
          tell(`Searching ${kernel}: ${states.toLocaleString('en')} states…`);
        tell(`Searching ${kernel}…`);
        reports.push(await worker.ask('check', job, { signal, onProgress }));
      }
      const [before, after] = reports as [SearchReport, SearchReport];
      const compared = await worker.ask('diff', { ...subject, against, reports: [before, after] });
      setFound(() => compared);
    });
  return (
    <>
      <p class="row">
        <button type="button" class="primary" disabled={told !== ''} onClick={() => void compare()}>
          Search both and compare
        </button>
        <button type="button" disabled={told === ''} onClick={stop}>
          Stop
        </button>
        <span role="status" class="dim">
          {told}
        </span>
      </p>
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      {found === undefined ? null : <Outcomes found={found} names={[first, against]} text={text} />}
    </>
  );
}

interface OutcomesProps {
  readonly found: Compared;
  readonly names: readonly [string, string];
  readonly text: string | undefined;
}

function Outcomes({ found, names, text }: OutcomesProps) {
  const { added, removed, changed, unchanged, complete, states } = found;
  const isNothing = added.length + removed.length + changed.length === 0;
  return (
    <div class="outcomes">
      <p>
        {complete ? (
          <span class="badge ok">✓ both complete: nothing left to explore</span>
        ) : (
          <span class="badge open">… not complete: a search was stopped</span>
        )}{' '}
        <span class="dim">
          {states.map((count, i) => `${names[i]}: ${count.toLocaleString('en')} states`).join(', ')}
        </span>
      </p>
      {isNothing ? <p>No outcome and no property is otherwise.</p> : null}
      <List title={`Added on ${names[1]}`} sign="+" list={added} text={text} />
      <List title={`Removed on ${names[1]}`} sign="-" list={removed} text={text} />
      <List title="Changed" sign="~" list={changed} text={text} />
      <p class="dim">
        Unchanged: {unchanged.map(({ name, verdict }) => `${name} (${verdict})`).join(', ') || 'nothing'}.
      </p>
    </div>
  );
}

interface ListProps {
  readonly title: string;
  readonly sign: string;
  readonly list: readonly Difference[];
  readonly text: string | undefined;
}

function List({ title, sign, list, text }: ListProps) {
  if (list.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="plain">
        {list.map((one) => (
          <li class="difference">
            <strong class={sign === '+' && isViolation(one) ? 'bad' : ''}>
              {sign} {one.name}
            </strong>
            : {one.before} → {one.after}
            {one.undecidedBefore ? ' (may be new: the search before it was stopped)' : ''}{' '}
            <Witness difference={one} text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface WitnessProps {
  readonly difference: Difference;
  readonly text: string | undefined;
}

function Witness({ difference: { witness, name }, text }: WitnessProps) {
  if (witness === undefined) return null;
  const { evidence, kernel, divergence } = witness;
  const at = divergence === undefined ? {} : { at: Math.min(divergence.step + 1, evidence.steps.length) };
  return (
    <>
      <a href={fragmentOf({ ...addressOfRun(evidence.token, { text }), of: name, ...at })}>
        {evidence.steps.length} steps on {kernel}
      </a>
      {divergence === undefined ? null : (
        <span class="dim">
          {' '}
          They part at step {divergence.step + 1}: there {divergence.here}; on the other,{' '}
          {divergence.there.join(', or ') || 'nothing of that actor'}.
          {divergence.patch === undefined
            ? ''
            : ` By ${divergence.patch.id}: ${divergence.patch.commits.map(commitText).join('; ')}.`}
        </span>
      )}
    </>
  );
}
