import { OomlabError } from '../../model/index.js';

/** What a page says, and what the search finds of it. */
export interface Claim {
  readonly of: string;
  readonly said: string;
  readonly found: string;
}

/** Refuses a page that says otherwise than the search. Throws E126. */
export function insist(claim: Claim): void {
  if (claim.said !== claim.found) throw refusal(claim);
}

/** The error of a page that says what is not so: E126. */
export const refusal = ({ of, said, found }: Claim): OomlabError =>
  new OomlabError(
    'E126',
    `The page says of ${of}: ${said}; the search finds: ${found}.`,
    'Mend the prose and its claim, or the model.',
  );
