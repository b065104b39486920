import type { Catalogue } from '../../../src/cli/catalogue.js';
import { createProgram } from '../../../src/cli/program.js';
import { searchHere } from '../../../src/cli/search-here.js';
import { toyCatalogue } from './toy-catalogue.js';

/** What a command line did. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly catalogue?: Catalogue;
  /** Called first; `interrupt` is Ctrl-C. */
  readonly onStart?: (interrupt: () => void) => void;
  /** Called with each text on stdout. */
  readonly onOut?: (text: string, interrupt: () => void) => void;
}

/** Runs the command line in this process, over the toy catalogue. */
export async function oomlab(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  const { catalogue = toyCatalogue, onStart, onOut } = surroundings;
  const handlers = new Set<() => void>();
  const interrupt = (): void => handlers.forEach((handler) => handler());
  const text = { out: '', err: '' };
  const program = createProgram(
    { catalogue: () => Promise.resolve(catalogue), searching: searchHere },
    {
      out(more) {
        text.out += more;
        onOut?.(more, interrupt);
      },
      err: (more) => void (text.err += more),
      colour: 'off',
      env: {},
      onInterrupt(handler) {
        handlers.add(handler);
        return () => void handlers.delete(handler);
      },
    },
  );
  onStart?.(interrupt);
  const exit = await program.run(args);
  return { exit, ...text };
}
