import { summary } from '../summary.js';
import { textFile } from '../address/packed.js';
import type { PageProps } from '../app.js';
import { ChartsBeside } from '../compare/charts-beside.js';
import { KernelsBeside } from '../compare/kernels-beside.js';
import { RunsBeside } from '../compare/runs-beside.js';
import { findKernel, kernelOf, openRun, scenarioOf } from '../engine.js';
import { addressOfRun } from '../address/token-link.js';
import type { Address } from '../address/address.js';
import { Refused } from '../parts/notice.js';
import { Questions } from '../parts/picker.js';
import { RefusedPage } from '../parts/refused-page.js';
import { useSoon, Waiting } from '../parts/soon.js';
import { askedOf, notAsked, type Scenario } from '../../model/index.js';
import { searcher } from '../worker/shared.js';

/** Two kernels, or a run and the nearest that passes. */
export function Compare(props: PageProps) {
  return props.address.run === undefined ? <TwoKernels {...props} /> : <TwoRuns {...props} />;
}

function TwoKernels({ address, navigate }: PageProps) {
  const wanted = address.scenario ?? 'two-slabs';
  const { of: _, ...rest } = address;
  const soon = useSoon(JSON.stringify([wanted, address.kernel, address.of, address.text]), async () => {
    const scenario = await scenarioOf({ ...address, scenario: wanted });
    const asked = askedOf(scenario, summary.kernels);
    for (const id of [address.kernel?.split(',')[0], address.of]) {
      if (id !== undefined && !asked.includes(findKernel(id).spec.id)) throw notAsked(scenario.id, [id], asked);
    }
    return scenario;
  });
  if (soon.kind === 'waiting') return <Waiting what="Fetching the machines…" />;
  if (soon.kind === 'refused') {
    return <RefusedPage title="Compare" refusal={soon.refusal} address={rest} navigate={navigate} />;
  }
  return <Kernels address={{ ...address, scenario: wanted }} navigate={navigate} scenario={soon.value} />;
}

function Kernels({ address, navigate, scenario }: PageProps & { readonly scenario: Scenario }) {
  const asked = askedOf(scenario, summary.kernels);
  const [first, second] = [
    address.kernel?.split(',')[0] ?? defaultOf(asked, 'v4.18'),
    address.of ?? defaultOf(asked, 'rfc-20180620'),
  ];
  const text = address.text === undefined ? {} : { text: textFile(address.text) };
  const subject = { scenario: scenario.id, kernel: first, params: address.params, ...text };
  const choice = (label: string, value: string, change: (id: string) => Address) => (
    <label>
      {label}{' '}
      <select value={value} onChange={({ currentTarget }) => navigate(change(currentTarget.value))}>
        {asked.map((id) => (
          <option value={id}>{id}</option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="compare">
      <h1>
        {first} <span class="dim">against</span> {second}
      </h1>
      <p class="row">
        <label>
          Question{' '}
          <select
            value={scenario.id}
            onChange={({ currentTarget }) => {
              const { text: _, ...rest } = address;
              navigate({ ...rest, scenario: currentTarget.value, params: {} });
            }}
          >
            <Questions id={scenario.id} isFile={address.text !== undefined} />
          </select>
        </label>
        {choice('from', first, (kernel) => ({ ...address, kernel, of: second }))}
        {choice('to', second, (of) => ({ ...address, kernel: first, of }))}
      </p>
      <section class="card">
        <h2>What can happen</h2>
        <p class="dim">{scenario.question}</p>
        <KernelsBeside
          key={`${scenario.id} ${first} ${second}`}
          subject={subject}
          against={second}
          text={address.text}
        />
      </section>
      <section class="card">
        <h2>What the code does</h2>
        <ChartsBeside key={`${first} ${second}`} kernels={[findKernel(first), findKernel(second)]} />
      </section>
    </div>
  );
}

const defaultOf = (asked: readonly string[], id: string): string =>
  asked.includes(id) ? id : (asked.at(-1) as string);

function TwoRuns({ address }: PageProps) {
  const soon = useSoon(JSON.stringify([address.scenario, address.kernel, address.params, address.run]), () =>
    besides(address),
  );
  if (soon.kind === 'waiting') return <Waiting what="Looking for the nearest run that passes…" />;
  if (soon.kind === 'refused') return <Refused refusal={soon.refusal} />;
  const { failing, passing, paragraphs } = soon.value;
  return (
    <div class="compare">
      <h1>
        {failing.scenario} <span class="dim">on</span> {failing.kernel}: beside the nearest run that passes
      </h1>
      {paragraphs.map((text) => (
        <p class="prose">{text}</p>
      ))}
      {passing === undefined ? (
        <p>There is no run to set beside it: none passes, or what it shows is not explained by one.</p>
      ) : (
        <RunsBeside failing={failing} passing={passing} address={address} />
      )}
    </div>
  );
}

async function besides(address: Address) {
  const { playback: failing } = await openRun(address);
  const subject = {
    scenario: failing.scenario,
    kernel: kernelOf(address, failing.system.scenario),
    params: failing.params,
    ...(address.text === undefined ? {} : { text: textFile(address.text) }),
  };
  const reasons = await searcher().ask('why', { ...subject, schedule: failing.schedule });
  const paragraphs = reasons?.paragraphs ?? [];
  const token = reasons?.passing;
  if (token === undefined) return { failing, passing: undefined, paragraphs };
  const { playback: passing } = await openRun(addressOfRun(token, address));
  return { failing, passing, paragraphs };
}
