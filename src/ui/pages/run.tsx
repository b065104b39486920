import { useEffect, useRef, useState } from 'preact/hooks';
import { summary } from '../summary.js';
import { judgeRow, type Row } from '../../check/row.js';
import type { SearchJob, SearchProgress } from '../../check/search-job.js';
import type { Scenario } from '../../model/index.js';
import type { PageProps } from '../app.js';
import { scenarioOf, textFile } from '../engine.js';
import { Refused } from '../parts/notice.js';
import { useSoon, Waiting } from '../parts/soon.js';
import { Progress } from '../run/progress.js';
import { RowCard } from '../run/row-card.js';
import { Setup } from '../run/setup.js';
import { Searcher } from '../worker/client.js';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';

/** A search of one kernel: done, under way, or to come. */
export interface Part {
  readonly kernel: string;
  readonly points: readonly Omit<SearchProgress, 'job'>[];
  readonly row?: Row;
  readonly refusal?: Refusal;
}

/** Checks a scenario on chosen kernels, and tells of it while it goes on. */
export function Run(props: PageProps) {
  const { address, navigate } = props;
  const soon = useSoon(`${address.scenario} ${address.text}`, () =>
    scenarioOf({ ...address, scenario: address.scenario ?? summary.scenarios[0]?.id ?? '' }),
  );
  if (soon.kind === 'waiting') return <Waiting what="Fetching the machines…" />;
  if (soon.kind === 'refused') return <Refused refusal={soon.refusal} />;
  return <Runner key={soon.value.id} address={address} navigate={navigate} scenario={soon.value} />;
}

function Runner({ address, navigate, scenario }: PageProps & { readonly scenario: Scenario }) {
  const [parts, setParts] = useState<readonly Part[]>([]);
  const [isRunning, setIsRunning] = useState(false);
  const stop = useRef<AbortController | undefined>(undefined);
  // One for all searches of the page: the next one finds its code compiled and knows how large the last one was.
  const kept = useRef<Searcher | undefined>(undefined);
  useEffect(() => () => kept.current?.end(), []);

  const start = async (kernels: readonly string[], limit: number): Promise<void> => {
    const control = (stop.current = new AbortController());
    const worker = (kept.current ??= new Searcher());
    setIsRunning(true);
    setParts(kernels.map((kernel) => ({ kernel, points: [] })));
    const change = (kernel: string, how: (part: Part) => Part): void =>
      setParts((all) => all.map((part) => (part.kernel === kernel ? how(part) : part)));
    for (const kernel of kernels) {
      if (control.signal.aborted) break;
      const job = jobOf(scenario, kernel, address.params, address.text, limit);
      try {
        const report = await worker.ask('search', job, {
          signal: control.signal,
          onProgress: (point) => change(kernel, (part) => ({ ...part, points: [...part.points, point] })),
        });
        change(kernel, (part) => ({ ...part, row: judgeRow(scenario, job, report) }));
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
              <RowCard key={part.kernel} part={part} scenario={scenario} text={address.text} />
            ))}
          </section>
        </>
      )}
    </div>
  );
}

/** A page has no way to know the memory of the machine: this is for states, beside what the browser needs. */
const MOST_BYTES = 2 ** 30;

function jobOf(
  scenario: Scenario,
  kernel: string,
  params: { readonly [name: string]: number },
  text: string | undefined,
  states: number,
): SearchJob {
  return {
    scenario: scenario.id,
    ...(text === undefined ? {} : { text: textFile(text) }),
    kernel,
    patches: [],
    params,
    bounds: { bytes: MOST_BYTES, ...(states > 0 ? { states } : {}) },
    searchAnyway: true,
  };
}
