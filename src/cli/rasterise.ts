import type { ResvgRenderOptions } from '@resvg/resvg-js';
import { OomlabError } from '../model/index.js';

/** A picture of this many pixels takes a quarter of a gigabyte; beyond it a drawing is given fewer to the unit. */
const MOST_PIXELS = 64e6;
/** Sharp on screens of high density, and in print. */
const SCALE = 2;

/**
 * An SVG as a PNG, twice as large, with the fonts of this machine; a very large one no larger than 64 million pixels. Throws
 * E123 where the rasteriser or any font is missing.
 */
export async function rasterise(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js').catch((error: unknown) => {
    throw new OomlabError(
      'E123',
      `The rasteriser cannot be loaded (${String(error).split('\n')[0]}).`,
      'Install without --omit=optional, or take --format svg.',
    );
  });
  const font: NonNullable<ResvgRenderOptions['font']> = {
    loadSystemFonts: true,
    sansSerifFamily: 'DejaVu Sans',
    monospaceFamily: 'DejaVu Sans Mono',
  };
  const probe = new Resvg('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">oom</text></svg>', { font });
  if (probe.getBBox() === undefined) {
    throw new OomlabError(
      'E123',
      'This machine has no font to write with.',
      'Install one, such as DejaVu (fonts-dejavu-core, dejavu-sans-fonts), or take --format svg.',
    );
  }
  const { width, height } = new Resvg(svg, { font });
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}
