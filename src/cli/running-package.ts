/**
 * What a user's file gets for `oomlab`, `oomlab/models`, `xstate` and `rxjs`: the modules that are running, so that there
 * is one of each wherever the file lies. `oomlab` is put together as src/index.ts does it, which is no floor to import.
 */
export async function runningPackage(): Promise<{ readonly [name: string]: object }> {
  const floors = await Promise.all([
    import('../model/index.js'),
    import('../system/index.js'),
    import('../explore/index.js'),
    import('../live/index.js'),
    import('../trace/index.js'),
    import('../export/index.js'),
  ]);
  return {
    oomlab: Object.assign({}, ...floors) as object,
    'oomlab/models': (await import('./catalogue.js')).models,
    xstate: await import('xstate'),
    rxjs: await import('rxjs'),
  };
}
