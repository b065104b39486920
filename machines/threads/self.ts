/** Names the current task to an object; the host fills it in, since no context holds its own name. */
export const SELF = { task: '@self' } as const;
