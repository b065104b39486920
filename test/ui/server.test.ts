import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedPage } from '../../src/cli/page-server.js';
import { serve } from './support/serve.js';

interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

let served: ServedPage;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

/** Not `fetch`: that mends what a hostile client would send. */
function ask(
  path: string,
  { host, method = 'GET' }: { readonly host?: string; readonly method?: string } = {},
): Promise<Answer> {
  const { port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { Host: host };
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the server of the page', () => {
  it('serves the page with a policy that allows its own scripts and nothing else', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    expect(body).toContain('<div id="app">');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('allows generated code in the worker that searches, and nowhere else', async () => {
    const { body } = await ask('/');
    const entry = /assets\/index-[\w-]+\.js/.exec(body)?.[0] ?? '';
    expect(String((await ask(`/${entry}`)).headers['content-security-policy'])).not.toContain('unsafe');
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example:4160'])(
    'refuses a request that was sent to "%s"',
    async (host) => {
      const { status, body } = await ask('/', { host });
      expect([400, 403]).toContain(status);
      expect(body).not.toContain('<div');
    },
  );

  it('answers to localhost by name', async () => {
    const { port } = new URL(served.url);
    expect((await ask('/', { host: `localhost:${port}` })).status).toBe(200);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/../../src/cli/main.js',
    '/%00',
    '/%zz',
    '/nothing',
  ])('has no file %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('answers no %s', async (method) => {
    expect((await ask('/', { method })).status).toBe(405);
  });
});
