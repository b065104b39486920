import type { Address } from '../address/address.js';
import type { Navigate } from '../address/use-address.js';
import type { Refusal } from '../worker/messages.js';
import { Refused } from './notice.js';
import { Picker } from './picker.js';

export interface RefusedPageProps {
  readonly title: string;
  readonly refusal: Refusal;
  readonly address: Address;
  readonly navigate: Navigate;
}

/** A page that cannot be shown as its link says: why, and how to choose something that can. */
export function RefusedPage({ title, refusal, address, navigate }: RefusedPageProps) {
  return (
    <>
      <h1>{title}</h1>
      <Refused refusal={refusal} />
      <Picker address={address} navigate={navigate} />
    </>
  );
}
