import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/export/index.js';
import { wrap } from '../../src/export/wrap.js';
import { traceOf } from '../../src/trace/index.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, lostUpdate, philosophers } from '../support/toys.js';
import { walk } from '../support/walk.js';

const SEED = 20180620;

describe('columns', () => {
  it('draws a race as kernel changelogs do', () => {
    const text = columns(traceOf(lostUpdate(), [0, 1, 1, 0]), { title: 'A lost update', notes: ['Replay: …'] });
    expect(text.split('\n')).toEqual([
      'A lost update',
      '',
      'inc0                                 inc1',
      '----                                 ----',
      'increment()',
      '  word.load -> loaded(0)',
      '                                     increment()',
      '                                       word.load -> loaded(0)',
      '                                       word.store(1) -> stored',
      '  word.store(1) -> stored',
      '',
      'At the end:',
      '  inc0  finished: done',
      '  inc1  finished: done',
      '',
      'Replay: ?',
      '',
    ]);
  });

  it('shows whom a step woke, and drops the name of a thread from its own objects', () => {
    const system = oomToy();
    // The charger faults, is over the limit, gets nowhere with reclaim, and queues itself; the reply goes to a line of its own.
    const text = columns(traceOf(system, [0, 0, 1, 0]));
    expect(text).toContain('\n  chooses no_progress\nmem_cgroup_oom()\n  oom_waitq.prepare_to_wait -> queued\n');
    expect(text).toContain('\n  * task_struct.set_killable\n');
  });

  it('counts a step that repeats while nobody else moves', () => {
    expect(columns(traceOf(oomToy(), [1, 1, 1]))).toContain(
      'task_struct.fatal_signal_pending -> no_signal (3 times)\n',
    );
  });

  it('marks the part that repeats for ever, and names its functions again', () => {
    const lines = columns(traceOf(lostUpdate(), [0, 0], { loopStart: 1 })).split('\n');
    const mark = lines.findIndex((line) => line.startsWith('--- repeats for ever: ---'));
    expect(lines[mark]).toHaveLength(72);
    expect(lines.slice(mark + 1, mark + 3)).toEqual(['increment()', '  word.store(1) -> stored']);
  });

  it('says of each thread what it waits for', () => {
    const text = columns(traceOf(philosophers(2), [0, 1]));
    expect(text).toContain('  phil0  in one, waits for fork1.take (fork1: taken)\n');
  });

  it('draws four columns of 16 and makes a numbered list of more', () => {
    const four = columns(traceOf(philosophers(4), [0, 1, 1, 1]));
    expect(four.split('\n')[0]).toBe('phil0             phil1             phil2             phil3');
    const six = columns(traceOf(philosophers(6), [0, 1, 1, 1, 1, 1]));
    expect(six.split('\n').slice(0, 4)).toEqual([
      '  phil0:',
      '1   fork0.take -> got',
      '  phil1:',
      '2   fork1.take -> got',
    ]);
  });

  it('says who got mail and who sent it', () => {
    const text = columns(traceOf(latchedMail(), [0, 1, 0]));
    expect(text).toContain('* mails work to worker');
    expect(text).toContain('gets work');
  });

  it('says where everybody stands even if nobody moved', () => {
    expect(columns(traceOf(lostUpdate(), []))).toBe(
      'At the end:\n  inc0  in increment(), next word.load\n  inc1  in increment(), next word.load\n',
    );
  });

  const names = fc.uniqueArray(fc.stringMatching(/^[a-zé_]{1,30}$/), { minLength: 1, maxLength: 6 });
  it(`never writes a line that is too long, ends in a blank, or is not ASCII (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        names,
        fc.nat(),
        fc.nat(80),
        fc.integer({ min: 32, max: 120 }),
        fc.string(),
        (ids, seed, steps, width, note) => {
          fc.pre(!ids.includes('hog'));
          const system = oomToy(ids);
          const trace = traceOf(system, walk(system, seed, steps), { loopStart: seed % 10 });
          const text = columns(trace, { width, title: note, notes: [note, note.repeat(20)] });
          expect(text).toMatch(/^[ -~\n]*\n$/);
          for (const line of text.split('\n')) {
            expect(line.length).toBeLessThanOrEqual(width);
            expect(line).toBe(line.trimEnd());
          }
        },
      ),
      { seed: SEED, numRuns: 150 },
    );
  });
});

describe('wrap', () => {
  it(`keeps every character but blanks, in order (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_. ]{0,80}$/), fc.integer({ min: 16, max: 40 }), (text, width) => {
        expect(wrap(text, width, 2).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
      { seed: SEED },
    );
  });

  it('prefers blanks, then dots, then underscores', () => {
    expect(wrap('memcg.try_charge -> over_limit', 18, 2)).toEqual(['memcg.try_charge', '  -> over_limit']);
    expect(wrap('first.task_struct.fatal_signal_pending', 20, 2)).toEqual([
      'first.task_struct.',
      '  fatal_signal_',
      '  pending',
    ]);
  });
});
