import type { Row } from '../../check/row.js';
import type { Evidence } from '../../check/search-job.js';
import type { SummaryScenario } from '../../check/summary.js';
import { HANGS } from '../../model/scenario.js';
import { fragmentOf } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { Refused } from '../parts/notice.js';
import type { Part } from '../pages/run.js';
import { figure } from './progress.js';

export interface RowCardProps {
  readonly part: Part;
  /** Whether what is not done yet is still to come. */
  readonly isRunning: boolean;
  readonly scenario: SummaryScenario;
  readonly text: string | undefined;
}

/** What one kernel comes to. Whether the search was complete is the first thing that it says. */
export function RowCard({ part: { kernel, row, refusal, points }, isRunning, scenario, text }: RowCardProps) {
  const isOpen = row === undefined && refusal === undefined;
  return (
    <article class="card row-card">
      <h2>
        {kernel} {row === undefined ? null : <Completeness row={row} />}
        {isOpen && !isRunning ? <span class="badge open">… not searched to the end: stopped by you</span> : null}
      </h2>
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      {isOpen && isRunning ? <p class="dim">{points.length > 0 ? 'searching…' : 'waits'}</p> : null}
      {isOpen ? <Seen names={points.at(-1)?.seen ?? []} scenario={scenario} /> : null}
      {row === undefined ? null : <Found row={row} scenario={scenario} text={text} />}
    </article>
  );
}

/** What a search came to before its end; the runs to it are shown when it ends or is stopped. */
function Seen({ names, scenario }: { readonly names: readonly string[]; readonly scenario: SummaryScenario }) {
  const isOutcome = (name: string): boolean => name === HANGS || scenario.outcomes.some((one) => one.name === name);
  return (
    <table class="found">
      <tbody>
        {names.map((name) => (
          <tr class={name === HANGS || !isOutcome(name) ? 'bad' : ''}>
            <th scope="row">{name}</th>
            <td>{isOutcome(name) ? 'seen' : '✗ violated'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "Complete" and "stopped by a bound" must never look alike. */
export function Completeness({ row }: { readonly row: Pick<Row, 'complete' | 'stoppedBy'> }) {
  return row.complete ? (
    <span class="badge ok">✓ complete: nothing left to explore</span>
  ) : (
    <span class="badge open">… not complete: stopped by {STOPS[row.stoppedBy ?? ''] ?? row.stoppedBy}</span>
  );
}

/** In a search that was stopped, "sometimes" means no more than that it was seen. */
export const outcomeText = (verdict: string, { complete }: Pick<Row, 'complete'>): string =>
  verdict === 'sometimes' && !complete ? 'seen' : verdict;

const STOPS: { readonly [by: string]: string } = {
  states: 'its bound of states',
  memory: 'its bound of memory',
  interrupt: 'you',
};

function Found({
  row,
  scenario,
  text,
}: {
  readonly row: Row;
  readonly scenario: SummaryScenario;
  readonly text: string | undefined;
}) {
  const open = (evidence: Evidence, of: string): string =>
    fragmentOf({ ...addressOfRun(evidence.token, { text }), of });
  const describe = (name: string): string => scenario.outcomes.find((one) => one.name === name)?.description ?? '';
  const violated = row.properties.filter(({ verdict }) => verdict === 'violated');
  const rest = row.properties.filter(({ verdict }) => verdict !== 'violated');
  return (
    <>
      <p class="dim">
        {figure(row.states)} states, {figure(row.steps)} steps, depth {row.depth}, {(row.ms / 1000).toFixed(1)} s
        {row.liveRuns > 0 ? `; ${row.liveRuns} runs confirmed live` : ''}
      </p>
      <table class="found">
        <tbody>
          {row.outcomes.map(({ name, verdict, witness, expected }) => (
            <tr class={name === HANGS && verdict !== 'never' && verdict !== 'unknown' ? 'bad' : ''}>
              <th scope="row" title={describe(name)}>
                {name}
              </th>
              <td>
                {outcomeText(verdict, row)}
                {expected !== undefined && row.complete && expected !== verdict ? ` (expected: ${expected})` : ''}
              </td>
              <td>{witness === undefined ? null : <a href={open(witness, name)}>{witness.steps.length} steps</a>}</td>
            </tr>
          ))}
          {violated.map(({ id, counterexample, expected }) => (
            <tr class="bad">
              <th scope="row">{id}</th>
              <td>✗ violated{expected === 'violated' ? ', as expected' : ''}</td>
              <td>
                {counterexample === undefined ? null : (
                  <a href={open(counterexample, id)}>{counterexample.steps.length} steps</a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest.length === 0 ? null : (
        <p class="dim">
          {rest
            .map(({ id, verdict, vacuous }) => `${id}: ${VERDICTS[verdict] ?? verdict}${vacuous ? ' (vacuous)' : ''}`)
            .join(' · ')}
        </p>
      )}
    </>
  );
}

const VERDICTS: { readonly [verdict: string]: string } = { holds: '✓ holds', holdsUpTo: 'holds so far' };
