import { useState } from 'preact/hooks';
import type { SummaryScenario } from '../../check/summary.js';
import { unknownName, type OomlabError } from '../../model/errors.js';
import { notAsked } from '../../model/scenario.js';
import { summary } from '../summary.js';
import type { Address } from '../address/address.js';
import type { Navigate } from '../address/use-address.js';
import { Refused } from '../parts/notice.js';
import { Questions } from '../parts/picker.js';
import { refusalOf } from '../worker/refusal.js';

export interface SetupProps {
  readonly address: Address;
  readonly navigate: Navigate;
  readonly scenario: SummaryScenario;
  readonly isRunning: boolean;
  readonly onStart: (kernels: readonly string[], states: number) => void;
  readonly onStop: () => void;
}

/** Which question, on which kernels, with which numbers, how far. All but the bound is in the link. */
export function Setup({ address, navigate, scenario, isRunning, onStart, onStop }: SetupProps) {
  const [bound, setBound] = useState(0);
  const all = scenario.kernels;
  const asked = address.kernel?.split(',') ?? [];
  const unknown = asked.find((id) => !all.includes(id));
  const named = asked.filter((id) => all.includes(id));
  const chosen = named.length > 0 ? named : all;
  const choose = (ids: readonly string[]): void => {
    const { kernel: _, ...rest } = address;
    navigate(ids.length === all.length || ids.length === 0 ? rest : { ...rest, kernel: ids.join(',') }, 'stay');
  };
  const setParam = (name: string, value: number): void => {
    const params = Object.fromEntries(
      Object.entries({ ...address.params, [name]: value }).filter(([one, number]) => scenario.params[one] !== number),
    );
    navigate({ ...address, params }, 'stay');
  };
  return (
    <form
      class="setup"
      onSubmit={(event) => {
        event.preventDefault();
        onStart(chosen, bound);
      }}
    >
      {unknown === undefined ? null : <Refused refusal={refusalOf(wrongKernel(scenario, unknown))} />}
      <div class="row">
        <label>
          Question{' '}
          <select
            value={scenario.id}
            disabled={isRunning}
            onChange={({ currentTarget }) => navigate({ page: 'run', scenario: currentTarget.value, params: {} })}
          >
            <Questions id={scenario.id} isFile={address.text !== undefined} />
          </select>
        </label>
        {Object.entries(scenario.params).map(([name, number]) => (
          <label>
            {name}{' '}
            <input
              type="number"
              class="number"
              min={0}
              max={1000}
              disabled={isRunning}
              step={1}
              required
              value={address.params[name] ?? number}
              onChange={({ currentTarget }) =>
                currentTarget.reportValidity() && setParam(name, Number(currentTarget.value))
              }
            />
          </label>
        ))}
        <label>
          stop past{' '}
          <select
            value={bound}
            disabled={isRunning}
            onChange={({ currentTarget }) => setBound(Number(currentTarget.value))}
          >
            <option value={0}>1 GB of states</option>
            <option value={1000}>1,000 states</option>
            <option value={10_000}>10,000 states</option>
            <option value={100_000}>100,000 states</option>
            <option value={1_000_000}>1,000,000 states</option>
          </select>
        </label>
      </div>
      <fieldset class="chips" disabled={isRunning}>
        <legend>Kernels</legend>
        {all.map((id) => (
          <label class="chip">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={({ currentTarget }) =>
                choose(all.filter((one) => (one === id ? currentTarget.checked : chosen.includes(one))))
              }
            />
            {id}
          </label>
        ))}
        <button type="button" onClick={() => choose(all)}>
          all
        </button>
        <button type="button" onClick={() => choose(all.slice(-1))}>
          newest
        </button>
      </fieldset>
      <div class="row">
        <button type="submit" class="primary" disabled={isRunning}>
          Check {chosen.length === 1 ? chosen[0] : `${chosen.length} kernels`}
        </button>
        <button type="button" disabled={!isRunning} onClick={onStop}>
          Stop
        </button>
      </div>
    </form>
  );
}

/** A kernel that the link names and that cannot be searched: it may be none, or one that the question is not asked of. */
function wrongKernel({ id, kernels }: SummaryScenario, kernel: string): OomlabError {
  return summary.kernels.some((one) => one.id === kernel)
    ? notAsked(id, [kernel], kernels)
    : unknownName('kernel', kernel, kernels);
}
