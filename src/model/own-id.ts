/**
 * A kernel's or scenario's own id, without what was put on top: `v4.19` of `v4.19+my-fix`, `imutex-charge` of
 * `imutex-charge+kill-hog`.
 */
export const ownId = (id: string): string => id.split('+', 1)[0] ?? id;
