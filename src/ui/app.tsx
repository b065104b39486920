import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { HOME, fragmentOf, type Address, type Page } from './address/address.js';
import { useAddress, type Navigate } from './address/use-address.js';
import { DropTarget } from './parts/drop.js';
import { KeyList, useKeys } from './parts/keys.js';
import { Guard, Refused } from './parts/notice.js';
import { useSoon, Waiting } from './parts/soon.js';
import { useTheme } from './parts/theme.js';
import { Home } from './pages/home.js';

/** What every page is given. */
export interface PageProps {
  readonly address: Address;
  readonly navigate: Navigate;
}

type LoadedPage = ComponentType<PageProps>;

/** All but the first are fetched when somebody goes there. */
const LOADERS: { readonly [page in Page]: () => Promise<LoadedPage> } = {
  home: async () => Home,
  run: async () => (await import('./pages/run.js')).Run,
  finding: async () => (await import('./pages/finding.js')).Finding,
  explore: async () => (await import('./pages/explore.js')).Explore,
  compare: async () => (await import('./pages/compare.js')).Compare,
  live: async () => (await import('./pages/live.js')).Live,
  machines: async () => (await import('./pages/machines.js')).Machines,
};

const TITLES: { readonly [page in Page]: string } = {
  home: 'Questions',
  run: 'Run',
  finding: 'Finding',
  explore: 'Explore',
  compare: 'Compare',
  live: 'Live',
  machines: 'Machines',
};

/** The whole page: its top, and whatever the address says below. */
export function App() {
  const [address, navigate] = useAddress();
  const [, turnTheme] = useTheme();
  const [isKeysOpen, setKeysOpen] = useState(false);
  useKeys([
    { keys: ['?'], what: 'keys', act: () => setKeysOpen(true) },
    { keys: ['d'], what: 'theme', act: turnTheme },
  ]);
  useEffect(() => {
    const of = address.scenario === undefined ? '' : `${address.scenario} ${address.kernel ?? ''} - `;
    document.title = `${of}${TITLES[address.page]} - oomlab`;
  }, [address.page, address.scenario, address.kernel]);
  return (
    <>
      <a class="hidden" href="#main" onClick={(event) => skip(event)}>
        To the content
      </a>
      <header class="top">
        <a class="brand" href={fragmentOf(HOME)}>
          oomlab
        </a>
        <nav aria-label="Pages">
          {(Object.keys(TITLES) as Page[]).map((page) => (
            <a href={fragmentOf(linkOf(address, page))} aria-current={page === address.page ? 'page' : undefined}>
              {TITLES[page]}
            </a>
          ))}
        </nav>
        <button type="button" onClick={turnTheme} title="Light or dark (d)">
          Theme
        </button>
        <button type="button" onClick={() => setKeysOpen(true)} title="Keys (?)">
          Keys
        </button>
      </header>
      <DropTarget navigate={navigate}>
        <main id="main" tabIndex={-1}>
          <Guard key={`${address.page} ${address.scenario} ${address.kernel}`}>
            <PageOf address={address} navigate={navigate} />
          </Guard>
        </main>
      </DropTarget>
      <KeyList isOpen={isKeysOpen} onClose={() => setKeysOpen(false)} />
    </>
  );
}

/** What is looked at goes along from page to page, as far as the other page is about it. */
function linkOf({ scenario, kernel, params, run, at, text }: Address, page: Page): Address {
  if (page === 'home') return HOME;
  const about = {
    page,
    params,
    ...(scenario === undefined ? {} : { scenario }),
    ...(kernel === undefined ? {} : { kernel }),
    ...(text === undefined ? {} : { text }),
  };
  const isOfRuns = page === 'finding' || page === 'explore';
  return isOfRuns && run !== undefined ? { ...about, run, ...(at === undefined ? {} : { at }) } : about;
}

/** The fragment is the page's address, so this must not become it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function PageOf(props: PageProps) {
  const { page } = props.address;
  const soon = useSoon(page, LOADERS[page]);
  // The first page needs no answer to a question.
  if (page === 'home') return <Home {...props} />;
  if (soon.kind === 'waiting') return <Waiting what={`Fetching ${TITLES[page]}…`} />;
  if (soon.kind === 'refused') return <Refused refusal={soon.refusal} />;
  const Shown = soon.value;
  return <Shown {...props} />;
}
