import { commitText, patchText } from '../export/index.js';
import type { Difference, ScenarioDiff } from '../check/kernel-diff.js';
import { figure, incompleteness, verdictWord } from './row-text.js';
import type { Evidence } from '../check/search-job.js';
import { replayCommand, type Beside } from '../check/replay-command.js';

/** The two kernels, by name. */
export type Names = readonly [string, string];

export interface DiffTextOptions extends Beside {
  readonly names: Names;
}

/** A scenario's differences for people, nothing where there are none. */
export function diffText(diff: ScenarioDiff, { names, ...beside }: DiffTextOptions): string {
  const { scenario, complete } = diff;
  const verdicts = (one: Difference): string => {
    const [before, after] = wordsOf(one, diff);
    return `${nameOf(one)}: ${before} on ${names[0]}, ${after} on ${names[1]}${doubt(one, names)}`;
  };
  const lines = [
    `${scenario.id}: ${scenario.question}`,
    `    ${extents(diff, names)}`,
    ...diff.added.flatMap((one) => [`  + ${verdicts(one)}`, ...witnessLines(one, names, beside)]),
    ...diff.removed.flatMap((one) => [`  - ${verdicts(one)}`, ...witnessLines(one, names, beside)]),
    ...diff.changed.map((one) => `  ~ ${verdicts(one)}`),
  ];
  const same = diff.unchanged.map(({ name, verdict }) => `${name} ${verdictWord(diff, verdict)}`);
  // What two searches left open alike is not known to be alike.
  const alike = complete ? 'unchanged' : 'same so far';
  return `${lines.join('\n')}\n${same.length > 0 ? `    ${alike}: ${same.join(', ')}\n` : ''}`;
}

/** How far both searches went; one that was stopped must never look like one that has nothing left. */
const extents = ({ states, endings }: ScenarioDiff, names: Names): string =>
  endings
    .map((ending, i) => {
      const stopped = ending.complete ? '' : ` (${incompleteness(ending)})`;
      return `${figure(states[i] ?? 0)} ${i === 0 ? 'states ' : ''}on ${names[i]}${stopped}`;
    })
    .join(', ');

/** What must be said of a violation for which the first kernel was not searched far enough. */
const doubt = ({ undecidedBefore }: Difference, names: Names): string =>
  undecidedBefore ? ` (may be new: ${names[0]} is undecided)` : '';

const wordsOf = ({ before, after }: Difference, { endings }: ScenarioDiff): readonly [string, string] => [
  verdictWord(endings[0], before),
  verdictWord(endings[1], after),
];

/** Only the kernel that is patched needs the patches to be replayed on. */
const replayOn = (kernel: string, { token }: Evidence, { patches = [], text }: Beside): string =>
  replayCommand(token, { patches: kernel.includes('+') ? patches : [], text });

const nameOf = ({ kind, name }: Difference): string => (kind === 'property' ? `property ${name}` : name);

function witnessLines({ witness }: Difference, names: Names, beside: Beside): string[] {
  if (witness === undefined) return [];
  const { evidence, divergence, kernel } = witness;
  const other = kernel === names[0] ? names[1] : names[0];
  const lines = [`      in ${evidence.steps.length} steps on ${kernel}: ${replayOn(kernel, evidence, beside)}`];
  if (divergence === undefined) return [...lines, `      ${other} has all these steps`];
  const instead = divergence.there.length === 0 ? 'nothing of that thread' : divergence.there.join(', or ');
  const parting =
    divergence.here === ''
      ? `after step ${divergence.step}, where that thread stops, ${other} goes on: ${instead}`
      : `at step ${divergence.step + 1} ${other} goes another way: ${divergence.here}\n      there: ${instead}`;
  return [...lines, `      ${parting}`, ...causeLines(divergence).map((line) => `      ${line}`)];
}

/** Which fragment the kernels have from different patches, and the commits of the one that makes the difference. */
function causeLines({ fragment, patch }: NonNullable<NonNullable<Difference['witness']>['divergence']>): string[] {
  if (fragment === undefined) return [];
  if (patch === undefined) return [`in ${fragment}`];
  return [`in ${fragment}, by ${patchText(patch)}`, ...patch.commits.map((commit) => `    ${commitText(commit)}`)];
}

/** The same as a section of a mail or a pull request in Markdown. */
export function diffMarkdown(diff: ScenarioDiff, { names, ...beside }: DiffTextOptions): string {
  const { scenario, states, complete } = diff;
  const all = [...diff.added, ...diff.removed, ...diff.changed];
  const table = all.map((one) => `| ${[nameOf(one), ...wordsOf(one, diff)].join(' | ')}${doubt(one, names)} |`);
  return [
    `### ${scenario.id}`,
    '',
    scenario.question,
    '',
    ...(complete ? [] : [`${extents(diff, names)}.`, '']),
    `| | ${names[0]} | ${names[1]} |`,
    '| --- | --- | --- |',
    ...table,
    `| states | ${figure(states[0])} | ${figure(states[1])} |`,
    '',
    ...all.flatMap((one) => markdownWitness(one, names, beside)),
  ].join('\n');
}

function markdownWitness(difference: Difference, names: Names, beside: Beside): string[] {
  const { witness } = difference;
  if (witness === undefined) return [];
  const { evidence, divergence, kernel } = witness;
  const other = kernel === names[0] ? names[1] : names[0];
  const where =
    divergence === undefined
      ? `${other} has all these steps.`
      : divergence.here === ''
        ? `After step ${divergence.step}, where that thread stops, ${other} goes on.`
        : `At step ${divergence.step + 1} (\`${divergence.here}\`) ${other} goes another way.`;
  return [
    `**${nameOf(difference)}** on ${kernel}, in ${evidence.steps.length} steps. ${where}`,
    ...(divergence === undefined ? [] : causeLines(divergence).map((line) => line.trim())),
    '',
    '```',
    replayOn(kernel, evidence, beside),
    '```',
    '',
  ];
}

/** As scripts read it. */
export function diffJson(diff: ScenarioDiff): { readonly [field: string]: unknown } {
  const { scenario, complete, endings, states, added, removed, changed, unchanged } = diff;
  const plain = ({ witness, ...difference }: Difference): object => ({
    ...difference,
    ...(witness === undefined
      ? {}
      : {
          witness: {
            kernel: witness.kernel,
            token: witness.evidence.token,
            steps: witness.evidence.steps,
            divergence:
              witness.divergence === undefined
                ? null
                : {
                    step: witness.divergence.step + 1,
                    here: witness.divergence.here,
                    there: witness.divergence.there,
                    fragment: witness.divergence.fragment ?? null,
                    patch: witness.divergence.patch?.id ?? null,
                    commits: witness.divergence.patch?.commits ?? [],
                  },
          },
        }),
  });
  return {
    scenario: scenario.id,
    complete,
    stoppedBy: endings.map(({ stoppedBy }) => stoppedBy ?? null),
    states,
    added: added.map(plain),
    removed: removed.map(plain),
    changed: changed.map(plain),
    unchanged,
  };
}
