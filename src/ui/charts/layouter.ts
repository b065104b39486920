import type { Layouter } from '../../export/index.js';

let layouter: Promise<Layouter> | undefined;

/** The layout library, in a worker of its own; fetched when the first chart is asked for. */
export const elk = (): Promise<Layouter> => (layouter ??= fetched());

async function fetched(): Promise<Layouter> {
  const [{ default: ELK }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  return new ELK({ workerUrl, workerFactory: (url?: string) => new Worker(url ?? workerUrl) });
}
