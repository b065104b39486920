/** Where the page is, all of it: what the fragment of its link says. */
export interface Address {
  readonly page: Page;
  readonly scenario?: string;
  readonly kernel?: string;
  /** Only those that are not the scenario's own. */
  readonly params: { readonly [name: string]: number };
  /** A schedule with its check characters, packed. */
  readonly run?: string;
  /** The state that is looked at: so many steps are taken. */
  readonly at?: number;
  /** Of a live run: milliseconds a step. */
  readonly pace?: number;
  readonly seed?: number;
  readonly tab?: string;
  /** What else the page is about: the kernel compared with, the machine shown, the outcome explained, a page that is none. */
  readonly of?: string;
  /** A scenario in text, packed. */
  readonly text?: string;
}

export const PAGES = ['home', 'run', 'finding', 'explore', 'compare', 'live', 'machines'] as const;
export type Page = (typeof PAGES)[number];

export const HOME: Address = { page: 'home', params: {} };

/** Longer links are cut by mail programs and chats. */
export const LONGEST_LINK = 2000;

/** The fragment that says an address. */
export function fragmentOf({ page, scenario, kernel, params, run, at, pace, seed, tab, of, text }: Address): string {
  const path = [page, ...(scenario === undefined ? [] : [scenario, ...(kernel === undefined ? [] : [kernel])])];
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) query.set(`p.${name}`, String(value));
  for (const [name, value] of Object.entries({ at, pace, seed, tab, of, run, text })) {
    if (value !== undefined) query.set(name, String(value));
  }
  const said = query.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${said === '' ? '' : `?${said}`}`;
}

/** Reads a fragment. What it cannot mean anything by is left out; where it names no page it is home, `of` what it names. */
export function addressOf(fragment: string): Address {
  const [path = '', said = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  const [first, scenario, kernel] = path.split('/').map(decoded);
  const page = PAGES.find((one) => one === first);
  if (page === undefined) return first ? { ...HOME, of: first } : HOME;
  const query = new URLSearchParams(said);
  const params = Object.fromEntries(
    [...query].flatMap(([name, value]) =>
      /^p\.\w+$/.test(name) && /^\d{1,6}$/.test(value) ? [[name.slice(2), Number(value)]] : [],
    ),
  );
  const number = (name: string): { [name: string]: number } => {
    const value = query.get(name) ?? '';
    return /^\d{1,9}$/.test(value) ? { [name]: Number(value) } : {};
  };
  const word = (name: string): { [name: string]: string } => {
    const value = query.get(name);
    return value === null || value === '' ? {} : { [name]: value };
  };
  return {
    page,
    ...(scenario === undefined || scenario === '' ? {} : { scenario }),
    ...(kernel === undefined || kernel === '' ? {} : { kernel }),
    params,
    ...number('at'),
    ...number('pace'),
    ...number('seed'),
    ...word('tab'),
    ...word('of'),
    ...word('run'),
    ...word('text'),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
