import type { OutcomeVerdict, PropertyExpectation } from './scenario.js';

/**
 * A page of the documentation that rests on searches: prose, and beside it what the prose says was found.
 *
 * Every figure, run, patch and commit in the page is worked out when it is written; what stands in a block here is a claim,
 * and a page with a claim that the search does not bear out is not written.
 */
export interface Page {
  /** The page is docs/<id>.md. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

/** One piece of a page. A text is a heading where it begins with `#`, else a paragraph in Markdown, broken anywhere. */
export type PageBlock =
  | string
  | PageVerdicts
  | PageParting
  | PageTurns
  | PagePatches
  | PageOrigin
  | PageOrigins
  | PageSameness
  | PageRun
  | PageReasons;

/** A kernel of the catalogue, alone or with a patch file on top, whose path begins at the top of the package. */
export type PageKernel = string | { readonly kernel: string; readonly patch: string };

export type PageVerdict = OutcomeVerdict | PropertyExpectation;

/** An outcome or a property of a scenario. */
export interface PageQuestion {
  readonly scenario: string;
  readonly name: string;
}

/** What some questions come to on some kernels. */
export interface PageVerdicts {
  readonly kind: 'verdicts';
  readonly kernels: readonly PageKernel[];
  /** With what the prose says is found, kernel by kernel. */
  readonly rows: readonly (PageQuestion & { readonly claim: readonly PageVerdict[] })[];
  /** Where a kernel is a line and a question a column. */
  readonly upright?: true;
}

/** A shortest run that one of two kernels has and the other has not, and where they part. */
export interface PageParting extends PageQuestion {
  readonly kind: 'parting';
  readonly kernels: readonly [PageKernel, PageKernel];
  /** The patch whose fragment is different where they part. */
  readonly by: string;
}

/** Each patch, from the oldest kernel to the newest, with which something comes or goes. */
export interface PageTurns extends PageQuestion {
  readonly kind: 'turns';
  /** Their ids, those that cannot stand without each other joined by `with`. */
  readonly claim: readonly string[];
}

/** The patches that a kernel has on top of another one. */
export interface PagePatches {
  readonly kind: 'patches';
  readonly kernel: string;
  readonly above: string;
}

/**
 * How a change stands to a fault that can be met after it. `brought`: it could not be met before, in any form. `exposed`: it
 * could not be met in this form, but what goes wrong is code that is older. `amplified`: it could be met, and can now be met
 * in more ways.
 */
export type PageOriginWord = 'brought' | 'exposed' | 'amplified';

/** Where a fault comes from, and what mended it. */
export interface PageOrigin extends PageQuestion {
  readonly kind: 'origin';
  readonly word: PageOriginWord;
  /** A few words that name it, for the table of all of them. */
  readonly title: string;
  /** A kernel that has it, for a shortest run. */
  readonly on: string;
  /** The kernel before the change, on which it cannot be met in this form. */
  readonly before: string;
  /** The patch with which it can be met first. */
  readonly by: string;
  /** What was exposed or amplified: it can be met on the kernel before, first with that patch. */
  readonly older?: PageQuestion & { readonly by: string };
  /** The patch that mended it; nothing where it can still be met on the newest kernel. */
  readonly mended: string | undefined;
}

/** All origins of the page, a line each. */
export interface PageOrigins {
  readonly kind: 'origins';
}

/** That two kernels differ in nothing else, over all scenarios but the large. */
export interface PageSameness {
  readonly kind: 'sameness';
  readonly kernels: readonly [PageKernel, PageKernel];
  readonly except: readonly PageQuestion[];
}

/** A shortest run, as thread columns. */
export interface PageRun extends PageQuestion {
  readonly kind: 'run';
  readonly kernel: PageKernel;
}

/** Why that run could not be helped, and which two steps' order decided it. */
export interface PageReasons extends PageQuestion {
  readonly kind: 'reasons';
  readonly kernel: PageKernel;
  /** What the two steps say, as far as the prose relies on it: a part of each. */
  readonly order: readonly [string, string];
}
