import { OomlabError } from '../../model/errors.js';
import type { Refusal } from './messages.js';

/** What to tell of an error: its own words, where it is one of ours. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof OomlabError) {
    const { code, mend } = error;
    return { code, message: error.message.replace(`${code} `, '').replace(` ${mend}`, ''), mend };
  }
  if (isRefusal(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (NOT_FETCHED.test(message)) {
    return {
      code: 'offline',
      message: 'This part of the page could not be fetched.',
      mend: 'Is whoever serves the page still there, as "oomlab ui" is? Reload the page then; its link says where you are.',
    };
  }
  return { code: 'internal', message, mend: 'This is a bug in oomlab: please report it, with the link of this page.' };
}

/** What browsers say of a module that they cannot get. */
const NOT_FETCHED = /dynamically imported module|importing a module script|Unable to preload/i;

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && 'code' in error && 'mend' in error && !(error instanceof Error);
