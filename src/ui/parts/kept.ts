import { useState } from 'preact/hooks';

/** So many questions are remembered; a search of all kernels is some hundred kilobytes. */
const MOST = 20;

const kept = new Map<string, unknown>();

/** What was found for a question, kept as long as the page is open: who comes back to it need not search again. */
export function useKept<T>(key: string, empty: T): readonly [T, (change: (old: T) => T) => void] {
  const [, redraw] = useState(0);
  const now = (): T => (kept.has(key) ? (kept.get(key) as T) : empty);
  const change = (how: (old: T) => T): void => {
    const next = how(now());
    // The last one changed is the last to be forgotten.
    kept.delete(key);
    kept.set(key, next);
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    redraw((times) => times + 1);
  };
  return [now(), change];
}
