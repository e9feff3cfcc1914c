import type { Executed } from './plan.ts';
import type { Watched } from './watch.ts';

/**
 * Limits of time and rows for one call. `page`: serves one user or one page, however large the tables are. `batch`: one
 * bounded page of background work. `whole`: reads everything on purpose, so its time isn't checked.
 */
export const AIMS = {
  page: { ms: 10, rows: 8_000 },
  batch: { ms: 500, rows: 150_000 },
  live: { ms: 300, rows: 40_000 },
  catalogue: { ms: 200, rows: 30_000 },
  report: { ms: 1_000, rows: Number.POSITIVE_INFINITY },
  range: { ms: 2_000, rows: Number.POSITIVE_INFINITY },
  whole: { ms: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY },
} as const;
export type Kind = keyof typeof AIMS;

export interface Line {
  readonly name: string;
  readonly kind: Kind;
  /** Median of the database's time per call, in ms. */
  readonly ms: number;
  readonly rowsRead: number;
  readonly statements: number;
  readonly slowest: Executed | undefined;
  readonly faults: readonly string[];
}

export interface Rules {
  /** Checks plans only: times on a small database say nothing about a large one. */
  readonly isQuick: boolean;
  /** Tables that no statement may read from end to end. */
  readonly large: ReadonlySet<string>;
}

/** Rows that a plan may read in order before it stops at its limit. */
const FEW_ROWS = 1_000;

/** Calls `work` several times, each time with another number, and checks what the database did. */
export async function measure(
  watched: Watched,
  rules: Rules,
  { name, kind, times }: { readonly name: string; readonly kind: Kind; readonly times: number },
  work: (nr: number) => Promise<unknown>,
): Promise<Line> {
  const calls: (readonly Executed[])[] = [];
  for (let nr = 0; nr < times; nr += 1) {
    watched.take();
    await work(nr);
    calls.push(watched.take());
  }
  const middle = calls.toSorted((a, b) => sumOf(a, 'ms') - sumOf(b, 'ms'))[Math.floor(calls.length / 2)] ?? [];
  const ms = sumOf(middle, 'ms');
  const rowsRead = Math.max(...calls.map((call) => sumOf(call, 'rowsRead')));
  const aim = AIMS[kind];
  return {
    ...{ name, kind, ms, rowsRead, statements: middle.length },
    slowest: middle.toSorted((a, b) => b.ms - a.ms)[0],
    faults: [
      ...(kind === 'whole' ? [] : sequentialIn(calls.flat(), rules)),
      ...(rowsRead > aim.rows ? [`reads ${rowsRead} rows, more than ${aim.rows}`] : []),
      ...(!rules.isQuick && ms > aim.ms ? [`takes ${ms.toFixed(1)} ms, more than ${aim.ms}`] : []),
    ],
  };
}

const sumOf = (call: readonly Executed[], of: 'ms' | 'rowsRead'): number =>
  call.reduce((sum, each) => sum + each[of], 0);

const sequentialIn = (all: readonly Executed[], { large }: Rules): readonly string[] => [
  ...new Set(
    all.flatMap(({ sequential, text }) =>
      sequential
        .filter(({ table, rows }) => rows > FEW_ROWS && large.has(table))
        .map(({ table }) => `reads ${table} from end to end: ${text.slice(0, 100)}`),
    ),
  ),
];
