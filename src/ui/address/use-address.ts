import { useEffect, useState } from 'preact/hooks';
import { addressOf, fragmentOf, type Address } from './address.js';

/** Whether going there is a step that the back button takes back. */
export type Travel = 'go' | 'stay';

export type Navigate = (next: Address, travel?: Travel) => void;

/** Browsers refuse to be told of every frame of a slider that is pulled. */
const SETTLE_MS = 150;

/** The address that the fragment says, and a way to change it. */
export function useAddress(): readonly [Address, Navigate] {
  const [address, setAddress] = useState(() => addressOf(location.hash));
  useEffect(() => {
    const read = (): void => {
      // What was to be written belongs to the place that was just left.
      clearTimeout(settling);
      setAddress(addressOf(location.hash));
    };
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const navigate: Navigate = (next, travel = 'go') => {
    setAddress(next);
    clearTimeout(settling);
    if (travel === 'go') {
      history.pushState(null, '', fragmentOf(next));
      scrollTo(0, 0);
      return;
    }
    // A single step at once: written later, it could cut off a way back that was begun meanwhile.
    if (performance.now() - written >= SETTLE_MS) replace(next);
    else settling = setTimeout(() => replace(next), SETTLE_MS);
  };
  return [address, navigate];
}

let settling: ReturnType<typeof setTimeout> | undefined;
let written = -Infinity;

function replace(next: Address): void {
  written = performance.now();
  history.replaceState(null, '', fragmentOf(next));
}
