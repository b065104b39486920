import { useRef, useState } from 'preact/hooks';
import { summary } from '../summary.js';
import type { SummaryScenario } from '../../check/summary.js';
import type { PageProps } from '../app.js';
import { unknownName } from '../../model/errors.js';
import { fragmentOf, PAGES } from '../address/address.js';
import type { Navigate } from '../address/use-address.js';
import { RunList, textOf } from '../parts/drop.js';
import { useKeys } from '../parts/keys.js';
import { Refused } from '../parts/notice.js';
import { addressOf, opened, type NamedRun } from '../parts/opened.js';
import { VerdictTable } from '../parts/verdict-table.js';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';

/** The questions of the catalogue, and where one's own trace or scenario goes in. */
export function Home({ address, navigate }: PageProps) {
  const [filter, setFilter] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ keys: ['/'], what: 'search', act: () => field.current?.focus() }]);
  const wanted = filter.trim().toLowerCase();
  const shown = summary.scenarios.filter(({ id, question, topic, outcomes }) =>
    `${id} ${question} ${topic} ${outcomes.map(({ name }) => name).join(' ')}`.toLowerCase().includes(wanted),
  );
  const topics = [...new Set(shown.map(({ topic }) => topic))];
  return (
    <div class="home">
      <h1>Which question?</h1>
      {address.of === undefined ? null : <Refused refusal={refusalOf(unknownName('page', address.of, PAGES))} />}
      <p class="lead">
        Each question is a small cast of tasks and memcgs, searched over <strong>every interleaving</strong>, on{' '}
        {summary.kernels.length} kernels. The tables say what the scenario’s file expects, with the fact that says so;
        “Check” searches it here.
      </p>
      <OpenBox navigate={navigate} />
      <label class="search">
        <span class="hidden">Search the questions</span>
        <input
          ref={field}
          type="search"
          placeholder="search: deadlock, hangs, ENOMEM ( / )"
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      </label>
      {topics.length === 0 ? <p>No question has “{filter}” in it.</p> : null}
      {topics.map((topic) => (
        <section>
          <h2>{topic}</h2>
          {shown
            .filter((one) => one.topic === topic)
            .map((one) => (
              <Question key={one.id} scenario={one} />
            ))}
        </section>
      ))}
      <footer class="dim">
        oomlab {summary.version}. Everything is worked out in this page; nothing is sent anywhere.
      </footer>
    </div>
  );
}

function Question({ scenario }: { readonly scenario: SummaryScenario }) {
  const [isOpen, setIsOpen] = useState(false);
  const { id, question, sizes, large } = scenario;
  const about = { scenario: id, params: {} };
  return (
    <details class="question" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        <span class="ask">{question}</span>
        <span class="mono dim">{id}</span>
        <Gist scenario={scenario} />
      </summary>
      {isOpen ? (
        <div class="answer">
          <VerdictTable scenario={scenario} />
          <p class="dim">
            {sizes} {large ? 'It has millions of states.' : ''}
          </p>
          <p class="row">
            <a class="button" href={fragmentOf({ page: 'run', ...about })}>
              Check
            </a>
            <a class="button" href={fragmentOf({ page: 'explore', ...about })}>
              Explore by hand
            </a>
            <a class="button" href={fragmentOf({ page: 'live', ...about })}>
              Run live
            </a>
            <a class="button" href={fragmentOf({ page: 'compare', ...about })}>
              Compare kernels
            </a>
          </p>
        </div>
      ) : null}
    </details>
  );
}

/** What can go wrong, in a few words: on how many of its kernels it hangs, and what is violated. */
function Gist({ scenario: { outcomes, properties, kernels } }: { readonly scenario: SummaryScenario }) {
  const hangs = outcomes.find(({ name }) => name === 'hangs')?.verdicts ?? [];
  const hanging = summary.kernels.filter((_, i) => hangs[i] === 'sometimes' || hangs[i] === 'always');
  const violated = new Set(
    properties.flatMap(({ verdicts }) => verdicts.flatMap((one, i) => (one === 'violated' ? [i] : []))),
  );
  return (
    <span class="gist">
      {hanging.length > 0 ? <span class="badge fail">✗ hangs on {listed(hanging.map(({ id }) => id))}</span> : null}
      {violated.size > 0 ? (
        <span class="badge race">
          ! violations on {violated.size} of {kernels.length}
        </span>
      ) : null}
      {hanging.length + violated.size === 0 ? <span class="badge ok">✓ nothing hangs or is violated</span> : null}
    </span>
  );
}

const listed = (ids: readonly string[]): string => (ids.length > 2 ? `${ids.length} kernels` : ids.join(', '));

function OpenBox({ navigate }: { readonly navigate: Navigate }) {
  const [refusal, setRefusal] = useState<Refusal>();
  const [runs, setRuns] = useState<readonly NamedRun[]>([]);
  const open = async (name: string, text: Promise<string>): Promise<void> => {
    setRuns([]);
    setRefusal(undefined);
    try {
      const what = await opened(name, await text);
      if (what.kind === 'address') navigate(what.address);
      else setRuns(what.runs);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  return (
    <section class="open-box" aria-label="Open a trace, a scenario or a token">
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('token');
          void open('', Promise.resolve(typeof text === 'string' ? text : ''));
        }}
      >
        <label class="grow">
          <span class="hidden">Replay token</span>
          <input name="token" class="mono" placeholder="paste a replay token (oom1:…)" autocomplete="off" />
        </label>
        <button type="submit">Open</button>
        <label class="button">
          Open a file…
          <input
            type="file"
            class="hidden"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) void open(file.name, textOf(file));
            }}
          />
        </label>
      </form>
      <p class="dim">or drop a trace, a report of “oomlab check --json” or a scenario in YAML anywhere on the page.</p>
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      {runs.length === 0 ? null : <RunList runs={runs} onTake={(run) => navigate(addressOf(run))} />}
    </section>
  );
}
