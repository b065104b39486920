import { summary } from '../summary.js';
import type { SummaryLine, SummaryScenario } from '../../check/summary.js';
import { fragmentOf } from '../address/address.js';

const SIGNS: { readonly [verdict: string]: string } = {
  never: '·',
  sometimes: '◐',
  always: '●',
  holds: '✓',
  violated: '✗',
};

/** What is expected of a question: one line a kernel, in time order, one column an outcome. */
export function VerdictTable({ scenario }: { readonly scenario: SummaryScenario }) {
  const lines = [...scenario.outcomes, ...scenario.properties];
  const kernels = summary.kernels.flatMap(({ id }, i) => (scenario.kernels.includes(id) ? [{ id, i }] : []));
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label={`Verdicts of ${scenario.id}`}>
        <table class="verdicts">
          <thead>
            <tr>
              <th scope="col">kernel</th>
              {lines.map(({ name, description, fact }) => (
                <th scope="col" title={`${description}\n${fact}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kernels.map(({ id, i }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={fragmentOf({ page: 'run', scenario: scenario.id, kernel: id, params: {} })}>{id}</a>
                </th>
                {lines.map((line) => (
                  <Cell line={line} kernel={i} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="dim">A bar at the left of a cell: it is otherwise than on the kernel before.</p>
      <details>
        <summary>What the columns mean, and the facts that say so</summary>
        <dl class="glossary">
          {lines.map(({ name, description, fact }) => (
            <>
              <dt class="mono">{name}</dt>
              <dd>
                {description}. <span class="dim">{fact}</span>
              </dd>
            </>
          ))}
        </dl>
      </details>
    </>
  );
}

function Cell({ line: { name, verdicts }, kernel }: { readonly line: SummaryLine; readonly kernel: number }) {
  const verdict = verdicts[kernel] ?? '';
  const isBad = verdict === 'violated' || (name === 'hangs' && verdict !== 'never' && verdict !== '');
  const isNew = kernel > 0 && verdicts[kernel - 1] !== '' && verdicts[kernel - 1] !== verdict;
  return (
    <td class={[`v-${verdict}`, isBad ? 'v-bad' : '', isNew ? 'v-new' : ''].join(' ')}>
      <span aria-hidden="true">{SIGNS[verdict] ?? ''} </span>
      {verdict}
    </td>
  );
}
