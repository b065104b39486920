import type { Playback } from '../../play/playback.js';
import { fragmentOf, type Address } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { brief } from '../finding/step-text.js';

export interface RunsBesideProps {
  readonly failing: Playback;
  readonly passing: Playback;
  readonly address: Address;
}

/** A run and the nearest that passes, step by step, aligned at the first difference. */
export function RunsBeside({ failing, passing, address }: RunsBesideProps) {
  const said = (run: Playback, number: number): string =>
    number < run.length ? `${run.step(number).actor}: ${brief(run.step(number))}` : '';
  const longest = Math.max(failing.length, passing.length);
  const numbers = Array.from({ length: longest }, (_, number) => number);
  const split = numbers.find((number) => said(failing, number) !== said(passing, number)) ?? longest;
  const shown = numbers.slice(Math.max(0, split - BEFORE));
  const link = (run: Playback, at: number): string => fragmentOf({ ...addressOfRun(run.token, address), at });
  return (
    <>
      <p>
        The first {split} steps are the same; they part at step <strong>{split + 1}</strong>.
      </p>
      <div class="wide" tabIndex={0} role="region" aria-label="Two runs beside each other">
        <table class="beside">
          <thead>
            <tr>
              <th scope="col">step</th>
              <th scope="col">this run ({failing.length})</th>
              <th scope="col">the nearest that passes ({passing.length})</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((number) => (
              <tr key={number} class={number === split ? 'split' : number > split ? 'apart' : ''}>
                <th scope="row">{number + 1}</th>
                {[failing, passing].map((run) => (
                  <td class="mono">
                    {number < run.length ? <a href={link(run, number + 1)}>{said(run, number)}</a> : ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** So many of the steps that are the same are shown. */
const BEFORE = 4;
