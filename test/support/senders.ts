import { above, choose, doing, post, set, type MachineSpec } from '../../src/model/index.js';
import { buildSystem, type System } from '../../src/system/index.js';
import { kernelOf, toyScenario } from './toys.js';

const sender: MachineSpec = {
  id: 'sender',
  kind: 'thread',
  description: 'Sends its name.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'sends',
    states: {
      sends: doing('Sends.', choose({ type: 'go' }), {
        go: { target: 'sent', actions: [post('mailbox', 'letter', { from: '@self' })] },
      }),
      sent: { type: 'final', description: 'Has sent.' },
    },
  }),
};

/** Keeps what it receives in the order in which it came, or never receives. */
const mailbox = (receives: boolean): MachineSpec => ({
  id: 'mailbox',
  kind: 'object',
  description: 'A mailbox.',
  context: () => ({ letters: [] }),
  updates: { keep: ({ letters }, { from }) => ({ letters: [...(letters as string[]), String(from)] }) },
  fragments: {},
  root: () => ({
    initial: 'open',
    states: {
      open: {
        description: 'Receives, or does not.',
        on: receives ? { letter: { actions: ['keep'] } } : { never: { actions: [set({})] } },
      },
    },
  }),
});

/** So many senders of one letter each, after Aronis et al. (TACAS 2018): whether the order of sending matters is the receiver's business. */
export function senders(count: number, to: 'one that remembers' | 'one that never receives' | 'one each'): System {
  const ids = Array.from({ length: count }, (_, i) => `sender${i}`);
  const boxOf = (i: number): string => (to === 'one each' ? `mailbox${i}` : 'mailbox0');
  return buildSystem(
    toyScenario('senders', [
      ...ids.map((id, i) => ({ id, machine: 'sender', roles: { mailbox: boxOf(i) } })),
      ...[...new Set(ids.map((_, i) => boxOf(i)))].map((id) => ({ id, machine: 'mailbox' })),
    ]),
    kernelOf([sender, mailbox(to !== 'one that never receives')]),
  );
}

const runner: MachineSpec = {
  id: 'runner',
  kind: 'object',
  description: 'Hands the baton on, as often as is left.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'ready',
    states: {
      ready: {
        description: 'Takes the baton.',
        on: {
          baton: [
            {
              guard: above('$event.left', 0),
              actions: [post('next', 'baton', { left: { minus: ['$event.left', 1] } })],
            },
            { actions: [set({})] },
          ],
        },
      },
    },
  }),
};

const starter = (left: number): MachineSpec => ({
  id: 'starter',
  kind: 'thread',
  description: 'Gives the baton to the first.',
  context: () => ({}),
  fragments: {},
  root: () => ({
    initial: 'starts',
    states: {
      starts: doing('Starts.', choose({ type: 'go' }), {
        go: { target: 'started', actions: [post('next', 'baton', { left })] },
      }),
      started: { type: 'final', description: 'Has started them.' },
    },
  }),
});

/** A letter that two runners hand on between them so many times. */
export const relay = (times: number): System =>
  buildSystem(
    toyScenario('relay', [
      { id: 'starter', machine: 'starter', roles: { next: 'one' } },
      { id: 'one', machine: 'runner', roles: { next: 'other' } },
      { id: 'other', machine: 'runner', roles: { next: 'one' } },
    ]),
    kernelOf([starter(times), runner]),
  );
