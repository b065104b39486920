import { useMemo } from 'preact/hooks';
import { replayCommand } from '../../check/replay-command.js';
import { sourceOf, textFile } from '../address/packed.js';
import type { PageProps } from '../app.js';
import { fragmentOf, type Address } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { elk } from '../charts/layouter.js';
import { picturesOf } from '../../export/index.js';
import { departureError, openRun, type OpenedRun } from '../engine.js';
import { columnsOf } from '../finding/columns-of.js';
import { ExportMenu } from '../finding/export-menu.js';
import { tokenFile } from '../finding/export-run.js';
import { Work, type Tab } from '../finding/work.js';
import { Refused } from '../parts/notice.js';
import { share, Toast, useToast } from '../parts/share.js';
import { useSoon, Waiting } from '../parts/soon.js';
import { refusalOf } from '../worker/refusal.js';
import { searcher } from '../worker/shared.js';

/** A recorded run, step by step. */
export function Finding(props: PageProps) {
  const { address } = props;
  const { scenario, kernel, params, run, text } = address;
  const soon = useSoon(JSON.stringify([scenario, kernel, params, run, text]), () => openRun(address));
  if (run === undefined) return <NoRun />;
  if (soon.kind === 'waiting') return <Waiting what="Playing the run…" />;
  if (soon.kind === 'refused') {
    return (
      <>
        <h1>This run cannot be shown</h1>
        <Refused refusal={soon.refusal} />
      </>
    );
  }
  return <Played {...props} opened={soon.value} />;
}

function NoRun() {
  return (
    <>
      <h1>No run is chosen</h1>
      <p>
        A finding is a run that shows something. <a href={fragmentOf({ page: 'run', params: {} })}>Check a question</a>{' '}
        and open one, drop a trace here, or paste a replay token on the <a href="#/home">first page</a>.
      </p>
    </>
  );
}

function Played({ address, navigate, opened }: PageProps & { readonly opened: OpenedRun }) {
  const { playback, departure } = opened;
  const [toast, say] = useToast();
  const pictures = useMemo(() => picturesOf(playback.system.kernel, elk), [playback]);
  const token = playback.token;
  const subject = {
    scenario: playback.scenario,
    kernel: playback.kernel,
    params: playback.params,
    ...(address.text === undefined ? {} : { text: textFile(address.text) }),
  };
  const reasons = useSoon(`${token} ${departure?.step}`, async () =>
    playback.length === 0 || departure !== undefined
      ? null
      : searcher().ask('why', { ...subject, schedule: playback.schedule }),
  );
  const explained = reasons.kind === 'here' ? (reasons.value ?? undefined) : undefined;
  const at = Math.min(address.at ?? playback.length, playback.length);
  const source = sourceOf(address);
  const command = replayCommand(token, source === undefined ? {} : { text: { file: `${playback.scenario}.yaml` } });
  const branch = (choice: number | undefined): void => {
    const part = playback.upTo(at);
    if (choice !== undefined) part.take(choice);
    navigate(addressOfRun(part.token, address, 'explore'));
  };
  return (
    <>
      <Work
        playback={playback}
        pictures={pictures}
        reasons={explained}
        at={at}
        onAt={(next) => navigate({ ...address, at: clamp(next, playback.length) }, 'stay')}
        tab={tabOf(address)}
        onTab={(tab) => navigate({ ...address, tab }, 'stay')}
        columns={() => columnsOf(playback)}
        command={command}
        say={say}
        onBranch={branch}
      >
        <header class="finding-head">
          <h1>
            {playback.scenario} <span class="dim">on</span> {playback.kernel}
          </h1>
          <Verdict opened={opened} of={address.of} />
          <span class="dim question-line" title={playback.question}>
            {playback.question}
          </span>
          <span class="actions">
            <button type="button" onClick={() => void share({ ...address, at }, tokenFile(token, source), say)}>
              Share
            </button>
            <ExportMenu playback={playback} reasons={explained} command={command} source={source} say={say} />
            {explained?.passing === undefined ? null : (
              <a class="button" href={fragmentOf(addressOfRun(token, address, 'compare'))}>
                Beside a run that passes
              </a>
            )}
          </span>
        </header>
        {departure === undefined ? null : <Refused refusal={refusalOf(departureError(departure))} />}
      </Work>
      <Toast text={toast} />
    </>
  );
}

const clamp = (at: number, length: number): number => Math.max(0, Math.min(length, at));

function tabOf({ tab }: Address): Tab {
  return tab === 'columns' || tab === 'charts' || tab === 'details' ? tab : 'timeline';
}

function Verdict({ opened: { playback }, of }: { readonly opened: OpenedRun; readonly of: string | undefined }) {
  const { kind, outcomes } = playback.situationAt(playback.length);
  const steps = `${playback.length} steps`;
  const violated = playback
    .claimsAt(playback.length)
    .filter(({ standing }) => standing === 'violated')
    .map(({ id }) => id);
  const loops = kind === 'open' && playback.loopStart !== undefined;
  const bad = [
    ...(kind === 'deadlock' ? ['deadlock: hangs'] : []),
    ...violated.map((id) => `violates ${id}`),
    ...(loops ? [`${of === undefined ? 'may go' : `${of}: goes`} round for ever`] : []),
  ];
  return (
    <>
      {bad.map((text) => (
        <span class="badge fail">✗ {text}</span>
      ))}
      {kind === 'end' ? <span class="badge ok">end: {outcomes.join(', ') || 'no outcome holds'}</span> : null}
      {kind === 'open' && !loops ? <span class="badge open">… no end yet</span> : null}
      <span class="dim">{steps}</span>
    </>
  );
}
