import { unknownName, type DocumentPath, type DocumentReader } from '../../src/model/index.js';
import { actorsOf } from '../cast.js';
import { oddSharing, type SharesMm } from '../mm-sharing.js';
import { NUMBERS } from '../scenarios/sizes.js';
import type { Names } from './field.js';
import { PROPERTIES } from './properties.js';
import { SPOKEN_FOR, type Things } from './vocabulary.js';

/** What a document declares: people, places and parameters. */
export interface Declared {
  readonly memcgs: { readonly [name: string]: { readonly parent?: string } };
  readonly tasks: { readonly [name: string]: SharesMm };
  readonly mutexes?: readonly string[];
  readonly listeners?: { readonly [name: string]: string };
  readonly handler?: unknown;
  readonly admin?: unknown;
  readonly freePages?: unknown;
  readonly params?: { readonly [name: string]: number };
}

/** The names of actors that are there whatever a scenario says, and of what every object has. */
const TAKEN = [
  ...actorsOf({
    memcgs: {},
    tasks: {},
    handler: { program: [], listensTo: '' },
    admin: { program: [] },
    freePages: 0,
  }).map(({ id }) => id),
  ...SPOKEN_FOR,
  ...Object.values(PROPERTIES).flatMap(({ observers = {} }) => Object.keys(observers)),
  // Where the global killer looks.
  'root',
  ...Object.getOwnPropertyNames(Object.prototype),
];

/** What a document declares. Refuses a name that two of them have, or that the kernel's own objects have. */
export function declaredBy(text: Declared, reader: DocumentReader): { names: Names; things: Things } {
  const memcg = Object.keys(text.memcgs);
  const task = Object.keys(text.tasks);
  const mutex = text.mutexes ?? [];
  const listeners = Object.keys(text.listeners ?? {});
  const places: { readonly name: string; readonly kind: string; readonly at: DocumentPath }[] = [
    ...memcg.map((name) => ({ name, kind: 'a memcg', at: ['memcgs', name] })),
    ...task.map((name) => ({ name, kind: 'a task', at: ['tasks', name] })),
    ...mutex.map((name, i) => ({ name, kind: 'a mutex', at: ['mutexes', i] })),
    ...listeners.map((name) => ({ name, kind: 'an eventfd', at: ['listeners', name] })),
  ];
  const seen = new Map<string, string>();
  for (const { name, kind, at } of places) {
    const other = seen.get(name) ?? (isTaken(name, text) ? 'something of the model’s own' : undefined);
    if (other !== undefined) {
      const what = `${capital(kind)} is called "${name}", and so is ${other}.`;
      reader.refuse(at, what, 'Give one of them another name.', at[0] === 'mutexes' ? 'value' : 'key');
    }
    seen.set(name, kind);
  }
  refuseCycle(text.memcgs, reader);
  refuseOddSharing(text.tasks, reader);
  const eventfd = [...listeners, ...(text.handler === undefined ? [] : ['eventfd'])];
  return {
    names: {
      memcg,
      task,
      mutex,
      eventfd,
      counter: [...memcg, ...(text.freePages === undefined ? [] : ['zone'])],
      param: Object.keys({ ...NUMBERS, ...text.params }),
    },
    things: {
      memcg,
      task,
      mutex,
      eventfd,
      ...(text.handler === undefined ? {} : { handler: ['handler'] }),
      ...(text.admin === undefined ? {} : { admin: ['admin'] }),
    },
  };
}

/** Without a handler its eventfd is not there either. */
const isTaken = (name: string, { handler }: Declared): boolean =>
  TAKEN.includes(name) && !(name === 'eventfd' && handler === undefined);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the cast would refuse of threads and sharers, said where it stands. */
function refuseOddSharing(tasks: Declared['tasks'], reader: DocumentReader): void {
  const known = (task: unknown): task is string => typeof task === 'string' && Object.hasOwn(tasks, task);
  for (const [name, { threadOf, sharesMmWith }] of Object.entries(tasks)) {
    const [key, other] = threadOf === undefined ? ['sharesMmWith', sharesMmWith] : ['threadOf', threadOf];
    if (!known(other)) continue; // Absent, or refused as a name that is not there.
    const odd = oddSharing(tasks, name);
    if (odd) reader.refuse(['tasks', name, key], odd.what, odd.mend);
  }
}

function refuseCycle(memcgs: Declared['memcgs'], reader: DocumentReader): void {
  for (const start of Object.keys(memcgs)) {
    const chain = [start];
    for (;;) {
      const last = chain.at(-1) ?? '';
      const parent = memcgs[last]?.parent;
      if (parent === undefined) break;
      const at = ['memcgs', last, 'parent'];
      if (!Object.hasOwn(memcgs, parent)) {
        reader.refuse(at, `There is no memcg "${parent}".`, unknownName('memcg', parent, Object.keys(memcgs)).mend);
      }
      if (chain.includes(parent)) {
        const cycle = [...chain.slice(chain.indexOf(parent)), parent].join(' → ');
        reader.refuse(at, `The memcgs ${cycle} are each other’s parents.`, 'Break the cycle.');
      }
      chain.push(parent);
    }
  }
}
