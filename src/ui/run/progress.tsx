import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { isDone, type Part } from '../pages/run.js';
import { fitted, widthIn } from '../parts/fitted.js';

/** How far it has come: numbers, and states over time. */
export function Progress({ parts, isRunning }: { readonly parts: readonly Part[]; readonly isRunning: boolean }) {
  const done = parts.filter(isDone).length;
  const now = parts.find((part) => !isDone(part) && part.points.length > 0);
  const last = now?.points.at(-1);
  return (
    <section class="progress" aria-label="Progress">
      <p role="status">
        {isRunning ? (
          <>
            <strong>
              {done} of {parts.length} searched.
            </strong>{' '}
            {last === undefined
              ? 'Beginning…'
              : `${now?.kernel}: ${figure(last.states)} states, ${figure((last.states / last.ms) * 1000)} a second, depth ${last.depth}, frontier ${figure(last.frontier)}.`}
          </>
        ) : (
          <strong>
            {done} of {parts.length} searched{done < parts.length ? ', then stopped' : ''}.
          </strong>
        )}
      </p>
      <progress max={parts.length} value={done} aria-label="Searches done" />
      <Plot parts={parts} />
    </section>
  );
}

export const figure = (number: number): string => Math.round(number).toLocaleString('en');

/** States over time, of the search that runs or ran last with more than a few looks at it. */
function Plot({ parts }: { readonly parts: readonly Part[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const shown = parts.findLast(({ points }) => points.length > 2);
  const points = shown?.points ?? [];
  const data: uPlot.AlignedData = [
    points.map(({ ms }) => ms / 1000),
    points.map(({ states }) => states),
    points.map(({ frontier }) => frontier),
  ];
  const has = points.length > 2;
  useEffect(() => {
    if (!has || place.current === null) return undefined;
    let isWanted = true;
    void Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(([{ default: UPlot }]) => {
      if (!isWanted || place.current === null) return;
      plot.current = fitted(new UPlot(optionsFor(place.current), data, place.current), place.current);
    });
    return () => {
      isWanted = false;
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [has, shown?.kernel]);
  useEffect(() => plot.current?.setData(data), [points.length]);
  if (!has) return null;
  const last = points.at(-1);
  return (
    <figure>
      <figcaption class="dim">
        {shown?.kernel}: states (line) and frontier (dashes) over seconds; {figure(last?.states ?? 0)} so far.
      </figcaption>
      <div ref={place} class="plot" />
    </figure>
  );
}

export function optionsFor(place: HTMLElement): uPlot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--dim'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line') },
  };
  return {
    width: widthIn(place),
    height: 180,
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false } },
    // Wide enough for the numbers that stand there.
    axes: [axis, { ...axis, size: (_, labels) => 20 + 7 * Math.max(0, ...(labels ?? []).map(({ length }) => length)) }],
    series: [
      {},
      { stroke: colour('--active'), width: 2, points: { show: false } },
      { stroke: colour('--race'), width: 2, dash: [6, 4], points: { show: false } },
    ],
  };
}
