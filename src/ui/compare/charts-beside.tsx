import { useMemo, useState } from 'preact/hooks';
import { chartDiff, causeText, isSame, type ChartDiff } from '../../export/index.js';
import type { Kernel } from '../../model/index.js';
import { PictureView } from '../charts/picture-view.js';
import { Refused } from '../parts/notice.js';
import { useSoon } from '../parts/soon.js';
import { sidePictures } from './side-pictures.js';

export interface ChartsBesideProps {
  readonly kernels: readonly [Kernel, Kernel];
}

/** The functions that are not the same on two kernels, with who changed them; the chosen one is drawn twice. */
export function ChartsBeside({ kernels }: ChartsBesideProps) {
  const names = kernels.map(({ spec }) => spec.id) as [string, string];
  const diffs = useMemo(() => differencesOf(kernels), [names.join()]);
  const changes = diffs.flatMap(({ machine, fragments }) => fragments.map((fragment) => ({ machine, ...fragment })));
  const [chosen, setChosen] = useState<string>();
  const shown = changes.find(({ machine, name }) => `${machine}.${name}` === chosen) ?? changes[0];
  if (shown === undefined) {
    const hidden = diffs.flatMap(({ machine, hidden: all }) =>
      all.map(({ kind, name }) => `${machine}: ${kind} ${name}`),
    );
    return (
      <p>
        No function’s chart differs between {names.join(' and ')}.
        {hidden.length === 0 ? '' : ` Behind them, these do: ${hidden.join(', ')}.`}
      </p>
    );
  }
  return (
    <>
      <p class="dim">
        {changes.length === 1 ? 'One function differs' : `${changes.length} functions differ`}. Red and dashed: only on{' '}
        {names[0]} (-). Green and thick: only on {names[1]} (+). Dotted: on both, but otherwise (~).
      </p>
      <ul class="plain changed-list">
        {changes.map(({ machine, name, mark, by }) => (
          <li>
            <button
              type="button"
              class="small"
              aria-pressed={machine === shown.machine && name === shown.name}
              onClick={() => setChosen(`${machine}.${name}`)}
            >
              <span class="mono">
                {mark} {machine}.{name === '' ? '(around its functions)' : `${name}()`}
              </span>
            </button>{' '}
            <span class="patch">{by.map(causeText).join('; ')}</span>
          </li>
        ))}
      </ul>
      <Pair key={`${shown.machine} ${shown.name}`} kernels={kernels} machine={shown.machine} section={shown.name} />
    </>
  );
}

function differencesOf(kernels: readonly [Kernel, Kernel]): readonly ChartDiff[] {
  const machines = new Set(kernels.flatMap(({ machines: all }) => [...all.keys()]));
  return [...machines].map((machine) => chartDiff(machine, kernels)).filter((diff) => !isSame(diff));
}

interface PairProps extends ChartsBesideProps {
  readonly machine: string;
  readonly section: string;
}

function Pair({ kernels, machine, section }: PairProps) {
  const soon = useSoon(kernels.map(({ spec }) => spec.id).join(), () => sidePictures(kernels, machine, section));
  if (soon.kind === 'refused') return <Refused refusal={soon.refusal} />;
  if (soon.kind === 'waiting') return <div class="skeleton" aria-hidden="true" />;
  return (
    <div class="pair">
      {soon.value.map((picture, side) => {
        const name = kernels[side]?.spec.id ?? '';
        return (
          <section aria-label={`${machine} on ${name}`}>
            <h3>{name}</h3>
            {picture === undefined ? (
              <p class="dim">It has no such function.</p>
            ) : (
              <PictureView picture={picture} active={[]} label={`${section} on ${name}`} />
            )}
          </section>
        );
      })}
    </div>
  );
}
