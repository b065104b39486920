import { useEffect, useMemo, useState } from 'preact/hooks';
import { useSoon } from '../parts/soon.js';
import { Searcher } from '../worker/client.js';
import type { Refusal, Subject } from '../worker/messages.js';
import type { Ahead, Landscape } from '../worker/outlook.js';
import { refusalOf } from '../worker/refusal.js';

/** What is known of all that can happen, as far as it was looked at. */
export interface Survey {
  readonly kind: 'looking' | 'known' | 'refused';
  /** States found so far. */
  readonly states: number;
  readonly complete: boolean;
  readonly refusal?: Refusal;
  readonly ahead?: Ahead;
  readonly landscape?: Landscape;
}

/** Explores everything once beside the page, then answers for each run what can come of it. */
export function useSurvey(subject: Subject, schedule: readonly number[]): Survey {
  const key = JSON.stringify(subject);
  const worker = useMemo(() => new Searcher(), [key]);
  const [told, setTold] = useState<Survey>(LOOKING);
  useEffect(() => {
    const stop = new AbortController();
    setTold(LOOKING);
    const onProgress = ({ states }: { readonly states: number }): void => setTold({ ...LOOKING, states });
    worker.ask('survey', subject, { onProgress, signal: stop.signal }).then(
      ({ states, complete }) => setTold({ kind: 'known', states, complete }),
      (error: unknown) => setTold({ ...LOOKING, kind: 'refused', refusal: refusalOf(error) }),
    );
    return () => worker.end();
  }, [worker]);
  const isKnown = told.kind === 'known';
  const answers = useSoon(`${key} ${isKnown} ${schedule.join()}`, async () =>
    isKnown ? Promise.all([worker.ask('ahead', { schedule }), worker.ask('landscape', { schedule })]) : [null, null],
  );
  const [ahead, landscape] = answers.kind === 'here' ? answers.value : [null, null];
  return { ...told, ...(ahead === null ? {} : { ahead }), ...(landscape === null ? {} : { landscape }) };
}

const LOOKING: Survey = { kind: 'looking', states: 0, complete: false };
