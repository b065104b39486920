import type { Exploration } from '../../src/explore/index.js';

/** All that an exploration says of outcomes and properties, by name. */
export const verdicts = ({ outcomes, properties }: Exploration): unknown[] => [
  ...outcomes.map(({ name, verdict }) => [name, verdict]),
  ...properties.map(({ id, verdict }) => [id, verdict]),
];
