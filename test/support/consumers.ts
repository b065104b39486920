import { Resvg } from '@resvg/resvg-js';
import { instance } from '@viz-js/viz';
import DOMPurify from 'dompurify';
import ELK from 'elkjs/lib/elk.bundled.js';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Layouter } from '../../src/export/index.js';
import { buildMachine, reply, type Machine } from '../../src/model/index.js';

/** The layout library as the command line has it. */
// The bundle's types say that its class is a member of what the module gives by default; it is that itself.
export const elk = new (ELK as unknown as new () => Layouter)();

/** The elements of an XML text in their order, by a parser that refuses what is not well-formed. */
export function elementsOf(xml: string): readonly SaxesTagPlain[] {
  const found: SaxesTagPlain[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => found.push(tag));
  parser.write(xml).close();
  return found;
}

/** The texts of an XML document, without those of its style sheets. */
export function textOf(xml: string): string {
  let text = '';
  const parser = new SaxesParser();
  const open: string[] = [];
  parser.on('opentag', ({ name }) => open.push(name));
  parser.on('closetag', () => void open.pop());
  parser.on('text', (more) => (text += open.at(-1) === 'style' ? '' : more));
  parser.write(xml).close();
  return text;
}

/** A drawing as pixels: its size, and how many of them are not as the one in the corner. */
export function rendered(svg: string): { readonly width: number; readonly height: number; readonly inked: number } {
  const { width, height, pixels } = new Resvg(svg).render();
  const corner = pixels.readUInt32LE(0);
  let inked = 0;
  for (let at = 0; at < pixels.length; at += 4) if (pixels.readUInt32LE(at) !== corner) inked++;
  return { width, height, inked };
}

/** What Mermaid takes a text for; it throws where its parser does. */
export async function mermaidType(text: string): Promise<string> {
  // Mermaid cleans texts by a library that has to have a page. What it would take out of them is not asked here.
  Object.assign(DOMPurify, { addHook() {}, sanitize: (dirty: string) => dirty });
  const { default: mermaid } = await import('mermaid');
  return (await mermaid.parse(text)).diagramType;
}

const graphviz = await instance();

/** A text as Graphviz lays it out: a line for each node and edge. It throws what Graphviz complains of. */
export function laidOut(dot: string): readonly string[] {
  const { status, output, errors } = graphviz.render(dot, { format: 'plain' });
  // This build has no fonts and guesses how wide a letter beyond ASCII is; one with fonts knows.
  const complaints = errors.map(({ message }) => message).filter((one) => !one.includes('no value for width'));
  if (status === 'failure' || complaints.length > 0) throw new Error(complaints.join('\n'));
  return output.split('\n');
}

/** A machine whose states and events have these names. */
export function machineNamed(names: readonly [string, string, string], id = names[0]): Machine {
  const [one, other, event] = names;
  return buildMachine({
    id,
    kind: 'object',
    description: `${one} & ${other}`,
    context: () => ({}),
    fragments: {},
    root: () => ({
      initial: one,
      states: {
        [one]: {
          description: other,
          on: { [event]: { target: `#there`, actions: [reply(event)] }, [`${event}2`]: { actions: [reply(other)] } },
        },
        [`${other}x`]: { id: 'there', initial: 'a', states: { a: { type: 'final' } } } as object,
      },
    }),
  });
}
