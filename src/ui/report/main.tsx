import { render } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Reported } from '../../play/reported.js';
import { Work, type Tab } from '../finding/work.js';
import { KeyList, useKeys } from '../parts/keys.js';
import { Guard } from '../parts/notice.js';
import { Toast, useToast } from '../parts/share.js';
import { useTheme } from '../parts/theme.js';
import { writtenPictures, type ReportDocument } from './document.js';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/parts.css';
import '../styles/finding.css';

const written = JSON.parse(document.getElementById('report')?.textContent ?? '') as ReportDocument;

/** One finding in a file: the work page, with all that it shows written down. */
function Report() {
  const playback = useMemo(() => new Reported(written.run), []);
  const pictures = useMemo(() => writtenPictures(written), []);
  const [at, setAt] = useState(playback.length);
  const [tab, setTab] = useState<Tab>('timeline');
  const [isKeysOpen, setKeysOpen] = useState(false);
  const [toast, say] = useToast();
  const [, turnTheme] = useTheme();
  useKeys([
    { keys: ['?'], what: 'keys', act: () => setKeysOpen(true) },
    { keys: ['d'], what: 'theme', act: turnTheme },
  ]);
  return (
    <main id="main">
      <Guard>
        <Work
          playback={playback}
          pictures={pictures}
          reasons={written.reasons ?? undefined}
          at={at}
          onAt={(next) => setAt(Math.max(0, Math.min(playback.length, next)))}
          tab={tab}
          onTab={setTab}
          columns={() => written.columns}
          command={written.command}
          say={say}
        >
          <header class="finding-head">
            <h1>{written.title}</h1>
            <span class="dim question-line" title={playback.question}>
              {playback.question}
            </span>
            <span class="actions">
              <button type="button" onClick={turnTheme}>
                Theme
              </button>
              <button type="button" onClick={() => setKeysOpen(true)}>
                Keys
              </button>
            </span>
          </header>
        </Work>
      </Guard>
      <KeyList isOpen={isKeysOpen} onClose={() => setKeysOpen(false)} />
      <Toast text={toast} />
    </main>
  );
}

render(<Report />, document.getElementById('app') as HTMLElement);
