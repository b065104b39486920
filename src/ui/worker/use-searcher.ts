import { useEffect, useRef, useState } from 'preact/hooks';
import { Searcher } from './client.js';
import type { Refusal } from './messages.js';
import { refusalOf } from './refusal.js';

/** What a search is given: who does it, how it is told to stop, and where it says how far it is. */
export interface SearchDesk {
  readonly worker: Searcher;
  readonly signal: AbortSignal;
  readonly tell: (text: string) => void;
}

export interface Searching {
  /** How far it is; empty while nothing is searched. */
  readonly told: string;
  readonly refusal: Refusal | undefined;
  begin(work: (desk: SearchDesk) => Promise<void>): Promise<void>;
  stop(): void;
}

/** A search in a worker of its own, that somebody may stop; to leave the page is to stop it. */
export function useSearcher(): Searching {
  const [told, tell] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const control = useRef<AbortController | undefined>(undefined);
  const stop = (): void => control.current?.abort();
  useEffect(() => stop, []);
  const begin = async (work: (desk: SearchDesk) => Promise<void>): Promise<void> => {
    const { signal } = (control.current = new AbortController());
    const worker = new Searcher();
    tell('Searching…');
    setRefusal(undefined);
    try {
      await work({ worker, signal, tell });
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    worker.end();
    tell('');
  };
  return { told, refusal, begin, stop };
}
