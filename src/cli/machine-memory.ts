import { totalmem } from 'node:os';

/** Bytes that the machine has: a container's limit where there is one. */
export function memoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** Whether so little is left, whoever took it, that the system's own OOM killer may soon be asked. */
export const isMemoryShort = (): boolean => process.availableMemory() < LEAST_SHARE * memoryBytes();

const LEAST_SHARE = 1 / 32;
