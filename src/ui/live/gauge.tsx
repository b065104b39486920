import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { fitted } from '../parts/fitted.js';
import { optionsFor } from '../run/progress.js';

/** One look at a gauge. */
export interface Reading {
  /** Seconds. */
  readonly at: number;
  readonly value: number;
  readonly limit: number;
  readonly sleepers: number;
  readonly kill: boolean;
}

export interface GaugeProps {
  readonly name: string;
  readonly readings: readonly Reading[];
}

/** A number against its limit over time; kills are marked below, sleepers are a line of their own. */
export function Gauge({ name, readings }: GaugeProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const data = dataOf(readings);
  useEffect(() => {
    let isWanted = true;
    void Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(([{ default: UPlot }]) => {
      const room = place.current;
      if (!isWanted || room === null) return;
      plot.current = fitted(new UPlot(gaugeOptions(room, UPlot), data, room), room);
    });
    return () => {
      isWanted = false;
      plot.current?.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(data), [readings.length]);
  const last = readings.at(-1);
  const kills = readings.filter(({ kill }) => kill).length;
  return (
    <figure class="gauge">
      <figcaption>
        <strong>{name}</strong>: {last?.value ?? 0} of {last?.limit ?? 0} pages; {kills}{' '}
        {kills === 1 ? 'kill' : 'kills'} (●), {last?.sleepers ?? 0} asleep or blocked (dotted)
      </figcaption>
      <div ref={place} class="plot" />
    </figure>
  );
}

function dataOf(readings: readonly Reading[]): uPlot.AlignedData {
  return [
    readings.map(({ at }) => at),
    readings.map(({ value }) => value),
    readings.map(({ limit }) => limit),
    readings.map(({ sleepers }) => sleepers),
    readings.map(({ kill }) => (kill ? 0 : null)),
  ];
}

function gaugeOptions(room: HTMLElement, UPlot: typeof uPlot): uPlot.Options {
  const base = optionsFor(room);
  const style = getComputedStyle(room);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const paths = UPlot.paths.stepped?.({ align: 1 });
  const line = { width: 2, points: { show: false }, ...(paths === undefined ? {} : { paths }) };
  return {
    ...base,
    height: 160,
    scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low), high + 1] } },
    series: [
      {},
      { ...line, stroke: colour('--active') },
      { ...line, stroke: colour('--text'), dash: [8, 4] },
      { ...line, stroke: colour('--race'), dash: [2, 3] },
      { stroke: colour('--fail'), width: 0, points: { show: true, size: 12, fill: colour('--fail') } },
    ],
  };
}
