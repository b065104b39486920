import type { Prospect } from '../worker/outlook.js';

/** Where something leads, in a few words: never by colour alone. */
export function ProspectBadge({
  prospect,
  complete,
}: {
  readonly prospect: Prospect | undefined;
  readonly complete: boolean;
}) {
  if (prospect === undefined) return <span class="badge open">? not explored</span>;
  const { isDoomed, steps, violations, outcomes } = prospect;
  const bad = [...violations.map((id) => `violates ${id}`), ...(outcomes.includes('hangs') ? ['hangs'] : [])];
  if (isDoomed) return <span class="badge fail">✗ no way back: hangs</span>;
  if (bad.length > 0) {
    const when = steps === undefined || steps === 0 ? '' : ` in ${steps} ${steps === 1 ? 'step' : 'steps'} at least`;
    return (
      <span class="badge race">
        ◐ can still go wrong{when}: {bad.join(', ')}
      </span>
    );
  }
  return complete ? (
    <span class="badge ok">✓ cannot go wrong any more</span>
  ) : (
    <span class="badge open">… nothing wrong found so far</span>
  );
}
