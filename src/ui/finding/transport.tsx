export interface TransportProps {
  readonly at: number;
  readonly length: number;
  readonly isPlaying: boolean;
  /** Whether one can go on by hand from here. */
  readonly canBranch: boolean;
  readonly onAt: (at: number) => void;
  readonly onPlay: () => void;
}

/** Fonts lack these signs on many machines, so they are drawn. */
const ICONS = {
  start: 'M1 2h2v12H1zM9 2v12L3 8zM15 2v12L9 8z',
  back: 'M10 2l2 2l-4 4l4 4l-2 2L4 8z',
  forward: 'M6 2l-2 2l4 4l-4 4l2 2l6-6z',
  end: 'M13 2h2v12h-2zM7 2v12l6-6zM1 2v12l6-6z',
  play: 'M4 2v12l9-6z',
  stop: 'M3 2h4v12H3zM9 2h4v12H9z',
} as const;

export function Transport({ at, length, isPlaying, canBranch, onAt, onPlay }: TransportProps) {
  return (
    <footer class="transport" aria-label="Steps" role="group">
      <IconButton icon="start" label="To the start" isOff={at === 0} onClick={() => onAt(0)} />
      <IconButton icon="back" label="One step back (k)" isOff={at === 0} onClick={() => onAt(at - 1)} />
      <IconButton
        icon={isPlaying ? 'stop' : 'play'}
        label={isPlaying ? 'Stop playing' : 'Play'}
        isOff={length === 0}
        onClick={onPlay}
      />
      <IconButton icon="forward" label="One step on (j)" isOff={at >= length} onClick={() => onAt(at + 1)} />
      <IconButton icon="end" label="To the end" isOff={at >= length} onClick={() => onAt(length)} />
      <input
        type="range"
        min={0}
        max={length}
        value={at}
        aria-label="Step"
        onInput={({ currentTarget }) => onAt(Number(currentTarget.value))}
      />
      <span class="count" aria-live="polite">
        {at} / {length}
      </span>
      <span class="hints dim">
        <kbd>j</kbd> <kbd>k</kbd> step · <kbd>n</kbd> race · <kbd>e</kbd> failure ·{' '}
        {canBranch ? (
          <>
            <kbd>b</kbd> branch ·{' '}
          </>
        ) : null}
        <kbd>/</kbd> search · <kbd>?</kbd> keys
      </span>
    </footer>
  );
}

interface IconButtonProps {
  readonly icon: keyof typeof ICONS;
  readonly label: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

function IconButton({ icon, label, isOff, onClick }: IconButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <svg width={16} height={16} aria-hidden="true" focusable="false">
        <path d={ICONS[icon]} fill="currentColor" />
      </svg>
    </button>
  );
}
