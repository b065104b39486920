import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { pagePolicy } from './page-policy.js';

/** A page that is served, until it is closed. */
export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The worker that searches generates its loop, and has no document that a script could harm. */
function policyFor(path: string): string {
  const scripts = /^\/assets\/worker-[\w-]+\.js$/.test(path) ? "'self' 'unsafe-eval'" : "'self'";
  return `${pagePolicy(scripts)}; frame-ancestors 'none'`;
}

/**
 * Serves a folder on 127.0.0.1 and nothing else. Requests that were sent to another name are refused: a page somewhere in the
 * world can have its own name resolve to this address, and must not read what is here.
 */
export function servePage(folder: string, port: number): Promise<ServedPage> {
  const server = createServer((request, response) => answer(folder, server, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${portOf(server)}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answer(folder: string, server: Server, request: IncomingMessage, response: ServerResponse): void {
  const port = portOf(server);
  if (![`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(request.headers.host ?? '')) {
    refuse(response, 403, 'This page is served to 127.0.0.1 and localhost only.\n');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'Only GET is answered here.\n');
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  const file = fileOf(folder, path);
  if (file === undefined) {
    refuse(response, 404, 'There is no such file.\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
    'Content-Security-Policy': policyFor(path),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Files under assets have their content in their names.
    'Cache-Control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}

/** A file of the folder; nothing for what is not there, is no file, or lies outside. */
function fileOf(folder: string, path: string): string | undefined {
  let name: string;
  try {
    name = normalize(decodeURIComponent(path));
  } catch {
    return undefined;
  }
  if (name.includes('\0') || name.split(/[\\/]/).includes('..')) return undefined;
  const file = join(folder, name);
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'",
  });
  response.end(text);
}
