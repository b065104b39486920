import { ownId } from '../../model/own-id.js';
import { summary } from '../summary.js';
import type { Address } from '../address/address.js';
import type { Navigate } from '../address/use-address.js';

export interface PickerProps {
  readonly address: Address;
  readonly navigate: Navigate;
}

/** Which question on which kernel; what was chosen before on another question is let go. */
export function Picker({ address, navigate }: PickerProps) {
  const { page } = address;
  const scenario = summary.scenarios.find(({ id }) => id === ownId(address.scenario ?? ''));
  const kernels = scenario?.kernels ?? summary.kernels.map(({ id }) => id);
  const first = summary.scenarios[0]?.id ?? '';
  return (
    <p class="row picker">
      <label>
        Question{' '}
        <select
          value={address.scenario ?? first}
          onChange={({ currentTarget }) => navigate({ page, scenario: currentTarget.value, params: {} })}
        >
          <Questions id={address.scenario ?? first} isFile={address.text !== undefined} />
        </select>
      </label>
      <label>
        Kernel{' '}
        <select
          value={address.kernel ?? kernels.at(-1)}
          onChange={({ currentTarget }) => {
            const { run: _, at: __, ...rest } = address;
            navigate({ ...rest, scenario: address.scenario ?? first, kernel: currentTarget.value });
          }}
        >
          {kernels.map((id) => (
            <option value={id}>{id}</option>
          ))}
        </select>
      </label>
    </p>
  );
}

/** The catalogue's questions to choose from, and before them the present one where it is none of them. */
export function Questions({ id, isFile }: { readonly id: string; readonly isFile: boolean }) {
  const ids = summary.scenarios.map((one) => one.id);
  return (
    <>
      {ids.includes(id) ? null : (
        <option value={id}>
          {id}
          {isFile ? ' (your file)' : ''}
        </option>
      )}
      {ids.map((one) => (
        <option value={one}>{one}</option>
      ))}
    </>
  );
}
