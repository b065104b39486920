import { useEffect, useRef } from 'preact/hooks';

/** What a key does, in the words of the list of keys. */
export interface KeyAction {
  readonly keys: readonly string[];
  readonly what: string;
  readonly act: (event: KeyboardEvent) => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null;

/** A key as it is written in the list: `Shift+J`, `/`, `ArrowDown`. */
const nameOf = ({ key, shiftKey }: KeyboardEvent): string =>
  shiftKey && key.length === 1 && /[a-z]/i.test(key)
    ? `Shift+${key.toUpperCase()}`
    : key.length === 1
      ? key.toLowerCase()
      : key;

/** Listens for keys while nobody types and no dialog is open; keys with Ctrl, Alt or Meta are the browser's. */
export function useKeys(actions: readonly KeyAction[]): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      const isOption = event.target instanceof HTMLInputElement && event.target.type === 'range';
      if ((isTyping(event.target) && !isOption) || document.querySelector('dialog[open]') !== null) return;
      const name = nameOf(event);
      // A button that has the focus is pressed by these, and nothing else.
      if ((name === ' ' || name === 'Enter') && event.target instanceof HTMLButtonElement) return;
      const action = latest.current.find(({ keys }) => keys.includes(name));
      if (action === undefined) return;
      event.preventDefault();
      action.act(event);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

const SIGNS: { readonly [key: string]: string } = {
  ' ': 'space',
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export interface KeyListProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** All keys of the page, in the order in which a reader learns them. */
export function KeyList({ isOpen, onClose }: KeyListProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="keys-title">
      <div class="row">
        <h2 id="keys-title">Keys</h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <dl>
        {KEYS.map(([keys, what]) => [
          <dt>
            {keys.map((key) => (
              <kbd>{SIGNS[key] ?? key}</kbd>
            ))}
          </dt>,
          <dd>{what}</dd>,
        ])}
      </dl>
    </dialog>
  );
}

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['j', 'ArrowDown'], 'next step'],
  [['k', 'ArrowUp'], 'step before'],
  [['Shift+J', 'Shift+K'], 'next step, step before, of the same actor'],
  [['Home', 'End'], 'start, end of the run'],
  [['n', 'Shift+N'], 'next step, step before, of the race'],
  [['e'], 'to where it fails'],
  [[' '], 'play, stop'],
  [['t'], 'next tab'],
  [['/'], 'search the steps'],
  [['u'], 'show what did not change'],
  [['c'], 'copy the thread columns'],
  [['y'], 'copy the command that replays it'],
  [['b'], 'branch: choose the next step by hand from here'],
  [['m'], 'mark a step; steps between it and the present one are counted'],
  [['1', '…', '9'], 'explore: take the choice of that number'],
  [['Backspace'], 'explore: one step back'],
  [['d'], 'light, dark'],
  [['?'], 'this list'],
];
