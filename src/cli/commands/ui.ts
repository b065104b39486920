import { OomlabError } from '../../model/index.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { packageFile } from '../package-file.js';
import { servePage } from '../page-server.js';
import { count } from '../quantities.js';

export interface UiOptions {
  readonly port: string;
}

/** `oomlab ui`: serves the web page on 127.0.0.1 until it is interrupted. */
export async function ui({ io }: Context, options: UiOptions): Promise<ExitCode> {
  const port = count('--port', options.port, 0);
  if (port > 65_535) throw new OomlabError('E123', `--port "${port}" is refused.`, 'Give a number up to 65535.');
  const page = await served(packageFile('dist/ui', 'index.html'), port);
  io.out(`${page.url}\n`);
  io.err('Serving the page on this machine only; Ctrl-C ends it.\n');
  await new Promise<void>((interrupted) => {
    const release = io.onInterrupt(() => {
      release();
      interrupted();
    });
  });
  await page.close();
  return EXIT.held;
}

async function served(folder: string, port: number): Promise<Awaited<ReturnType<typeof servePage>>> {
  try {
    return await servePage(folder, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'somebody listens there already' : message;
    throw new OomlabError(
      'E123',
      `Port ${port} cannot be served: ${why}.`,
      'Give another one: --port 0 takes a free one.',
    );
  }
}
