import { describe, expect, it } from 'vitest';
import { findKernel, kernels } from '../../machines/index.js';
import { mermaid, sequence } from '../../src/export/index.js';
import { traceOf } from '../../src/trace/index.js';
import { machineNamed, mermaidType } from '../support/consumers.js';
import { oomToy } from '../support/oom-toy.js';
import { latchedMail, philosophers } from '../support/toys.js';
import { walk } from '../support/walk.js';

const newest = findKernel(kernels.at(-1)!.id);

describe("Mermaid's own parser", () => {
  it.each([...newest.machines])('takes the state diagram of %s', async (_, machine) => {
    expect(await mermaidType(mermaid(machine))).toBe('stateDiagram');
  });

  it('takes names full of its own syntax', async () => {
    const machine = machineNamed(['state "x" {', 'end; --> [*] : %%{init}%% #35;', 'note right of a\n<br/>']);
    expect(await mermaidType(mermaid(machine))).toBe('stateDiagram');
  });

  it.each([
    ['the OOM path', oomToy()],
    ['mail', latchedMail()],
    ['philosophers', philosophers(3)],
  ])('takes the sequence diagrams of %s (seeds 1 to 10)', async (_, system) => {
    for (let seed = 1; seed <= 10; seed++) {
      const trace = traceOf(system, walk(system, seed, 30), { loopStart: 3 });
      expect(await mermaidType(sequence(trace, 'a: "title"'))).toBe('sequence');
    }
  });

  it('refuses what is none', async () => {
    await expect(mermaidType('sequenceDiagram\n  a ->> : ]')).rejects.toThrow(/Parse error|Expecting/);
  });
});
