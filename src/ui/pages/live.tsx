import { useMemo } from 'preact/hooks';
import { summary } from '../summary.js';
import type { PageProps } from '../app.js';
import { fragmentOf } from '../address/address.js';
import { addressOfRun } from '../address/token-link.js';
import { attended as attendedOf, systemOf, type Attended } from '../engine.js';
import { ownId } from '../../model/own-id.js';
import { buildSystem, type System } from '../../system/index.js';
import { elk } from '../charts/layouter.js';
import { picturesOf } from '../../export/index.js';
import { Cards } from '../finding/cards.js';
import { brief } from '../finding/step-text.js';
import { Gauge } from '../live/gauge.js';
import { sharedRun } from '../live/shared-run.js';
import { useLive, type LiveControls, type LiveShown } from '../live/use-live.js';
import { useKeys } from '../parts/keys.js';
import { Refused } from '../parts/notice.js';
import { Picker } from '../parts/picker.js';
import { RefusedPage } from '../parts/refused-page.js';
import { useSoon, Waiting } from '../parts/soon.js';

/** Live actors at a chosen pace, with somebody at the keyboard. */
export function Live(props: PageProps) {
  // Everybody is at the keyboard here anyhow.
  const scenario = ownId(props.address.scenario ?? summary.scenarios[0]?.id ?? '');
  const address = { ...props.address, scenario };
  const { kernel, params, text } = address;
  const key = JSON.stringify([scenario, kernel, params, text]);
  const soon = useSoon(key, () => systemOf(address));
  if (soon.kind === 'waiting') return <Waiting what="Fetching the machines…" />;
  if (soon.kind === 'refused') {
    return <RefusedPage title="Live" refusal={soon.refusal} address={address} navigate={props.navigate} />;
  }
  return <Running key={key} {...props} address={address} system={soon.value} />;
}

/** ms a step. */
const SLOWEST = 5000;

function Running({ address, navigate, system }: PageProps & { readonly system: System }) {
  const attended = useMemo(() => attendedOf(system.scenario, system.params), [system]);
  const wired = useMemo(() => buildSystem(attended.scenario, system.kernel, address.params), [attended]);
  const [shown, controls] = useLive(wired, attended);
  const pictures = useMemo(() => picturesOf(system.kernel, elk), [system]);
  const { seed = 1 } = address;
  const pace = Math.min(Math.max(address.pace ?? 300, 1), SLOWEST);
  const set = (part: { readonly pace?: number; readonly seed?: number }): void =>
    navigate({ ...address, ...part }, 'stay');
  const { playback, state, isQuiet, readings, released, refusal } = shown;
  const start = (): void => controls.start({ pace, seed });
  useKeys([
    {
      keys: [' '],
      what: 'pause',
      act: () => (state === 'running' ? controls.pause() : state === 'paused' ? controls.resume() : start()),
    },
    { keys: ['j'], what: 'step', act: () => (state === 'paused' ? controls.step() : undefined) },
  ]);
  return (
    <div class="live">
      <h1>{system.scenario.question}</h1>
      <Picker address={address} navigate={navigate} />
      <p class="row">
        <label>
          ms a step{' '}
          <input
            type="number"
            class="number"
            min={1}
            max={SLOWEST}
            step={1}
            required
            value={pace}
            onChange={({ currentTarget }) => {
              if (!currentTarget.reportValidity()) return;
              set({ pace: Number(currentTarget.value) });
              controls.setPace(Number(currentTarget.value));
            }}
          />
        </label>
        <label>
          seed{' '}
          <input
            type="number"
            class="number"
            min={0}
            max={999_999_999}
            step={1}
            required
            value={seed}
            onChange={({ currentTarget }) =>
              currentTarget.reportValidity() && set({ seed: Number(currentTarget.value) })
            }
          />
        </label>
        <Buttons state={state} controls={controls} onStart={start} />
      </p>
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      <Status shown={shown} system={system} attended={attended} text={address.text} />
      <div class="live-panes">
        <section class="card" aria-label="At the keyboard">
          <h2>At the keyboard</h2>
          <p class="row">
            {attended.interventions
              .filter(
                ({ label }, i, all) =>
                  all.findIndex((one) => one.label === label && !released.includes(one.actor)) === i,
              )
              .map(({ actor, label }) => (
                <button
                  type="button"
                  class="mono"
                  disabled={state !== 'running' && state !== 'paused'}
                  onClick={() => controls.release(actor)}
                >
                  {label}
                </button>
              ))}
          </p>
          {attended.gauges.map(({ actor }) => (
            <Gauge key={`${actor} ${state === 'new'}`} name={actor} readings={readings[actor] ?? []} />
          ))}
          <Log shown={shown} />
        </section>
        <section class="card" aria-label="Actors">
          <h2>Actors {isQuiet ? <span class="dim">nothing moves by itself</span> : null}</h2>
          <Cards
            opens="threads"
            playback={playback}
            pictures={pictures}
            at={playback.length}
            without={attended.interventions.map(({ actor }) => actor)}
          />
        </section>
      </div>
    </div>
  );
}

