import type { PageBlock, PageOrigin, PageQuestion, Patch } from '../../model/index.js';
import { replayCommand } from '../replay-command.js';
import { insist, refusal } from './claim.js';
import type { Laboratory, PlacedTurn } from './laboratory.js';
import { code, fence, table } from './markdown.js';
import { idsOf, turnText } from './turns.js';

/** What a search says of where a fault comes from. */
interface Course {
  /** Whether it can be met on the kernel before the change. */
  readonly isMetBefore: boolean;
  readonly came: PlacedTurn | undefined;
  readonly went: PlacedTurn | undefined;
}

/** Where a fault comes from and what mended it, as a table; with a shortest run of the kernel that has it first. */
export async function originText(origin: PageOrigin, lab: Laboratory): Promise<string> {
  const { word, before, older } = origin;
  const { came, went } = courseOf(origin, lab);
  const rows = [
    ['Word', word],
    ['Shown by', `${questionText(origin)}, ${(await lab.found(origin, before)).verdict} on ${before}`],
    ['Possible first with', turnText(came)],
  ];
  if (older !== undefined) {
    const verdict = (await lab.found(older, before)).verdict;
    rows.push(['Before that', `${questionText(older)}, ${verdict} on ${before}`]);
    rows.push(['Possible first with', turnText(olderTurn(older, before, lab))]);
  }
  rows.push(['Mended by', went === undefined ? 'nothing: it can be met on the newest kernel' : turnText(went)]);
  return `${table(['', ''], rows)}\n\n${await runText(origin, lab)}`;
}

/** All of a page in one table. */
export function originsText(blocks: readonly PageBlock[], lab: Laboratory): string {
  const origins = blocks.filter((one): one is PageOrigin => typeof one !== 'string' && one.kind === 'origin');
  const rows = origins.map((origin) => {
    const { came, went } = courseOf(origin, lab);
    return [origin.title, `**${origin.word}**`, briefly(came), briefly(went)];
  });
  return table(['', '', 'possible first with', 'mended by'], rows);
}

/** Follows a question over the patches, and insists on what the page says of it. */
function courseOf(origin: PageOrigin, lab: Laboratory): Course {
  const { before, by, older, mended, word } = origin;
  const course = courseAfter(origin, before, lab);
  const { isMetBefore, came, went } = course;
  const of = `${origin.name} in ${origin.scenario}`;
  insist({ of: `${of} on ${before}`, said: 'impossible', found: isMetBefore ? 'possible' : 'impossible' });
  insist({ of: `what makes ${of} possible`, said: by, found: idsOf(came) });
  insist({ of: `what makes ${of} impossible again`, said: mended ?? 'nothing', found: idsOf(went) });
  insist({
    of: `${of}, which is ${word}`,
    said: word === 'brought' ? 'no older form' : 'an older form',
    found: older === undefined ? 'no older form' : 'an older form',
  });
  if (older !== undefined) {
    const found = idsOf(olderTurn(older, before, lab));
    insist({ of: `what makes ${older.name} in ${older.scenario} possible on ${before}`, said: older.by, found });
  }
  return course;
}

/** Where it came after a kernel, and where it went after that. */
function courseAfter(question: PageQuestion, before: string, lab: Laboratory): Course {
  const { first, turns } = lab.turns(question, before);
  const patches = lab.catalogue.findKernel(before).spec.patches;
  const isLater = (turn: PlacedTurn): boolean => !turn.patches.some((patch) => patches.includes(patch));
  const isMetBefore = turns.findLast((turn) => !isLater(turn))?.happens ?? first;
  const later = turns.filter(isLater);
  const came = later.find(({ happens }) => happens);
  const went = later.slice(came === undefined ? 0 : later.indexOf(came)).find(({ happens }) => !happens);
  return { isMetBefore, came, went };
}

/** The last turn up to a kernel, if it can be met there. */
function olderTurn(question: PageQuestion, before: string, lab: Laboratory): PlacedTurn | undefined {
  const patches = lab.catalogue.findKernel(before).spec.patches;
  const last = lab.turns(question).turns.findLast((turn) => turn.patches.some((patch) => patches.includes(patch)));
  return last?.happens === true ? last : undefined;
}

async function runText(origin: PageOrigin, lab: Laboratory): Promise<string> {
  const { verdict, evidence } = await lab.found(origin, origin.on);
  const of = `${origin.name} in ${origin.scenario} on ${origin.on}`;
  if (evidence === undefined) throw refusal({ of, said: 'a run shows it', found: verdict });
  const { steps, token } = evidence;
  const how = `${verdict} on ${origin.on}; the shortest run has ${steps.length} steps:`;
  return `${questionText(origin)}, ${how}\n\n${fence(`npx ${replayCommand(token)}`)}`;
}

const questionText = ({ scenario, name }: PageQuestion): string => `**${name}** in ${code(scenario)}`;

const commitIds = ({ commits, id }: Patch): string =>
  commits.map((commit) => (commit.id === 'unknown' ? code(id) : commit.id)).join(', ');

const briefly = (turn: PlacedTurn | undefined): string =>
  turn === undefined ? 'nothing yet' : `${turn.patches.map(commitIds).join(' with ')} (${turn.kernel})`;
