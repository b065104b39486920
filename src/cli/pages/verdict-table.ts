import type { PageKernel, PageVerdicts } from '../../model/index.js';
import { insist } from './claim.js';
import { nameOf, type Laboratory } from './laboratory.js';
import { bullets, code, paragraph, table } from './markdown.js';

/** Verdicts of some questions on some kernels, and what the questions are. */
export async function verdictTable({ kernels, rows, upright }: PageVerdicts, lab: Laboratory): Promise<string> {
  const found: string[][] = [];
  for (const { claim, ...question } of rows) {
    const verdicts: string[] = [];
    for (const kernel of kernels) verdicts.push((await lab.found(question, kernel)).verdict);
    insist({
      of: `${question.name} in ${question.scenario} on ${kernels.map(nameOf).join(', ')}`,
      said: claim.join(', '),
      found: verdicts.join(', '),
    });
    found.push(verdicts);
  }
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  const titles = rows.map(({ scenario, name }) => (scenarios.length === 1 ? name : `${code(scenario)}: ${name}`));
  const drawn = upright
    ? table(['', ...titles], transposed(kernels, found))
    : table(
        ['', ...kernels.map(nameOf)],
        found.map((verdicts, row) => [titles[row] as string, ...verdicts]),
      );
  const asked = scenarios.map((id) => `${code(id)}: ${lab.catalogue.findScenario(id).question}`);
  return `${drawn}\n\n${asked.length === 1 ? paragraph(asked[0] as string) : bullets(asked)}`;
}

const transposed = (kernels: readonly PageKernel[], found: readonly (readonly string[])[]): string[][] =>
  kernels.map((kernel, column) => [nameOf(kernel), ...found.map((verdicts) => verdicts[column] as string)]);
