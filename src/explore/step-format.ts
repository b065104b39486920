/**
 * The format of the step tables, for the loops that walk them. It stands alone: a thread that only numbers states loads the
 * loops, and must not load XState with them.
 */

/** A reference in the tables: positive to a node, 0 where nothing is known yet, negative to a leaf. */
export const UNKNOWN = 0;
/** The leaf of a step that is not enabled. */
export const BLOCKED = -1;
/** A node's words before its kids: the field it looks at (word, shift, mask) and its port's table. */
export const NODE_HEAD = 4;
/** Words of an entry in `active`. */
export const ACTIVE_WORDS = 5;
