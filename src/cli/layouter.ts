import type { Layouter } from '../export/index.js';

/** The layout library, loaded for the first chart that is drawn: it takes a second, and most commands draw none. */
export async function layouter(): Promise<Layouter> {
  const { default: bundle } = await import('elkjs/lib/elk.bundled.js');
  // The bundle's types say that its class is a member of what the module gives by default; it is that itself.
  return new (bundle as unknown as new () => Layouter)();
}