interface ButtonsProps {
  readonly state: LiveShown['state'];
  readonly controls: LiveControls;
  readonly onStart: () => void;
}

function Buttons({ state, controls, onStart }: ButtonsProps) {
  const isOn = state === 'running' || state === 'paused';
  return (
    <>
      <button type="button" class="primary" onClick={onStart}>
        {state === 'new' ? 'Start' : 'Start again'}
      </button>
      <button type="button" disabled={state !== 'running'} onClick={controls.pause}>
        Pause
      </button>
      <button type="button" disabled={state !== 'paused'} onClick={controls.resume}>
        Go on
      </button>
      <button type="button" disabled={state !== 'paused'} onClick={controls.step}>
        One step <kbd>j</kbd>
      </button>
      <button type="button" disabled={!isOn} onClick={controls.stop}>
        Stop
      </button>
    </>
  );
}

interface StatusProps {
  readonly shown: LiveShown;
  readonly system: System;
  readonly attended: Attended;
  readonly text: string | undefined;
}

function Status({ shown: { state, isQuiet, playback }, system, attended, text }: StatusProps) {
  const shared = useMemo(
    () => (state === 'over' || isQuiet ? sharedRun(system, playback, attended.interventions) : undefined),
    [state, isQuiet, playback.length],
  );
  const situation = shared?.situationAt(shared.length);
  const said =
    state === 'new'
      ? 'Not started.'
      : state === 'over'
        ? 'Stopped.'
        : isQuiet
          ? 'Nothing moves by itself any more; you may still do something.'
          : state === 'paused'
            ? 'Paused.'
            : 'Running.';
  return (
    <p role="status">
      <strong>{said}</strong> {playback.length} {playback.length === 1 ? 'step' : 'steps'}.{' '}
      {situation?.kind === 'deadlock' ? <span class="badge fail">✗ deadlock: hangs</span> : null}
      {situation?.kind === 'end' ? (
        <span class="badge ok">end: {situation.outcomes.join(', ') || 'no outcome'}</span>
      ) : null}{' '}
      {shared === undefined ? null : (
        <a href={fragmentOf(addressOfRun(shared.token, { text }))}>Look at it step by step</a>
      )}
    </p>
  );
}

/** Older steps are of no use here: a run can be opened as a finding. */
const LOGGED = 12;

function Log({ shown: { playback } }: { readonly shown: LiveShown }) {
  const from = Math.max(0, playback.length - LOGGED);
  return (
    <ol class="plain log" aria-label="The last steps">
      {Array.from({ length: playback.length - from }, (_, i) => {
        const step = playback.step(from + i);
        return (
          <li key={from + i}>
            <span class="dim">{from + i + 1}</span> {step.actor}: <span class="mono">{brief(step)}</span>
          </li>
        );
      }).toReversed()}
    </ol>
  );
}
