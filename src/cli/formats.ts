/** The formats of design.md section 6 that this version draws a schedule in. */
export const TRACE_FORMATS = [
  'columns',
  'mermaid',
  'dot',
  'svg',
  'png',
  'json',
  'itf',
  'perfetto',
  'shiviz',
  'asciicast',
  'html',
] as const;

/** And those that it draws a machine in. */
export const CHART_FORMATS = ['mermaid', 'dot', 'svg', 'png', 'stately'] as const;

/** The colours of pictures; `auto` follows what the reader's system prefers, where the format can. */
export const THEMES = ['auto', 'light', 'dark'] as const;

/** The shells that a completion script can be had for. */
export const SHELLS = ['bash', 'zsh'] as const;

export const DIFF_FORMATS = ['text', 'markdown'] as const;

/** The parts of what there is to list. */
export const LIST_SECTIONS = ['scenarios', 'kernels', 'properties', 'machines'] as const;
