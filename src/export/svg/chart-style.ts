import { FONTS, themed, type Theme } from './colours.js';
import { EVENT_FONT, NAME_FONT } from '../layout/text-width.js';

/**
 * The style sheet of a chart, for its own drawing alone: several may stand in one page.
 *
 * A page lights a state by adding the class `active` to the group with its `data-path`, and a transition by adding `fired` to
 * its line and its label, which have its index in `data-edges` and `data-edge`.
 */
export const chartStyle = (theme: Theme): string =>
  themed(theme, (colour) =>
    [
      `.oomlab-chart text { font-family: ${FONTS.mono}; font-size: ${EVENT_FONT.size}px; fill: ${colour.dim}; white-space: pre }`,
      `.oomlab-chart .name { font-family: ${FONTS.sans}; font-size: ${NAME_FONT.size}px; fill: ${colour.text} }`,
      `.oomlab-chart .compound > .name { font-weight: bold }`,
      `.oomlab-chart .ground { fill: ${colour.bg} }`,
      `.oomlab-chart .box { fill: ${colour.pane}; stroke: ${colour.dim}; stroke-width: 1 }`,
      `.oomlab-chart .compound > .box { fill-opacity: 0.55; stroke: ${colour.dim} }`,
      `.oomlab-chart .rule { fill: none; stroke: ${colour.line}; stroke-width: 1 }`,
      `.oomlab-chart .region > .box { stroke-dasharray: 5 3 }`,
      `.oomlab-chart .inner { fill: none; stroke: ${colour.dim} }`,
      `.oomlab-chart .line { fill: none; stroke: ${colour.dim}; stroke-width: 1 }`,
      `.oomlab-chart .straight > .line { stroke-dasharray: 5 3 }`,
      `.oomlab-chart .head, .oomlab-chart .start { fill: ${colour.dim}; stroke: none }`,
      `.oomlab-chart .label { fill: ${colour.text} }`,
      // A halo, so that a line that passes below a label does not cross it out.
      `.oomlab-chart .edge .label { paint-order: stroke; stroke: ${colour.bg}; stroke-width: 3px; stroke-linejoin: round }`,
      `.oomlab-chart .active > .box { fill: ${colour.activeOn}; stroke: ${colour.active}; stroke-width: 2 }`,
      `.oomlab-chart .compound.active > .box { fill: ${colour.pane}; fill-opacity: 0.55 }`,
      `.oomlab-chart .active > .name { fill: ${colour.active}; font-weight: bold }`,
      `.oomlab-chart .active > .inner { stroke: ${colour.active} }`,
      `.oomlab-chart .fired > .line { stroke: ${colour.race}; stroke-width: 2.5 }`,
      `.oomlab-chart .fired > .head { fill: ${colour.race} }`,
      `.oomlab-chart .label.fired { fill: ${colour.race}; font-weight: bold }`,
      `.oomlab-chart .tint > .band { fill: ${colour.lock} }`,
      `.oomlab-chart .tint > .by { fill: ${colour.lock} }`,
      `.oomlab-chart .gone > .box, .oomlab-chart .gone > .line { stroke: ${colour.fail}; stroke-dasharray: 4 3 }`,
      `.oomlab-chart .new > .box, .oomlab-chart .new > .line { stroke: ${colour.ok}; stroke-width: 2.5 }`,
      `.oomlab-chart .changed > .box, .oomlab-chart .changed > .line { stroke: ${colour.race}; stroke-width: 2; stroke-dasharray: 1.5 2.5 }`,
      `.oomlab-chart .gone > .head, .oomlab-chart .gone .label { fill: ${colour.fail} }`,
      `.oomlab-chart .new > .head, .oomlab-chart .new .label { fill: ${colour.ok} }`,
      `.oomlab-chart .changed > .head, .oomlab-chart .changed .label { fill: ${colour.race} }`,
    ].join('\n'),
  );
