import type { Property } from '../../src/model/index.js';
import type { Cast } from '../cast.js';
import { balanced } from '../properties/balanced.js';
import { noEnomem } from '../properties/enomem.js';
import { limit } from '../properties/limit.js';
import { lockless } from '../properties/lock.js';
import { notified } from '../properties/notify.js';
import { oneVictim } from '../properties/one-victim.js';
import { progress } from '../properties/progress.js';
import { scope } from '../properties/scope.js';
import { woken } from '../properties/wake.js';
import { honestWarn } from '../properties/warn.js';

interface Known {
  readonly property: Property;
  /** Who must watch, for a property that speaks of history. */
  readonly observers?: NonNullable<Cast['observers']>;
}

const KNOWN: readonly Known[] = [
  { property: balanced },
  { property: noEnomem },
  { property: limit },
  { property: lockless },
  { property: notified, observers: { observer: 'episodes' } },
  { property: oneVictim },
  { property: progress },
  { property: scope },
  { property: woken },
  { property: honestWarn },
];

/** The properties that a text scenario may name, by id. */
export const PROPERTIES: { readonly [id: string]: Known } = Object.fromEntries(
  KNOWN.map((known) => [known.property.id, known]),
);
