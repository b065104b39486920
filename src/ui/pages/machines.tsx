import { useMemo, useState } from 'preact/hooks';
import { commitText, sectionsOf } from '../../export/index.js';
import { configOf, statesOf, unknownName, type Kernel, type Machine, type Patch } from '../../model/index.js';
import type { PageProps } from '../app.js';
import { elk } from '../charts/layouter.js';
import { picturesOf } from '../../export/index.js';
import { PictureView } from '../charts/picture-view.js';
import type { Pictures } from '../../export/pictures.js';
import { findKernel, kernels } from '../engine.js';
import { SaveChart, SaveMachine } from '../machines/save-chart.js';
import { Toast, useToast } from '../parts/share.js';
import { LeftOut } from '../machines/left-out.js';
import { Refused } from '../parts/notice.js';
import { useSoon } from '../parts/soon.js';
import { refusalOf } from '../worker/refusal.js';

/** Every chart of a kernel, what each state stands for, and what is not modelled. */
export function Machines({ address, navigate }: PageProps) {
  const [toast, say] = useToast();
  const ids = kernels.map((one) => one.id);
  const asked = address.kernel?.split(',')[0];
  const id = asked !== undefined && ids.includes(asked) ? asked : (ids.at(-1) as string);
  const kernel = findKernel(id);
  const pictures = useMemo(() => picturesOf(kernel, elk), [kernel]);
  const machine = kernel.machines.get(address.of ?? '') ?? (kernel.machines.get('task') as Machine);
  const unknown = [
    ...(asked === undefined || asked === id ? [] : [unknownName('kernel', asked, ids)]),
    ...(address.of === undefined || kernel.machines.has(address.of)
      ? []
      : [unknownName('machine', address.of, [...kernel.machines.keys()])]),
  ];
  const { scenario: _, run: __, at: ___, ...rest } = address;
  return (
    <div class="machines">
      <h1>
        The machines of {id} <span class="dim">{kernel.spec.summary}</span>
      </h1>
      {unknown.map((error) => (
        <Refused refusal={refusalOf(error)} />
      ))}
      <p class="row">
        <label>
          Kernel{' '}
          <select value={id} onChange={({ currentTarget }) => navigate({ ...rest, kernel: currentTarget.value })}>
            {kernels.map((one) => (
              <option value={one.id}>{one.id}</option>
            ))}
          </select>
        </label>
        <label>
          Machine{' '}
          <select
            value={machine.spec.id}
            onChange={({ currentTarget }) => navigate({ ...rest, kernel: id, of: currentTarget.value })}
          >
            {[...kernel.machines.keys()].map((one) => (
              <option value={one}>{one}</option>
            ))}
          </select>
        </label>
      </p>
      <h2>
        {machine.spec.id} <span class="badge plain">{machine.spec.kind}</span>
      </h2>
      <SaveMachine kernel={id} machine={machine} say={say} />
      <p class="prose">{machine.spec.description}</p>
      {[...sectionsOf(machine).keys()].map((section, i) => (
        <Section
          key={`${id} ${machine.spec.id} ${section}`}
          kernel={kernel}
          machine={machine}
          section={section}
          pictures={pictures}
          isFirst={i === 0}
          say={say}
        />
      ))}
      <LeftOut />
      <Toast text={toast} />
    </div>
  );
}

interface SectionProps {
  readonly kernel: Kernel;
  readonly machine: Machine;
  readonly section: string;
  readonly pictures: Pictures;
  readonly isFirst: boolean;
  readonly say: (text: string) => void;
}

/** The patch that wrote a function last, or brought the machine; nothing where it is as the oldest kernel has it. */
function writerOf({ origin, spec }: Kernel, { spec: { id } }: Machine, section: string): Patch | undefined {
  return origin.get(id)?.get(section) ?? spec.patches.findLast(({ cast }) => cast?.some((one) => one.id === id));
}

/** One function of a machine: its chart, who wrote it, and its states in words. */
function Section(props: SectionProps) {
  const { kernel, machine, section, isFirst } = props;
  const [isOpen, setIsOpen] = useState(isFirst);
  const patch = writerOf(kernel, machine, section);
  return (
    <details class="question" open={isFirst} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        <span class="mono ask">{section === '' ? `${machine.spec.id}, around its functions` : `${section}()`}</span>
        {patch === undefined ? (
          <span class="dim">as in {kernels[0]?.id}</span>
        ) : (
          <span class="patch" title={patch.summary}>
            {patch.id}
          </span>
        )}
      </summary>
      {isOpen ? <SectionBody {...props} /> : null}
    </details>
  );
}

function SectionBody({ kernel, machine, section, pictures, say }: SectionProps) {
  const soon = useSoon(`${machine.spec.id} ${section}`, () => pictures.pictureOf(machine.spec.id, section));
  const patch = writerOf(kernel, machine, section);
  return (
    <div class="answer">
      {patch === undefined ? null : (
        <p>
          {patch.summary}. {patch.commits.map(commitText).join('; ')}
        </p>
      )}
      {soon.kind === 'refused' ? <Refused refusal={soon.refusal} /> : null}
      {soon.kind === 'waiting' ? <div class="skeleton" aria-hidden="true" /> : null}
      {soon.kind === 'here' ? (
        <>
          <PictureView picture={soon.value} active={[]} label={`Chart of ${section || machine.spec.id}`} />
          <SaveChart kernel={kernel.spec.id} machine={machine} section={section} picture={soon.value} say={say} />
        </>
      ) : null}
      <Glossary machine={machine} section={section} />
    </div>
  );
}

/** What each state of a function stands for in the kernel. */
function Glossary({ machine, section }: { readonly machine: Machine; readonly section: string }) {
  const chart = sectionsOf(machine).get(section);
  const described = (chart?.nodes ?? []).filter(({ description }) => description !== undefined);
  // The description of the machine's own states, where the section has no chart of its own.
  const states =
    described.length > 0
      ? described.map(({ name, description, does }) => ({ name, description, does }))
      : [...statesOf(configOf(machine))].map(({ path, state }) => ({
          name: path,
          description: state.description,
          does: [],
        }));
  return (
    <dl class="glossary">
      {states
        .filter(({ name }) => name !== '')
        .map(({ name, description, does }) => (
          <>
            <dt class="mono">{name}</dt>
            <dd>
              {description}
              {does.map((text) => (
                <span class="mono dim"> {text}</span>
              ))}
            </dd>
          </>
        ))}
    </dl>
  );
}
