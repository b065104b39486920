import { OomlabError } from '../../model/errors.js';
import { HOME, type Address, type Page } from './address.js';
import { packed, unpacked } from './packed.js';

/** The part of an address that a replay token says. */
export function addressOfToken(token: string): Address {
  const [, scenario = '', kernel = '', params = '-', hash = '', body = ''] = token.trim().split(':');
  return {
    ...HOME,
    page: 'finding',
    scenario,
    kernel,
    params: params === '-' ? {} : Object.fromEntries(params.split(',').map(numberOf)),
    run: packed(`${hash}:${body}`),
  };
}

/** Another run of the question that an address is about: a scenario of one's own goes along. */
export const addressOfRun = (
  token: string,
  { text }: { readonly text?: string | undefined },
  page: Page = 'finding',
): Address => ({
  ...addressOfToken(token),
  page,
  ...(text === undefined ? {} : { text }),
});

function numberOf(pair: string): [string, number] {
  const [name = '', value = ''] = pair.split('=');
  return [name, Number(value)];
}

/** The token that an address says; nothing where it has no run. Throws E121. */
export function tokenOfAddress({ scenario, kernel, params, run }: Address): string | undefined {
  if (run === undefined) return undefined;
  if (scenario === undefined || kernel === undefined) {
    throw new OomlabError('E121', 'The link has a run, but not whose.', 'Copy the whole link again.');
  }
  const numbers = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return ['oom1', scenario, kernel, numbers.join(',') || '-', unpacked(run)].join(':');
}
