import { useEffect, useRef } from 'preact/hooks';
import { save } from './share.js';

/** Something that can be saved: as which file, and how it is made when somebody wants it. */
export interface Saved {
  readonly label: string;
  readonly file: string;
  readonly content: () => string | Blob | Promise<string | Blob>;
}

export interface SaveMenuProps {
  readonly items: readonly Saved[];
  readonly say: (text: string) => void;
}

/** What something can be saved as. */
export function SaveMenu({ items, say }: SaveMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => menu.current?.removeAttribute('open');
  useEffect(() => {
    const elsewhere = ({ target }: Event): void => {
      if (!menu.current?.contains(target as Node)) close();
    };
    addEventListener('pointerdown', elsewhere);
    addEventListener('focusin', elsewhere);
    return () => {
      removeEventListener('pointerdown', elsewhere);
      removeEventListener('focusin', elsewhere);
    };
  }, []);
  const take = async ({ file, content }: Saved): Promise<void> => {
    close();
    try {
      save(file, 'text/plain', await content());
      say(`Saved: ${file}.`);
    } catch (error) {
      say(`It could not be saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        close();
        menu.current?.querySelector('summary')?.focus();
      }}
    >
      <summary class="button">Save as…</summary>
      <ul class="plain">
        {items.map((item) => (
          <li>
            <button type="button" onClick={() => void take(item)}>
              {item.label}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
