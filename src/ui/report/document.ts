import type { Reasons } from '../../check/explained.js';
import type { Picture, Pictures, Place } from '../../export/index.js';
import type { ReportedRun } from '../../play/report.js';

/** All that a report holds, as it stands in its file. */
export interface ReportDocument {
  readonly run: ReportedRun;
  readonly title: string;
  readonly columns: string;
  readonly command: string;
  readonly reasons: Reasons | null;
  readonly places: { readonly [machine: string]: { readonly [path: string]: readonly Place[] } };
  readonly pictures: { readonly [machine: string]: { readonly [section: string]: WrittenPicture } };
}

export type WrittenPicture = Omit<Picture, 'tints'> & {
  readonly tints: { readonly [fragment: string]: { readonly patch: string; readonly commits: readonly string[] } };
};

/** The charts of a report. */
export function writtenPictures({ places, pictures }: ReportDocument): Pictures {
  const known = new Map<string, Promise<Picture>>();
  return {
    placesOf: (machine, path) => places[machine]?.[path] ?? [],
    pictureOf(machine, section) {
      const key = `${machine} ${section}`;
      const picture = known.get(key) ?? read(pictures[machine]?.[section]);
      known.set(key, picture);
      return picture;
    },
  };
}

function read(written: WrittenPicture | undefined): Promise<Picture> {
  if (written === undefined) return Promise.reject(new RangeError('This chart is not in the report.'));
  return Promise.resolve({ ...written, tints: new Map(Object.entries(written.tints)) });
}
