/** Floor 3: pure functions from traces and machines to text, which run in a page as well. */
export { beside, type BesideOptions } from './beside.js';
export { chartOf, type Chart, type ChartEdge, type ChartNode } from './chart.js';
export { chartDiff, isSame, type ChartDiff, type FragmentChange, type HiddenChange } from './chart-diff.js';
export { causesOf, causeText, commitName, commitText, type Cause } from './causes.js';
export { columns, type ColumnsOptions } from './columns.js';
export { diffDrawing, type DiffDrawingOptions } from './diff-drawing.js';
export { dot, dotDrawing } from './dot.js';
export { drawingOf, plainDrawing, type Drawing, type DrawnEdge, type DrawnNode, type Mark } from './drawing.js';
export { wrap } from './wrap.js';
export { mermaid, mermaidDrawing } from './mermaid.js';
export { layoutChart, type Layouter } from './layout/layout-chart.js';
export type { ChartLayout, LaidEdge, LaidNode } from './layout/chart-layout.js';
export { AROUND, placesOf, sectionId, sectionsDrawing, sectionsOf, type Place, type Sections } from './sections.js';
export { chartSvg, type ChartSvgOptions, type Tint } from './svg/chart-svg.js';
export { PALETTES, type Palette, type Purpose, type Theme } from './svg/colours.js';
export { stepLines, type StepLine } from './step-lines.js';
