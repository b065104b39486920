import { bisectPlanOf, type BisectPlanOptions } from '../bisect-plan.js';
import { bisectedOf, bisectJson, bisectText } from '../bisect-text.js';
import { writeJson, type Context, type JsonOption } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { reportsOf } from '../reports-of.js';

export interface BisectOptions extends BisectPlanOptions, JsonOption {
  readonly requireComplete?: true;
}

/** `oomlab bisect`: the patches, in commit order, that make an outcome or a violation possible or impossible. */
export async function bisect(context: Context, id: string, name: string, options: BisectOptions): Promise<ExitCode> {
  const { io } = context;
  const plan = bisectPlanOf(context, { id, name }, options);
  const jobs = plan.searches.map(({ job }) => job);
  const bisected = bisectedOf(plan, await reportsOf(context, jobs));
  if (options.json) writeJson(io, bisectJson(plan, bisected));
  else io.out(bisectText(plan, bisected));
  if (bisected.interrupted) return EXIT.interrupted;
  return options.requireComplete && bisected.open.length > 0 ? EXIT.inconclusive : EXIT.held;
}
