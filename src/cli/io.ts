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

/** The real process: a closed pipe ends it quietly, a second Ctrl-C at once. */
export function processIo(process: NodeJS.Process, colour: Io['colour']): Io {
  const quietly = (error: NodeJS.ErrnoException): void => {
    // `oomlab list | head` closes our stdout: nobody is left to tell, and nothing went wrong.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
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
      let times = 0;
      const listener = (): void => {
        if (++times > 1) process.exit(130);
        handler();
      };
      process.on('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}
