import { EVENT_FONT, NAME_FONT } from '../layout/text-width.js';
import { FONTS, themed, type Theme } from '../svg/colours.js';

/**
 * The style sheet of a timeline. A page dims what is still to come by the class `future` on a row, and shows where it is by
 * `now`.
 */
export const timelineStyle = (theme: Theme): string =>
  themed(theme, (colour) =>
    [
      `.oomlab-timeline text { font-family: ${FONTS.mono}; font-size: ${EVENT_FONT.size}px; fill: ${colour.text}; white-space: pre }`,
      `.oomlab-timeline .name { font-family: ${FONTS.sans}; font-size: ${NAME_FONT.size}px; font-weight: bold; text-anchor: middle }`,
      `.oomlab-timeline .heading { text-anchor: start }`,
      `.oomlab-timeline .ground { fill: ${colour.bg} }`,
      `.oomlab-timeline .head-box { fill: ${colour.activeOn}; stroke: ${colour.active} }`,
      `.oomlab-timeline .object > .head-box { fill: ${colour.pane}; stroke: ${colour.dim}; stroke-dasharray: 4 3 }`,
      `.oomlab-timeline .life { stroke: ${colour.line}; stroke-dasharray: 2 4; fill: none }`,
      `.oomlab-timeline .number, .oomlab-timeline .function { fill: ${colour.dim} }`,
      `.oomlab-timeline .number { text-anchor: end }`,
      `.oomlab-timeline .band { fill: none }`,
      `.oomlab-timeline .race > .band { fill: ${colour.raceOn}; stroke: ${colour.race}; stroke-dasharray: 4 3 }`,
      `.oomlab-timeline .failure > .band { fill: ${colour.failOn} }`,
      `.oomlab-timeline .now > .band { fill: ${colour.activeOn}; stroke: ${colour.active} }`,
      `.oomlab-timeline .bar { stroke: ${colour.active}; stroke-width: 1.6; fill: none }`,
      `.oomlab-timeline .end { fill: ${colour.active} }`,
      `.oomlab-timeline .diamond { fill: ${colour.pane}; stroke: ${colour.active}; stroke-width: 1.6 }`,
      `.oomlab-timeline .tell { stroke: ${colour.active}; stroke-width: 1; stroke-dasharray: 3 2; fill: none }`,
      `.oomlab-timeline .label, .oomlab-timeline .function { paint-order: stroke; stroke: ${colour.bg}; stroke-width: 3px; stroke-linejoin: round }`,
      `.oomlab-timeline .race > .bar, .oomlab-timeline .race > .diamond { stroke: ${colour.race}; stroke-width: 2.2; stroke-dasharray: 6 3 }`,
      `.oomlab-timeline .race > .end, .oomlab-timeline .race > .label { fill: ${colour.race} }`,
      `.oomlab-timeline .race > .label { font-weight: bold; stroke: ${colour.raceOn} }`,
      `.oomlab-timeline .failure > .bar, .oomlab-timeline .failure > .diamond { stroke: ${colour.fail} }`,
      `.oomlab-timeline .failure > .end, .oomlab-timeline .failure > .label { fill: ${colour.fail} }`,
      `.oomlab-timeline .failure > .label { font-weight: bold; stroke: ${colour.failOn} }`,
      `.oomlab-timeline .mail { stroke: ${colour.ok}; stroke-width: 1.4; fill: none }`,
      `.oomlab-timeline .mail.lost { stroke-dasharray: 4 4 }`,
      `.oomlab-timeline .mails > .head { fill: ${colour.ok} }`,
      `.oomlab-timeline .wait { fill: ${colour.pane}; stroke: ${colour.dim}; stroke-width: 0.8 }`,
      `.oomlab-timeline .hatch { stroke: ${colour.dim}; stroke-width: 1; fill: none }`,
      `.oomlab-timeline .hold { fill: ${colour.lock}; fill-opacity: 0.55 }`,
      `.oomlab-timeline .loop { stroke: ${colour.fail}; stroke-width: 2; fill: none }`,
      `.oomlab-timeline .loop-text { fill: ${colour.fail}; text-anchor: middle; font-weight: bold }`,
      `.oomlab-timeline .standing { fill: ${colour.dim}; text-anchor: middle }`,
      `.oomlab-timeline .standing.waits { fill: ${colour.fail}; font-weight: bold }`,
      `.oomlab-timeline .future { opacity: 0.38 }`,
    ].join('\n'),
  );
