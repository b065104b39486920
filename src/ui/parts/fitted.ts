import type uPlot from 'uplot';

const WIDEST = 720;

export const widthIn = (room: HTMLElement): number => Math.min(WIDEST, room.clientWidth);

/** Keeps a plot as wide as there is room for it, until it is let go. */
export function fitted(plot: uPlot, room: HTMLElement): uPlot {
  const observer = new ResizeObserver(() => plot.setSize({ width: widthIn(room), height: plot.height }));
  observer.observe(room);
  const destroy = plot.destroy.bind(plot);
  plot.destroy = () => {
    observer.disconnect();
    destroy();
  };
  return plot;
}
