import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asciicast,
  checkItf,
  columns,
  itf,
  looksLikeItf,
  perfetto,
  readItf,
  sequence,
  shiviz,
  SHIVIZ_PATTERN,
  timelineOf,
  timelineSvg,
  traceDot,
  type TraceEvent,
} from '../../src/export/index.js';
import { itfOf, valueOf } from '../../src/export/itf-values.js';
import { holdsOf } from '../../src/export/timeline/holds.js';
import type { Op } from '../../src/model/index.js';
import { buildSystem } from '../../src/system/index.js';
import { causalityOf, participantsOf, traceOf, waitsOf, type Trace } from '../../src/trace/index.js';
import { elementsOf, laidOut, mermaidType, rendered, textOf } from '../support/consumers.js';
import { graphvizSyntax } from '../support/chart-syntax.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, lostUpdate, philosophers } from '../support/toys.js';
import { walk } from '../support/walk.js';

const systems = [oomToy(['first', 'second']), latchedMail(), philosophers(3), lostUpdate(3)];
const traces: readonly [string, Trace][] = systems.flatMap((system) =>
  [1, 2, 3].map((seed): [string, Trace] => [
    `${system.scenario.id}, seed ${seed}`,
    traceOf(system, walk(system, seed, 40), seed === 2 ? { loopStart: 2 } : {}),
  ]),
);

