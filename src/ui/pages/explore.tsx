import { useMemo, useRef } from 'preact/hooks';
import { summary } from '../summary.js';
import { sourceOf, textFile } from '../address/packed.js';
import type { PageProps } from '../app.js';
import { fragmentOf } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { departureError, kernelOf, openRun, type OpenedRun } from '../engine.js';
import { tokenFile } from '../finding/export-run.js';
import { Choices } from '../explore/choices.js';
import { Path } from '../explore/path.js';
import { SearchOn } from '../explore/search-on.js';
import { StateGraph } from '../explore/state-graph.js';
import { useSurvey } from '../explore/use-survey.js';
import { useKeys } from '../parts/keys.js';
import { Refused } from '../parts/notice.js';
import { Picker } from '../parts/picker.js';
import { share, Toast, useToast } from '../parts/share.js';
import { RefusedPage } from '../parts/refused-page.js';
import { useSoon, Waiting } from '../parts/soon.js';
import { refusalOf } from '../worker/refusal.js';

/** Choosing every step by hand, with what each choice leads to. */
export function Explore(props: PageProps) {
  const { address } = props;
  const { scenario = summary.scenarios[0]?.id ?? '', kernel, params, run, text } = address;
  const last = useRef<OpenedRun | undefined>(undefined);
  const soon = useSoon(JSON.stringify([scenario, kernel, params, run, text]), () => openRun({ ...address, scenario }));
  if (soon.kind === 'here') last.current = soon.value;
  if (soon.kind === 'refused') {
    return <RefusedPage title="Explore" refusal={soon.refusal} address={address} navigate={props.navigate} />;
  }
  return last.current === undefined ? (
    <Waiting what="Fetching the machines…" />
  ) : (
    <Explorer {...props} opened={last.current} />
  );
}

function Explorer({ address, navigate, opened }: PageProps & { readonly opened: OpenedRun }) {
  const { at } = address;
  // From a step of a finding on: what was taken after it is let go.
  const playback = useMemo(
    () => (at === undefined || at >= opened.playback.length ? opened.playback : opened.playback.upTo(at)),
    [opened, at],
  );
  const departure = playback === opened.playback ? opened.departure : undefined;
  const [toast, say] = useToast();
  const { text } = address;
  const subject = {
    scenario: playback.scenario,
    kernel: kernelOf(address, playback.system.scenario),
    params: address.params,
    ...(text === undefined ? {} : { text: textFile(text) }),
  };
  const survey = useSurvey(subject, playback.schedule);
  const take = (choice: number): void => {
    const on = playback.upTo(playback.length);
    on.take(choice);
    navigate(addressOfRun(on.token, address, 'explore'));
  };
  const back = (at: number): void => navigate(addressOfRun(playback.upTo(at).token, address, 'explore'));
  const show = (more: readonly number[]): void => {
    const on = playback.upTo(playback.length);
    for (const choice of more) on.take(choice);
    navigate({ ...addressOfRun(on.token, address), of: 'hangs' });
  };
  const choices = playback.nextAt(playback.length).length;
  useKeys([
    ...Array.from({ length: Math.min(9, choices) }, (_, choice) => ({
      keys: [String(choice + 1)],
      what: 'take',
      act: () => take(choice),
    })),
    { keys: ['Backspace', 'k', 'ArrowUp'], what: 'back', act: () => back(Math.max(0, playback.length - 1)) },
  ]);
  return (
    <div class="explore">
      <header class="explore-head">
        <h1>{playback.question}</h1>
        <Picker address={address} navigate={navigate} />
        <p class="row">
          <button type="button" disabled={playback.length === 0} onClick={() => back(playback.length - 1)}>
            One step back
          </button>
          <a class="button" href={fragmentOf(addressOfRun(playback.token, address))}>
            Look at it step by step
          </a>
          <button
            type="button"
            onClick={() =>
              void share(
                addressOfRun(playback.token, address, 'explore'),
                tokenFile(playback.token, sourceOf(address)),
                say,
              )
            }
          >
            Share
          </button>
        </p>
        {departure === undefined ? null : <Refused refusal={refusalOf(departureError(departure))} />}
      </header>
      <div class="explore-panes">
        <section class="card" aria-label="Choices">
          <Choices playback={playback} survey={survey} onTake={take} onShow={show} />
          <SearchOn playback={playback} subject={subject} text={text} />
        </section>
        <section class="card" aria-label="Taken">
          <Path playback={playback} onBack={back} />
        </section>
        <section class="card" aria-label="State graph">
          {survey.landscape === undefined ? (
            <p class="dim">The state graph is drawn when all states are known.</p>
          ) : (
            <StateGraph landscape={survey.landscape} />
          )}
        </section>
      </div>
      <Toast text={toast} />
    </div>
  );
}
