import { useMemo, useRef } from 'preact/hooks';
import type { Reasons } from '../../check/explained.js';
import type { Recorded } from '../../play/index.js';
import { save } from '../parts/share.js';
import { themeNow } from '../parts/theme.js';
import { EXPORTS, exported, type ExportName } from './export-run.js';
import { marksOf } from './marks.js';

export interface ExportMenuProps {
  readonly playback: Recorded;
  readonly reasons: Reasons | undefined;
  readonly command: string;
  readonly say: (text: string) => void;
}

/** A drawing of more steps is nothing that anybody looks at. */
const DRAWN = 2000;

/** What a run can be saved as. */
export function ExportMenu({ playback, reasons, command, say }: ExportMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const marks = useMemo(() => marksOf(playback, reasons), [playback, reasons]);
  const names = (Object.keys(EXPORTS) as ExportName[]).filter(
    (name) => name === 'oomlab.txt' || playback.length <= DRAWN,
  );
  const take = async (name: ExportName): Promise<void> => {
    menu.current?.removeAttribute('open');
    try {
      const file = `${playback.scenario}-${playback.kernel}.${name}`;
      save(file, '', await exported(playback, name, { marks, command, theme: themeNow() }));
      say(`Saved: ${file}.`);
    } catch (error) {
      say(`It could not be saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <details class="menu" ref={menu}>
      <summary class="button">Save as…</summary>
      <ul class="plain">
        {names.map((name) => (
          <li>
            <button type="button" onClick={() => void take(name)}>
              {EXPORTS[name]}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
