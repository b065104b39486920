import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Navigate } from '../address/use-address.js';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';
import { addressOf, opened, type NamedRun, type Opened } from './opened.js';
import { Refused } from './notice.js';

export interface DropTargetProps {
  readonly navigate: Navigate;
  readonly children: ComponentChildren;
}

/** Larger ones are no traces of ours, and reading them would stop the page. */
const LARGEST = 64 * 2 ** 20;

/** Takes whatever is dropped on the page, or pasted outside of a field, and goes where it leads. */
export function DropTarget({ navigate, children }: DropTargetProps) {
  const [isOver, setIsOver] = useState(false);
  const [found, setFound] = useState<Extract<Opened, { readonly kind: 'several' }>>();
  const [refusal, setRefusal] = useState<Refusal>();
  const open = async (name: string, text: Promise<string>): Promise<void> => {
    setFound(undefined);
    setRefusal(undefined);
    try {
      const what = await opened(name, await text);
      if (what.kind === 'address') navigate(what.address);
      else setFound(what);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const take = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void open(file.name, textOf(file));
    else void open('', Promise.resolve(event.dataTransfer?.getData('text/plain') ?? ''));
  };
  return (
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={take}
      onPaste={(event) => {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        const isField = (event.target as HTMLElement).closest('input, textarea') !== null;
        if (!isField && text !== '') void open('', Promise.resolve(text));
      }}
    >
      {refusal === undefined ? null : (
        <Refused refusal={refusal}>
          <button type="button" onClick={() => setRefusal(undefined)}>
            Close
          </button>
        </Refused>
      )}
      {found === undefined ? null : (
        <div class="notice" role="status">
          <RunList
            runs={found.runs}
            onTake={(run) => {
              setFound(undefined);
              navigate(addressOf(run));
            }}
          />
          <button type="button" onClick={() => setFound(undefined)}>
            Close
          </button>
        </div>
      )}
      {children}
    </div>
  );
}

export interface RunListProps {
  readonly runs: readonly NamedRun[];
  readonly onTake: (run: NamedRun) => void;
}

/** Several runs to choose from. */
export function RunList({ runs, onTake }: RunListProps) {
  return (
    <>
      <p>There are {runs.length} runs in it:</p>
      <ul class="plain run-list" tabIndex={0} aria-label="Runs">
        {runs.map((run) => {
          const [, scenario, kernel, , , body = ''] = run.token.split(':');
          return (
            <li>
              <button type="button" onClick={() => onTake(run)}>
                {scenario} on {kernel}
                {run.of === undefined ? '' : `: ${run.of}`}, {body.split('.')[0]} steps
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

export async function textOf(file: Blob): Promise<string> {
  if (file.size <= LARGEST) return file.text();
  throw {
    code: 'E124',
    message: `The file has ${Math.round(file.size / 2 ** 20)} MB, and ${LARGEST / 2 ** 20} are the most that are read.`,
    mend: 'Drop a trace or a token of oomlab, a report of "oomlab check --json", or a scenario in YAML.',
  } satisfies Refusal;
}