/** The same run of a cast with other names, whose functions and operations are called otherwise, too. */
function renamed(rename: (name: string) => string): Trace {
  const { scenario, kernel } = latchedMail();
  // Two names stay two.
  const names = new Map(scenario.cast({}).map(({ id }, i) => [id, `${rename(id)}${i}`]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const cast = scenario.cast({}).map(({ id, roles = {}, ...more }) => ({
    ...more,
    id: nameOf(id),
    roles: Object.fromEntries(Object.entries(roles).map(([role, played]) => [role, nameOf(played)])),
  }));
  const trace = traceOf(buildSystem({ ...scenario, cast: () => cast }, kernel), walk(latchedMail(), 3, 40), {
    loopStart: 1,
  });
  const op = ({ type, ...values }: Op): Op => ({ ...values, type: rename(type) });
  return {
    ...trace,
    steps: trace.steps.map((step) => ({
      ...step,
      inside: step.inside === undefined ? undefined : rename(step.inside),
      parts: step.parts.map((part) => ({ ...part, op: op(part.op) })),
    })),
  };
}

const nasty = fc.constantFrom(
  '<script>',
  '"',
  "'",
  '&amp;',
  '\n',
  '\u0000',
  '\u001b[2J',
  '\ud800',
  '-->',
  '汉',
  '{}',
  '\\',
  ';',
  ' ',
);
const anyName = fc.array(fc.oneof(nasty, fc.string({ maxLength: 3 })), { maxLength: 4 }).map((parts) => parts.join(''));

describe.each(traces)('the exports of %s', (_, trace) => {
  it('ITF: has a state before and after each step, and is the run that it says', () => {
    const text = itf(trace, { token: 'oom1:x', description: 'a run' });
    expect(looksLikeItf(text)).toBe(true);
    const { token, states } = readItf(text);
    expect([token, states.length]).toEqual(['oom1:x', trace.steps.length + 1]);
    checkItf(readItf(text), trace);
    const document = JSON.parse(text) as { readonly vars: readonly string[]; readonly loop?: number };
    expect(document.loop).toBe(trace.loopStart);
    for (const state of states) expect(Object.keys(state as object)).toEqual(['#meta', ...document.vars]);
    for (const { number, changes } of trace.steps) {
      for (const { actor, after } of changes) {
        expect(states[number + 1]).toMatchObject({ [actor]: { at: after } });
      }
    }
  });

  it('ITF: is refused where a state was edited', () => {
    const document = readItf(itf(trace, { token: 'oom1:x', description: '' }));
    const states = document.states.map((state, i) =>
      i === 3 ? { ...(state as object), 'mbt::actionTaken': 'other' } : state,
    );
    expect(() => checkItf({ ...document, states }, trace)).toThrow(/E122 .*they part at state 3/);
    expect(() => checkItf({ ...document, states: document.states.slice(1) }, trace)).toThrow(/E122/);
    expect(() => checkItf({ ...document, loop: 999 }, trace)).toThrow(/E122 .*its loop is 999/);
  });

  it('ITF: is refused where its end was cut off', () => {
    const text = itf(trace, { token: 'oom1:x', description: '' }).slice(0, 500);
    expect(looksLikeItf(text)).toBe(true);
    expect(() => readItf(text)).toThrow(/E121 .*cut or damaged/);
  });

  it('Perfetto: has a slice of 1 ms for each who takes part in a step, apart on each thread, and arrows that end in slices', () => {
    const { traceEvents } = JSON.parse(perfetto(trace)) as { readonly traceEvents: readonly TraceEvent[] };
    const slices = traceEvents.flatMap((event) => (event.ph === 'X' ? [event] : []));
    expect(slices).toHaveLength(trace.steps.flatMap(participantsOf).length);
    for (const { ts, dur, name } of slices) expect([ts % 1000, dur, typeof name]).toEqual([0, 1000, 'string']);
    expect(new Set(slices.map(({ tid, ts }) => `${tid} ${ts}`)).size).toBe(slices.length);
    const flows = traceEvents.flatMap((event) => (event.ph === 's' || event.ph === 'f' ? [event] : []));
    const ends = flows.filter(({ ph }) => ph === 'f');
    expect(flows.filter(({ ph }) => ph === 's').map(({ id }) => id)).toEqual(ends.map(({ id }) => id));
    for (const { ph, tid, ts, id, bp } of flows) {
      expect(Number.isInteger(id)).toBe(true);
      expect(bp).toBe(ph === 'f' ? 'e' : undefined);
      expect(slices.some((slice) => slice.tid === tid && slice.ts <= ts && ts < slice.ts + slice.dur)).toBe(true);
    }
    const wakeUps = waitsOf(trace).filter(({ resumedAt }) => resumedAt !== undefined);
    const mail = causalityOf(trace).deliveries.filter(({ delivered }) => delivered !== undefined);
    expect(ends).toHaveLength(wakeUps.length + mail.length);
    const named = traceEvents.flatMap((event) => (event.ph === 'M' && event.name === 'thread_name' ? [event.tid] : []));
    expect(named).toEqual(trace.system.actors.map(({ index }) => index + 1));
  });

  it('ShiViz: has lines that its pattern takes apart, with the clocks', () => {
    const lines = shiviz(trace).trimEnd().split('\n');
    const found = lines.map((line) => new RegExp(`^${SHIVIZ_PATTERN}$`).exec(line)?.groups);
    const events = causalityOf(trace).events.flat();
    expect(found).toHaveLength(events.length);
    for (const [i, groups] of found.entries()) {
      const clock = JSON.parse(groups!['clock']!) as { readonly [host: string]: number };
      expect(clock[groups!['host']!]).toBe(events[i]!.clock.get(events[i]!.actor));
      expect(Object.values(clock).sort()).toEqual([...events[i]!.clock.values()].sort());
    }
  });

  it('asciicast: has the columns in its frames, in time order', () => {
    const [header, ...events] = asciicast(trace, { title: 'a run' })
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(header).toMatchObject({ version: 2, title: 'a run' });
    const frames = events as [number, string, string][];
    expect(frames.map(([time]) => time)).toEqual(frames.map(([time]) => time).sort((a, b) => a - b));
    expect(new Set(frames.map(([, kind]) => kind))).toEqual(new Set(['o']));
    const shown = frames
      .map(([, , text]) => text)
      .join('')
      .replaceAll('\r\n', '\n');
    expect(shown.replace(/\n+/g, '\n')).toBe(columns(trace, { title: 'a run' }).replace(/\n+/g, '\n'));
  });

  it('DOT: has a box for each step, and joins exactly what depends on each other', () => {
    const text = graphvizSyntax(traceDot(trace, 'a "run"'));
    expect(text.match(/^ {2}t\d+ \[/gm)).toHaveLength(trace.steps.length);
    const arrows = [...text.matchAll(/t(\d+) -> t(\d+)/g)].map(([, from, to]) => [Number(from), Number(to)] as const);
    const movers = causalityOf(trace).events.map(([mover]) => mover!);
    for (const [after, { clock }] of movers.entries()) {
      const reached = new Set<number>();
      const visit = (step: number): void =>
        arrows
          .filter(([, to]) => to === step)
          .forEach(([from]) => reached.has(from) || (reached.add(from), visit(from)));
      visit(after);
      const before = movers
        .slice(0, after)
        .flatMap((one, i) => (clock.get(one.actor)! >= one.clock.get(one.actor)! ? [i] : []));
      expect([...reached].sort((a, b) => a - b)).toEqual(before);
    }
  });

  it('timeline: has a row for each step, one below the other, and is drawn as large as it says', () => {
    const timeline = timelineOf(trace, { race: [0, 1], failure: trace.steps.length - 1 });
    expect(timeline.rows.map(({ step }) => step)).toEqual(trace.steps.map(({ number }) => number));
    for (const [i, row] of timeline.rows.entries()) {
      expect(row.y).toBe(i === 0 ? row.y : timeline.rows[i - 1]!.y + timeline.rows[i - 1]!.height);
      const lane = timeline.lanes.find(({ x }) => x === row.from);
      expect(lane?.actor).toBe(row.kind === 'arrives' ? lane?.actor : row.actor);
    }
    const svg = timelineSvg(timeline, { title: 'a run', theme: 'light' });
    const classes = elementsOf(svg).map(({ attributes }) => attributes['class'] ?? '');
    const count = (name: string) => classes.filter((one) => one.split(' ').includes(name)).length;
    expect(count('row')).toBe(trace.steps.length);
    expect(count('diamond')).toBe(trace.steps.filter(({ parts }) => parts[0]?.kind === 'choose').length);
    expect(count('mails')).toBe(causalityOf(trace).deliveries.length);
    expect(count('loop')).toBe(trace.loopStart === undefined ? 0 : 1);
    expect(textOf(svg).includes('repeats for ever')).toBe(trace.loopStart !== undefined);
    const { width, height, inked } = rendered(svg);
    expect(width).toBe(timeline.width);
    expect(height).toBeGreaterThan(timeline.height);
    expect(inked).toBeGreaterThan(trace.steps.length * 50);
  });
});

describe('any names (seed 47)', () => {
  it('stay texts in every format: markup, quotes, lines, control characters', () => {
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 3, maxLength: 3 }), (parts) => {
        let i = 0;
        const trace = renamed(() => parts[i++ % parts.length]!);
        const { traceEvents } = JSON.parse(perfetto(trace)) as { readonly traceEvents: readonly TraceEvent[] };
        const slices = traceEvents.filter(({ ph }) => ph === 'X');
        expect(slices).toHaveLength(trace.steps.flatMap(participantsOf).length);
        const lines = shiviz(trace).trimEnd().split('\n');
        for (const line of lines) expect(line).toMatch(new RegExp(`^${SHIVIZ_PATTERN}$`));
        graphvizSyntax(traceDot(trace, parts[0]!));
        for (const line of asciicast(trace).trimEnd().split('\n')) JSON.parse(line);
        const laid = elementsOf(timelineSvg(timelineOf(trace), { title: parts[0]! }));
        expect(laid.filter(({ name }) => name === 'script')).toEqual([]);
        checkItf(readItf(itf(trace, { token: 'oom1:x', description: parts[0]! })), trace);
      }),
      { seed: 47, numRuns: 60 },
    );
  });
});

