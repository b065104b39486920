import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of the machine; as root on Debian it is installed where there is none. */
function chromiumPath(): string {
  const find = (): string | undefined =>
    [process.env['CHROMIUM'] ?? '', ...PLACES].find((path) => path && existsSync(path));
  if (!process.env['CHROMIUM'] && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installOnce();
  const found = find();
  if (found !== undefined) return found;
  throw new Error(
    'There is no Chromium. Install it: apt-get install chromium (as root), or say where it is: CHROMIUM=/path npm test',
  );
}

const INSTALL = `for place in ${PLACES.join(' ')}; do [ -e $place ] && exit; done
apt-get update && apt-get install -y -o DPkg::Lock::Timeout=300 chromium`;

/**
 * Installs Chromium where there is none. Two test files come here at once: who looked before the lock would start a second
 * apt-get, which fails, or a browser of which the first has unpacked only a part.
 */
function installOnce(): void {
  execFileSync('flock', [join(tmpdir(), 'oomlab-chromium.lock'), 'sh', '-c', INSTALL], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** A browser with a new empty profile, and what its pages asked for and complained of. */
export interface Browsing {
  readonly context: BrowserContext;
  /** Addresses of all requests. */
  readonly requests: string[];
  /** Errors of scripts, and what the policy refused. */
  readonly complaints: string[];
  page(): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowseOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

export async function browse({ width = 1440, height = 900, theme = 'light' }: BrowseOptions = {}): Promise<Browsing> {
  const profile = mkdtempSync(join(tmpdir(), 'oomlab-ui-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: FLAGS,
    headless: true,
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return {
    context,
    requests,
    complaints,
    page: () => context.newPage(),
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
