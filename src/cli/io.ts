import { writeSync } from 'node:fs';

/** All that the commands know of the process they run in, so that a test can be that process. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Progress and log. */
  err(text: string): void;
  /** The terminal that progress may rewrite a line of; absent where stderr is a file or a pipe. */
  readonly terminal?: NodeJS.WriteStream;
  /** Whether results may carry colour: never the only sign of anything. */
  readonly colour: 'on' | 'off';
  readonly env: { readonly [name: string]: string | undefined };
  /** Calls back at Ctrl-C instead of dying; the answer takes the handler away again. */
  onInterrupt(handler: () => void): () => void;
}

/** A shell may signal a process and then its whole group: that is one Ctrl-C, not two. */
const ONE_INTERRUPT_MS = 1000;

/** The real process: a closed pipe ends it quietly, a second Ctrl-C at once. */
export function processIo(process: NodeJS.Process, colour: Io['colour']): Io {
  const quietly = (error: NodeJS.ErrnoException): void => {
    // `oomlab list | head` closes our stdout: nobody is left to tell, and nothing went wrong.
    if (error.code === 'EPIPE') process.exit(0);
    // A full disk is no finding about a kernel: never exit 1 for it.
    const told = `oomlab: the output cannot be written (${error.code ?? error.message}).\n`;
    try {
      writeSync(2, told);
    } finally {
      process.exit(4);
    }
  };
  process.stdout.on('error', quietly);
  process.stderr.on('error', quietly);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    ...(process.stderr.isTTY ? { terminal: process.stderr } : {}),
    colour,
    env: process.env,
    onInterrupt(handler) {
      let first: number | undefined;
      const listener = (): void => {
        const now = Date.now();
        if (first !== undefined && now - first > ONE_INTERRUPT_MS) process.exit(130);
        if (first === undefined) handler();
        first ??= now;
      };
      process.on('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}
