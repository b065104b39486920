import { useEffect, useRef, useState } from 'preact/hooks';
import { summary } from '../summary.js';
import type { Row } from '../../check/row.js';
import type { SearchJob, SearchProgress } from '../../check/search-job.js';
import type { SummaryScenario } from '../../check/summary.js';
import type { Address } from '../address/address.js';
import { textFile } from '../address/packed.js';
import type { PageProps } from '../app.js';
import { useKept } from '../parts/kept.js';
import { RefusedPage } from '../parts/refused-page.js';
import { useSoon, Waiting } from '../parts/soon.js';
import { Progress } from '../run/progress.js';
import { RowCard } from '../run/row-card.js';
import { Setup } from '../run/setup.js';
import { MOST_BYTES, Searcher } from '../worker/client.js';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';
import { searcher } from '../worker/shared.js';

/** A search of one kernel: done, under way, or to come. */
export interface Part {
  readonly kernel: string;
  readonly points: readonly Omit<SearchProgress, 'job'>[];
  readonly row?: Row;
  readonly refusal?: Refusal;
}

export const isDone = ({ row, refusal }: Part): boolean => row !== undefined || refusal !== undefined;

/** Checks a scenario on chosen kernels, and tells of it while it goes on. */
export function Run(props: PageProps) {
  const { address, navigate } = props;
  const soon = useSoon(`${address.scenario} ${address.text}`, () => questionOf(address));
  if (soon.kind === 'waiting') return <Waiting what="Reading the scenario…" />;
  if (soon.kind === 'refused') {
    return <RefusedPage title="Run" refusal={soon.refusal} address={address} navigate={navigate} />;
  }
  return <Runner key={soon.value.id} address={address} navigate={navigate} scenario={soon.value} />;
}

/** What is asked, as far as a page needs it that does not search itself. Throws E120; rejects with the worker's refusal. */
async function questionOf({ scenario, text }: Address): Promise<SummaryScenario> {
  const asked = scenario === undefined ? {} : { scenario };
  if (text !== undefined) return searcher().ask('understand', { ...asked, text: textFile(text) });
  const { scenarios } = summary;
  const found = scenario === undefined ? scenarios[0] : scenarios.find(({ id }) => id === scenario);
  return found ?? searcher().ask('understand', asked);
}

function Runner({ address, navigate, scenario }: PageProps & { readonly scenario: SummaryScenario }) {
  const key = JSON.stringify(['run', scenario.id, address.params, address.text]);
  const [parts, setParts] = useKept<readonly Part[]>(key, []);
  const [isRunning, setIsRunning] = useState(false);
  const stop = useRef<AbortController | undefined>(undefined);
  // One for all searches of the page: the next one finds its code compiled and knows how large the last one was.
  const kept = useRef<Searcher | undefined>(undefined);
  // What is not done then stays, as what was not searched to the end.
  useEffect(() => () => kept.current?.end(), []);

  const start = async (kernels: readonly string[], limit: number): Promise<void> => {
    const control = (stop.current = new AbortController());
    const worker = (kept.current ??= new Searcher());
    setIsRunning(true);
    setParts(() => kernels.map((kernel) => ({ kernel, points: [] })));
    const change = (kernel: string, how: (part: Part) => Part): void =>
      setParts((all) => all.map((part) => (part.kernel === kernel ? how(part) : part)));
    for (const kernel of kernels) {
      if (control.signal.aborted) break;
      try {
        const row = await worker.ask('check', jobOf(scenario.id, kernel, address.params, address.text, limit), {
          signal: control.signal,
          onProgress: (point) => change(kernel, (part) => ({ ...part, points: [...part.points, point] })),
        });
        change(kernel, (part) => ({ ...part, row }));
      } catch (error) {
        change(kernel, (part) => ({ ...part, refusal: refusalOf(error) }));
      }
    }
    setIsRunning(false);
  };

  return (
    <div class="run">
      <h1>{scenario.question}</h1>
      <p class="mono dim">{scenario.id}</p>
      <Setup
        address={address}
        navigate={navigate}
        scenario={scenario}
        isRunning={isRunning}
        onStart={(kernels, limit) => void start(kernels, limit)}
        onStop={() => stop.current?.abort()}
      />
      {parts.length === 0 ? (
        <p class="dim">
          Nothing is searched yet. A search looks at every state that can be reached; it runs beside the page.
        </p>
      ) : (
        <>
          <Progress parts={parts} isRunning={isRunning} />
          <section aria-label="What was found" class="cards">
            {parts.map((part) => (
              <RowCard key={part.kernel} part={part} isRunning={isRunning} scenario={scenario} text={address.text} />
            ))}
          </section>
        </>
      )}
    </div>
  );
}

function jobOf(
  scenario: string,
  kernel: string,
  params: { readonly [name: string]: number },
  text: string | undefined,
  states: number,
): SearchJob {
  return {
    scenario,
    ...(text === undefined ? {} : { text: textFile(text) }),
    kernel,
    patches: [],
    params,
    bounds: { bytes: MOST_BYTES, ...(states > 0 ? { states } : {}) },
    searchAnyway: true,
  };
}
