/** What a colour is for; never the only sign of anything. */
export type Purpose =
  | 'bg'
  | 'pane'
  | 'text'
  | 'dim'
  | 'line'
  | 'active'
  | 'activeOn'
  | 'race'
  | 'raceOn'
  | 'fail'
  | 'failOn'
  | 'ok'
  | 'lock';

/**
 * `auto` follows what the reader's system prefers. `page` leaves the colours to the page around it: each is a property such as
 * `--oomlab-active-on`, and the light one where that is not set.
 */
export type Theme = 'light' | 'dark' | 'auto' | 'page';

export type Palette = { readonly [purpose in Purpose]: string };

/** Each text colour has a contrast of at least 4.5 to what it is written on. */
export const PALETTES: { readonly [theme in 'light' | 'dark']: Palette } = {
  light: {
    bg: '#fbfbfa',
    pane: '#ffffff',
    text: '#1f2328',
    dim: '#5f6873',
    line: '#d5dae0',
    active: '#0b62c4',
    activeOn: '#dcebff',
    race: '#b54708',
    raceOn: '#fff1dc',
    fail: '#b42318',
    failOn: '#fee4e2',
    ok: '#18794e',
    lock: '#6941c6',
  },
  dark: {
    bg: '#0f1216',
    pane: '#161b22',
    text: '#e6edf3',
    dim: '#9aa5b1',
    line: '#303841',
    active: '#6cb2ff',
    activeOn: '#12304f',
    race: '#ffb765',
    raceOn: '#3d2a10',
    fail: '#ff8a7e',
    failOn: '#4a1a17',
    ok: '#5bd09a',
    lock: '#b79bff',
  },
};

const propertyOf = (token: string): string =>
  `--oomlab-${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const ON_PAGE = Object.fromEntries(
  Object.entries(PALETTES.light).map(([token, colour]) => [token, `var(${propertyOf(token)}, ${colour})`]),
) as Palette;

/** A style sheet that is written once for each palette. */
export function themed(theme: Theme, sheet: (palette: Palette) => string): string {
  switch (theme) {
    case 'light':
    case 'dark':
      return sheet(PALETTES[theme]);
    case 'auto':
      return `${sheet(PALETTES.light)}\n@media (prefers-color-scheme: dark) {\n${sheet(PALETTES.dark)}\n}`;
    case 'page':
      return sheet(ON_PAGE);
    default:
      return theme satisfies never;
  }
}

/** The fonts of a drawing; texts are measured by the widest of them. */
export const FONTS = {
  sans: `system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif`,
  mono: `'DejaVu Sans Mono', ui-monospace, Menlo, Consolas, monospace`,
};
