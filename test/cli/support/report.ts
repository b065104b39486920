/** `check --json`, as far as the tests read it. */
export interface Report {
  readonly version: number;
  readonly seed: number;
  readonly bounds: { readonly [bound: string]: number | null };
  readonly strategy: string;
  readonly shortest: boolean;
  readonly confirmedLive: string;
  readonly from?: { readonly token: string; readonly step: number };
  readonly interrupted?: boolean;
  readonly rowsLeft?: number;
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  readonly scenario: string;
  readonly kernel: string;
  readonly verdict: string;
  readonly complete: boolean;
  readonly stoppedBy?: string;
  readonly died?: true;
  readonly fromStep?: number;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly ms: number;
  readonly liveRuns: number;
  readonly outcomes: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly witness: string | null;
    readonly witnesses: readonly string[];
    readonly expected?: string;
  }[];
  readonly properties: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly expected?: string;
    readonly fairness?: string;
    readonly why?: string;
    readonly counterexample?: { readonly token: string; readonly steps: readonly string[]; readonly loop?: number };
  }[];
}

export const readReport = (out: string): Report => JSON.parse(out) as Report;

/** The only row of a report. */
export function onlyRow(out: string): ReportRow {
  const { rows } = readReport(out);
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new RangeError(`${rows.length} rows`);
  return row;
}
