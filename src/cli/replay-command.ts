/** The command that replays a token, with the patch files without which its kernel does not exist. */
export function replayCommand(token: string, patches: readonly string[] = []): string {
  return ['oomlab replay', token, ...patches.map((file) => `--patch ${quoted(file)}`)].join(' ');
}

/** Quoted for a shell where it needs that. */
const quoted = (word: string): string => (/^[\w./:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
