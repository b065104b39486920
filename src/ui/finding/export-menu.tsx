import { useMemo } from 'preact/hooks';
import type { Reasons } from '../../check/explained.js';
import type { Recorded } from '../../play/index.js';
import { SaveMenu } from '../parts/save-menu.js';
import { themeNow } from '../parts/theme.js';
import { EXPORTS, exported, type ExportName } from './export-run.js';
import { marksOf } from '../../play/marks.js';

export interface ExportMenuProps {
  readonly playback: Recorded;
  readonly reasons: Reasons | undefined;
  readonly command: string;
  /** The scenario's own text, where it is somebody's. */
  readonly source: string | undefined;
  readonly say: (text: string) => void;
}

/** A drawing of more steps is nothing that anybody looks at. */
const DRAWN = 2000;

/** What a run can be saved as. */
export function ExportMenu({ playback, reasons, command, source, say }: ExportMenuProps) {
  const marks = useMemo(() => marksOf(playback, reasons), [playback, reasons]);
  const names = (Object.keys(EXPORTS) as ExportName[]).filter(
    (name) => name === 'oomlab.txt' || playback.length <= DRAWN,
  );
  const items = names.map((name) => ({
    label: EXPORTS[name],
    file: `${playback.scenario}-${playback.kernel}.${name}`,
    content: () => exported(playback, name, { marks, command, source, theme: themeNow() }),
  }));
  return <SaveMenu items={items} say={say} />;
}
