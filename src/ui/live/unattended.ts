import { Recorded } from '../../play/index.js';
import type { System } from '../../system/index.js';

/** The same run without anybody at the keyboard, to be shared; nothing where somebody did something. */
export function unattended(system: System, run: Recorded): Recorded | undefined {
  const plain = new Recorded(system);
  for (let number = 0; number < run.length; number++) {
    const { actor } = run.step(number);
    const { choice, among } = { choice: run.schedule[number] as number, among: run.nextAt(number) };
    const text = among[choice]?.text;
    const same = plain.nextAt(number).find((next) => next.actor === actor && next.text === text);
    if (same === undefined) return undefined;
    plain.take(same.choice);
  }
  return plain;
}
