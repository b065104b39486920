import type { PageBlock, PageOrigin, PageQuestion, Patch } from '../../model/index.js';
import { replayCommand } from '../../check/replay-command.js';
import { insist, refusal } from './claim.js';
import type { Laboratory, PlacedTurn } from './laboratory.js';
import { bullets, code, fence, table } from './markdown.js';
import { idsOf, turnText } from './turns.js';

/** Where a fault comes from and what mended it, with a shortest run. */
export async function originText(origin: PageOrigin, lab: Laboratory): Promise<string> {
  const { word, before, older } = origin;
  const { came, went, older: form } = await courseOf(origin, lab);
  const verdict = async (question: PageQuestion): Promise<string> => (await lab.found(question, before)).verdict;
  const points = [
    `**${capitalised(word)}.** ${questionText(origin)}: ${await verdict(origin)} on ${before}, possible first with
    ${turnText(came)}.`,
    ...(older === undefined
      ? []
      : [
          `Older: ${questionText(older)}, ${await verdict(older)} on ${before}, possible first with ${turnText(form)}.`,
        ]),
    went === undefined
      ? 'Mended by nothing: it can be met on the newest kernel.'
      : `Mended by ${turnText(went)}${older === undefined ? '' : ', which mends the older form, too'}.`,
  ];
  return `${bullets(points)}\n\n${await runText(origin, lab)}`;
}

/** All of a page in one table. */
export async function originsText(blocks: readonly PageBlock[], lab: Laboratory): Promise<string> {
  const rows: string[][] = [];
  for (const origin of blocks) {
    if (typeof origin === 'string' || origin.kind !== 'origin') continue;
    const { came, went } = await courseOf(origin, lab);
    rows.push([origin.title, `**${origin.word}**`, briefly(came), briefly(went)]);
  }
  return table(['', '', 'possible first with', 'mended by'], rows);
}

/** What a search says of where a fault comes from. */
interface Course {
  readonly came: PlacedTurn | undefined;
  readonly went: PlacedTurn | undefined;
  /** With what the older form came. */
  readonly older: PlacedTurn | undefined;
}

/** Follows a question over the patches, and insists on what the page says of it. */
async function courseOf(origin: PageOrigin, lab: Laboratory): Promise<Course> {
  const { before, by, older, mended, word } = origin;
  const of = `${origin.name} in ${origin.scenario}`;
  const { came, went } = await courseAfter(origin, of, lab);
  insist({ of: `what makes ${of} possible`, said: by, found: idsOf(came) });
  insist({ of: `what makes ${of} impossible again`, said: mended ?? 'nothing', found: idsOf(went) });
  insist({
    of: `${of}, which is ${word}`,
    said: word === 'brought' ? 'no older form' : 'an older form',
    found: older === undefined ? 'no older form' : 'an older form',
  });
  if (older === undefined) return { came, went, older: undefined };
  const theirs = `${older.name} in ${older.scenario}`;
  const { turns } = await lab.turns(older);
  const last = turns.findLast((turn) => isUpTo(turn, before, lab));
  const found = last?.happens === true ? idsOf(last) : 'nothing';
  insist({ of: `what makes ${theirs} possible on ${before}`, said: older.by, found });
  const gone = turns.find((turn) => !isUpTo(turn, before, lab) && !turn.happens);
  insist({ of: `what makes ${theirs} impossible again`, said: mended ?? 'nothing', found: idsOf(gone) });
  return { came, went, older: last };
}

/** Where it came after a kernel on which it cannot be met, and where it went after that. */
async function courseAfter(origin: PageOrigin, of: string, lab: Laboratory): Promise<Pick<Course, 'came' | 'went'>> {
  const { before } = origin;
  const { first, turns } = await lab.turns(origin, before);
  const later = turns.filter((turn) => !isUpTo(turn, before, lab));
  const isMet = turns.findLast((turn) => isUpTo(turn, before, lab))?.happens ?? first;
  insist({ of: `${of} on ${before}`, said: 'impossible', found: isMet ? 'possible' : 'impossible' });
  return { came: later[0], went: later[1] };
}

/** Whether a kernel has the patches of a turn. */
const isUpTo = ({ patches }: PlacedTurn, kernel: string, { catalogue }: Laboratory): boolean =>
  patches.some((patch) => catalogue.findKernel(kernel).spec.patches.includes(patch));

async function runText(origin: PageOrigin, lab: Laboratory): Promise<string> {
  const { verdict, evidence } = await lab.found(origin, origin.on);
  const of = `${origin.name} in ${origin.scenario} on ${origin.on}`;
  if (evidence === undefined) throw refusal({ of, said: 'a run shows it', found: verdict });
  const { steps, token } = evidence;
  const how = `${verdict} on ${origin.on}; the shortest run has ${steps.length} steps:`;
  return `${questionText(origin)}: ${how}\n\n${fence(`npx ${replayCommand(token)}`)}`;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const questionText = ({ scenario, name }: PageQuestion): string => `**${name}** in ${code(scenario)}`;

const commitIds = ({ commits, id }: Patch): string =>
  commits.map((commit) => (commit.id === 'unknown' ? code(id) : commit.id)).join(', ');

const briefly = (turn: PlacedTurn | undefined): string =>
  turn === undefined ? 'nothing yet' : `${turn.patches.map(commitIds).join(' with ')} (${turn.kernel})`;
