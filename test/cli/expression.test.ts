import { describe, expect, it } from 'vitest';
import { findKernel, kernels } from '../../machines/index.js';
import { vocabularyOf } from '../../machines/text/vocabulary.js';
import { textScenarios } from '../../machines/text/index.js';
import { compileExpression } from '../../src/text/expression.js';
import { checkSchema } from '../../src/text/schema-check.js';
import { loadScenario } from '../../src/text/load-scenario.js';
import { explore } from '../../src/explore/index.js';
import type { StateView, Vocabulary } from '../../src/model/index.js';
import { buildSystem, ReferenceHost, stateView } from '../../src/system/index.js';

/** A world of two things with numbers, which notes what is read. */
interface World {
  readonly values: { readonly [id: string]: number };
  readonly read: string[];
}

const numbers: Vocabulary<World> = {
  result: 'bool',
  kinds: {
    box: {
      size: {
        type: 'int',
        description: 'how large',
        read({ values, read }, id) {
          read.push(id);
          return values[id] ?? 0;
        },
      },
    },
  },
  names: {
    a: { is: 'thing', kind: 'box', id: 'a' },
    b: { is: 'thing', kind: 'box', id: 'b' },
    boxes: { is: 'things', kind: 'box', ids: ['a', 'b'] },
    open: { is: 'value', type: 'bool', read: ({ read }) => read.push('open') > 0 },
  },
};

function asked(expression: string, values: World['values']): readonly [boolean | number, readonly string[]] {
  const read: string[] = [];
  return [compileExpression(expression, numbers)({ values, read }), read];
}

describe('an expression', () => {
  it.each([
    ['a.size > b.size', true, ['a', 'b']],
    ['a.size > 2 || b.size > 0', true, ['a']],
    ['a.size < 2 && b.size > 0', false, ['a']],
    ['boxes.exists(x, x.size == 3)', true, ['a']],
    ['boxes.all(x, x.size == 3)', false, ['a', 'b']],
    ['boxes.filter(x, x.size > 0).size() == 2', true, ['a', 'b']],
    ['boxes.exists_one(x, x.size == 1)', true, ['a', 'b']],
    ['a.size in [1, 3] ? b.size + 2 == a.size * 1 : false', true, ['a', 'b', 'a']],
    ['true || open', true, ['open']],
  ] as const)('%s is %s, and reads what it needs', (expression, answer, reads) => {
    expect(asked(expression, { a: 3, b: 1 })).toEqual([answer, reads]);
  });

  it('comes to a number where one is asked for', () => {
    const two = compileExpression('pages + 1', {
      result: 'int',
      kinds: {},
      names: { pages: { is: 'value', type: 'int', read: (pages: number) => pages } },
    });
    expect([two(1), two(4)]).toEqual([2, 5]);
  });

  it.each([
    'a.constructor == 1',
    'a.world == 1',
    'a.id == "a"',
    'dyn(a).id == "a"',
    'size({"a": 1}) == 1',
    'a[0] == 1',
  ])('refuses %s', (expression) => {
    expect(() => compileExpression(expression, numbers)).toThrow();
  });
});

/** One of each: whatever the vocabulary has can be asked of somebody. */
const TEXT = `
id: one-of-each
question: Can all be asked?
memcgs: { A: { limit: 1, usage: 1 } }
mutexes: [m]
tasks: { t: { memcg: A, program: [slab: { holding: m }] } }
handler: { listensTo: A, program: [kill: { task: t }] }
admin: { program: [write_limit: { memcg: A, pages: 2 }] }
`;

const THINGS = {
  task: ['t'],
  memcg: ['A'],
  mutex: ['m'],
  eventfd: ['eventfd'],
  handler: ['handler'],
  admin: ['admin'],
};

describe('the vocabulary of the memcg OOM path', () => {
  const vocabulary = vocabularyOf(THINGS);
  const scenario = loadScenario(textScenarios, { file: 'one-of-each.yaml', text: TEXT }, { taken: [], checkSchema });
  const fields = Object.values(vocabulary.names).flatMap((name) =>
    name.is === 'thing' ? Object.keys(vocabulary.kinds[name.kind] ?? {}).map((field) => `${name.id}.${field}`) : [],
  );

  it('has every kind of thing among its names', () => {
    const named = Object.values(vocabulary.names).flatMap((name) => (name.is === 'thing' ? [name.kind] : []));
    expect([...new Set(named)].sort()).toEqual(Object.keys(vocabulary.kinds).sort());
  });

  it.each(kernels.map(({ id }) => id))(
    'can be asked in every state on %s, and is what it is declared to be',
    (kernel) => {
      const system = buildSystem(
        {
          ...scenario,
          outcomes: [],
          properties: fields.map((field) => {
            const [id = '', name = ''] = field.split('.');
            const said = vocabulary.names[id];
            const { type, read } = vocabulary.kinds[said?.is === 'thing' ? said.kind : '']![name]!;
            const kinds = { bool: 'boolean', int: 'number', string: 'string' };
            return {
              id: field,
              kind: 'always',
              description: field,
              holds: (state) => typeof read(state, id) === kinds[type],
            };
          }),
        },
        findKernel(kernel),
      );
      const { complete, properties } = explore(system);
      expect(complete).toBe(true);
      expect(properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    },
  );

  it('reads only the actors that an expression names', () => {
    const system = buildSystem(scenario, findKernel('v4.18'));
    const host = new ReferenceHost(system);
    const readBy = (expression: string): readonly string[] => {
      const read = new Set<string>();
      const view: StateView = stateView(
        system,
        (actor) => {
          read.add(system.actors[actor]!.id);
          return host.view(actor);
        },
        () => false,
      );
      compileExpression(expression, vocabulary)(view);
      return [...read];
    };
    expect(readBy('t.killed')).toEqual(['t.task_struct']);
    expect(readBy('A.usage > A.limit')).toEqual(['A']);
    expect(readBy('t.dead && A.usage > 0')).toEqual(['t']);
    expect(readBy('tasks.exists(x, x.errno == "ENOMEM")')).toEqual(['t']);
    expect(readBy('dmesg.warned')).toEqual(['dmesg']);
  });
});
