import { answers } from './answers.js';
import type { Reply, Request } from './messages.js';
import { refusalOf } from './refusal.js';

const tell = (reply: Reply): void => postMessage(reply);

/** Somebody still waits for it: the page lets go of this when it wants a search to stop. */
function isWanted(lifeline: string): boolean {
  const look = new XMLHttpRequest();
  look.open('GET', lifeline, false);
  try {
    look.send();
    return true;
  } catch {
    return false;
  }
}

addEventListener('message', ({ data }: MessageEvent<Request>) => void answer(data));

/** One thing after another: a search that is asked for while another one runs begins when that is done. */
let before: Promise<void> = Promise.resolve();

function answer(request: Request): Promise<void> {
  before = before.then(() => answered(request));
  return before;
}

async function answered({ id, name, ask, stop }: Request): Promise<void> {
  try {
    const given = await answers[name](ask as never, {
      interrupted: () => !isWanted(stop),
      onProgress: (progress) => tell({ id, kind: 'progress', progress }),
    });
    tell({ id, kind: 'answer', answer: given });
  } catch (error) {
    tell({ id, kind: 'refused', refusal: refusalOf(error) });
  }
}