describe('names full of the syntax of sequence diagrams', () => {
  it.each(['a->>b: x', 'end', 'loop x', '%%{init}%%', '"q"; #35;', '<br/>\n', 'participant a as b'])(
    'stay texts: %j',
    async (name) => {
      expect(
        await mermaidType(
          sequence(
            renamed(() => name),
            name,
          ),
        ),
      ).toBe('sequence');
    },
  );
});

describe('values in ITF', () => {
  it('come back as they were (seed 5)', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.string(),
        fc.array(tie('value')),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('#map', '#bigint', 'tag', 'value')), tie('value'), {
          noNullPrototype: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        const written = JSON.parse(JSON.stringify(itfOf(one as never))) as unknown;
        // A key `__proto__` is no field in JSON texts that are read back.
        expect(JSON.stringify(valueOf(written))).toBe(JSON.stringify(one));
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it.each(['', '[]', 'oom1:x', '{"steps":[]}'])('are not seen in %j', (text) => expect(looksLikeItf(text)).toBe(false));

  it('are refused where another program wrote them, or a later version', () => {
    expect(() => readItf('{"vars":["x"],"states":[{"x":1}]}')).toThrow(/E121 .*not written by oomlab/);
    const text = itf(traces[0]![1], { token: 'oom1:x', description: '' }).replace('"version": 1', '"version": 2');
    expect(() => readItf(text)).toThrow(/E121 .*version 2/);
  });
});

describe('holdsOf', () => {
  it('says from when to when a lock is held', () => {
    const trace = traceOf(philosophers(2), [0, 0, 0, 0]);
    const held = holdsOf(trace, new Set(['fork0']));
    const changes = trace.steps.flatMap(({ number, changes: all }) =>
      all.some(({ actor }) => actor === 'fork0') ? [number] : [],
    );
    expect(held.flatMap(({ from, until }) => [from, ...(until === undefined ? [] : [until])])).toEqual(changes);
  });
});

describe('Graphviz', () => {
  it('lays out what depends on what, also under any names', () => {
    for (const trace of [traces[0]![1], renamed((name) => `<b>"${name}\\\n&`)]) {
      const nodes = laidOut(traceDot(trace, 'a run')).filter((line) => line.startsWith('node t'));
      expect(nodes).toHaveLength(trace.steps.length);
    }
  });
});
