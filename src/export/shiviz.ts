import { causalityOf, type Trace } from '../trace/index.js';
import { stepLines } from './step-lines.js';

/** What ShiViz and TSViz are to be told of a log's lines: the regular expression that takes them apart. */
export const SHIVIZ_PATTERN = String.raw`(?<host>\w+) "(?<event>.*)" (?<clock>\{.*\})`;

/**
 * A trace as a ShiViz log: one line for each actor that takes part in a step, `host "event" {vector clock}`, to be read with
 * `SHIVIZ_PATTERN`. A step is an event of whoever moved, then one of each of the others, numbered alike.
 */
export function shiviz(trace: Trace): string {
  const { events } = causalityOf(trace);
  const hosts = hostNames(events.flatMap((list) => list.map(({ actor }) => actor)));
  const lines = trace.steps.flatMap((step, i) =>
    (events[i] ?? []).map(({ actor, clock }, k) => {
      const text = stepLines(step)[0]?.text.trim() ?? '';
      const event = k === 0 ? `${i + 1} ${text}` : `${i + 1} with ${step.actor}: ${text}`;
      // ShiViz wants the host's own component first only by custom; sorted, equal clocks read equally.
      const sorted = [...clock].map(([name, count]) => [hosts.get(name) ?? name, count] as const).sort(byName);
      return `${hosts.get(actor)} "${quotable(event)}" ${JSON.stringify(Object.fromEntries(sorted))}`;
    }),
  );
  return `${lines.join('\n')}\n`;
}

const byName = ([one]: readonly [string, number], [other]: readonly [string, number]): number => (one < other ? -1 : 1);

/** Words for actors: a dot is an underscore, and two names that become one word stay two. */
function hostNames(actors: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...new Set(actors)].map((actor) => {
      const word = actor.replace(/\W/g, '_') || '_';
      let name = word;
      // The suffix begins with a letter: keys that look like numbers would change their order in JSON.
      for (let i = 2; taken.has(name); i++) name = `${word}_n${i}`;
      taken.add(name);
      return [actor, name];
    }),
  );
}

/** A text between quotes on one line. */
const quotable = (text: string): string => text.replace(/[\s\p{Cc}\u2028\u2029\u00a0]+/gu, ' ').replaceAll('"', "'");
