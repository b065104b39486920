/**
 * Runs one TypeScript peer in this process and prints its result as one line of JSON, with the peak memory of the
 * process: `node run-typescript.js memcg-mini-packed N=4 L=3`. A process for each run, or the second one's code is warm
 * and its peak memory the first one's.
 */
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { actorsXstateGraph } from './actors-xstate-graph.js';
import { memcgMiniPacked } from './memcg-mini-packed.js';
import { N3, type MemcgMini } from './memcg-mini-parameters.js';
import { memcgMiniXstateGraph } from './memcg-mini-xstate-graph.js';
import type { PeerResult } from './packed-search.js';
import { philsPacked } from './phils-packed.js';

type Given = { readonly [name: string]: number };

const peers: { readonly [name: string]: (given: Given) => Partial<PeerResult> } = {
  'actors-xstate-graph': ({ N = 3, L = 3, R = 1 }) => actorsXstateGraph({ tasks: N, limit: L, retries: R }),
  'memcg-mini-packed': ({ expectedStates, ...given }) => memcgMiniPacked(memcgMini(given), expectedStates),
  'memcg-mini-xstate-graph': (given) => memcgMiniXstateGraph(memcgMini(given)),
  'phils-packed': ({ expectedStates, N = 12 }) => philsPacked({ N }, expectedStates),
};

const memcgMini = (given: Given): MemcgMini => ({ ...N3, ...given });

const [name = '', ...settings] = argv.slice(2);
const peer = peers[name];
if (peer === undefined) throw new Error(`no peer "${name}": choose ${Object.keys(peers).join(', ')}`);

/** Not resourceUsage(): its peak includes that of the process which forked this one. Linux only. */
function peakResidentBytes(): number {
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

const given = Object.fromEntries(
  settings.map((setting) => setting.split('=')).map(([key, value]) => [key, Number(value)]),
);
console.log(JSON.stringify({ ...peer(given), rssBytes: peakResidentBytes() }));
