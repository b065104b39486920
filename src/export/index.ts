/** Floor 3: pure functions from traces and machines to text. */
export { beside, type BesideOptions } from './beside.js';
export { chartOf, type Chart, type ChartEdge, type ChartNode } from './chart.js';
export { columns, type ColumnsOptions } from './columns.js';
export { dot } from './dot.js';
export { wrap } from './wrap.js';
export { mermaid } from './mermaid.js';
