import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';

export type Soon<T> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What a promise comes to. It is asked again when the key changes; an answer that comes too late is dropped. */
export function useSoon<T>(key: string, ask: () => Promise<T>): Soon<T> {
  const [soon, setSoon] = useState<{ readonly key: string; readonly value: Soon<T> }>({ key, value: WAITING });
  useEffect(() => {
    let isWanted = true;
    const settle = (value: Soon<T>): void => {
      if (isWanted) setSoon({ key, value });
    };
    settle(WAITING);
    ask().then(
      (value) => settle({ kind: 'here', value }),
      (error: unknown) => settle({ kind: 'refused', refusal: refusalOf(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return soon.key === key ? soon.value : WAITING;
}

const WAITING = { kind: 'waiting' } as const;

/** Nothing for the first moments: what is there soon needs no sign that it is coming. */
export function Waiting({ what }: { readonly what: string }) {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="waiting" role="status">
      {isLong ? <div class="skeleton" aria-hidden="true" /> : null}
      <p class={isLong ? 'dim' : 'hidden'}>{what}</p>
    </div>
  );
}
