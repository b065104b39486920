import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Playback } from '../../play/playback.js';
import type { Pictures } from '../../export/pictures.js';
import { copy } from '../parts/share.js';
import type { Reasons } from '../../check/explained.js';
import { Cards } from './cards.js';
import { Details } from './details.js';
import { marksOf } from '../../play/marks.js';
import { brokenExpression, queryOf } from './query.js';
import { Timeline } from './timeline.js';
import { Transport } from './transport.js';
import { useWorkKeys } from './work-keys.js';
import { usePlaying } from './use-playing.js';

export type Tab = 'timeline' | 'columns' | 'charts' | 'details';

export interface WorkProps {
  readonly playback: Playback;
  readonly pictures: Pictures;
  readonly reasons: Reasons | undefined;
  readonly at: number;
  readonly onAt: (at: number) => void;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  /** The run as text to copy. */
  readonly columns: () => string;
  readonly command: string;
  readonly say: (text: string) => void;
  readonly onBranch?: ((choice: number | undefined) => void) | undefined;
  /** What stands above: what was found, and what can be done with it. */
  readonly children: ComponentChildren;
}

const TABS: readonly (readonly [Tab, string])[] = [
  ['timeline', 'Timeline'],
  ['columns', 'Columns'],
  ['charts', 'Charts'],
  ['details', 'Details'],
];

/** The work page: charts, the timeline, and all there is to say about one step. Narrow pages have tabs instead of panes. */
export function Work(props: WorkProps) {
  const { playback, pictures, reasons, at, onAt, tab, onTab, say, onBranch } = props;
  const [text, setText] = useState('');
  const [actor, setActor] = useState<string>();
  const [isAll, setIsAll] = useState(false);
  const [flag, setFlag] = useState<number>();
  const field = useRef<HTMLInputElement>(null);
  const marks = useMemo(() => marksOf(playback, reasons), [playback, playback.length, reasons]);
  const shown = useMemo(() => {
    const query = queryOf(playback, [text, ...(actor === undefined ? [] : [`actor:${actor}`])].join(' '));
    const all = Array.from({ length: playback.length }, (_, number) => number);
    return query === undefined ? all : all.filter(query);
  }, [playback, playback.length, text, actor]);
  const drawn = useMemo(() => (tab === 'columns' ? props.columns() : ''), [playback, playback.length, tab]);
  const [isPlaying, play] = usePlaying(at, playback.length, onAt);
  const broken = brokenExpression(text);
  const searchStep = (): void => field.current?.focus();
  useWorkKeys({
    playback,
    marks,
    shown,
    at,
    onAt,
    onPlay: play,
    onSearch: searchStep,
    onAll: () => setIsAll(!isAll),
    onTab: () => onTab(tabBeside(tab, 1)),
    onCopy: () => void copy(props.columns(), 'the thread columns', say),
    onCommand: () => void copy(props.command, 'the command that replays it', say),
    onFlag: () => setFlag(flag === at - 1 ? undefined : at - 1),
    onBranch: onBranch && (() => onBranch(undefined)),
  });
  return (
    <div class={`work tab-${tab}`}>
      {props.children}
      <div class="tabs-row">
        <div
          role="tablist"
          aria-label="Views of the run"
          onKeyDown={(event) => {
            const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            if (way === 0) return;
            event.preventDefault();
            const next = tabBeside(tab, way);
            onTab(next);
            document.getElementById(`tab-${next}`)?.focus();
          }}
        >
          {TABS.map(([name, label]) => (
            <button
              type="button"
              role="tab"
              id={`tab-${name}`}
              class={name === 'charts' || name === 'details' ? 'narrow' : ''}
              aria-selected={tab === name}
              aria-controls="view"
              onClick={() => onTab(name)}
            >
              {label}
            </button>
          ))}
        </div>
        <label class="search">
          <span class="hidden">Search the steps</span>
          <input
            ref={field}
            type="search"
            value={text}
            placeholder="actor:hog ev:*lock* state:… /regex/  ( / )"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            onKeyDown={(event) => {
              // The browser empties the field at Escape, and tells nobody.
              if (event.key === 'Escape') setText('');
              if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        </label>
        {broken === undefined ? null : (
          <span class="bad" role="status">
            <span class="mono">{broken}</span> is no regular expression.
          </span>
        )}
        {actor === undefined ? null : (
          <button type="button" onClick={() => setActor(undefined)}>
            only {actor} ✕
          </button>
        )}
        {flag === undefined ? null : (
          <span class="dim">
            ⚑ {flag + 1}: {Math.abs(at - 1 - flag)} steps from here
          </span>
        )}
      </div>
      <div class="panes">
        <section class="pane charts" aria-label="Charts">
          <Cards playback={playback} pictures={pictures} at={at} />
        </section>
        <section class="pane run-view" id="view" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          {tab === 'columns' ? (
            <ColumnsView text={drawn} say={say} />
          ) : (
            <Timeline
              playback={playback}
              marks={marks}
              shown={shown}
              at={at}
              onAt={onAt}
              flag={flag}
              actor={actor}
              onActor={setActor}
            />
          )}
        </section>
        <section class="pane facts" aria-label="Step" tabIndex={0}>
          <Details
            playback={playback}
            at={at}
            onAt={onAt}
            reasons={reasons}
            isAll={isAll}
            onAll={() => setIsAll(!isAll)}
            onBranch={onBranch}
          />
        </section>
      </div>
      <Transport
        at={at}
        length={playback.length}
        isPlaying={isPlaying}
        canBranch={onBranch !== undefined}
        onAt={onAt}
        onPlay={play}
      />
    </div>
  );
}

/** Wide pages show charts and details beside the others: there they are no tabs. */
const NARROW = '(max-width: 1099px)';

function tabBeside(tab: Tab, way: 1 | -1): Tab {
  const isNarrow = matchMedia(NARROW).matches;
  const names = TABS.map(([name]) => name).filter((name) => isNarrow || name === 'timeline' || name === 'columns');
  return names[(Math.max(0, names.indexOf(tab)) + way + names.length) % names.length] as Tab;
}

function ColumnsView({ text, say }: { readonly text: string; readonly say: (text: string) => void }) {
  return (
    <div class="columns" tabIndex={0} role="group" aria-label="Thread columns">
      <button type="button" onClick={() => void copy(text, 'the thread columns', say)}>
        Copy <kbd>c</kbd>
      </button>
      <pre>{text}</pre>
    </div>
  );
}
