import pg from 'pg';
import type { Kind, TypedStatement } from './row-types.ts';

/** The columns that PostgreSQL returned for one statement text: their types, and which of them were null. */
export interface Answered {
  readonly columns: ReadonlyMap<string, number>;
  readonly nulls: Set<string>;
}

/** Answers by statement text. */
export type Answers = ReadonlyMap<string, Answered>;

/** Records what PostgreSQL answers on every connection that the pool opens from now on. */
export function recordRows(pool: pg.Pool): Answers {
  const seen = new Map<string, Answered>();
  pool.on('connect', (client) => {
    const ask = client.query.bind(client) as (...asked: readonly unknown[]) => unknown;
    client.query = ((...asked: readonly unknown[]) => {
      const text = textOf(asked[0]);
      const note = (result: pg.QueryResult | undefined) => {
        if (text !== undefined && result?.fields) noteRows(seen, text, result);
      };
      const last = asked.at(-1);
      if (typeof last === 'function')
        return ask(...asked.slice(0, -1), (error: unknown, result: pg.QueryResult) => {
          if (!error) note(result);
          last(error, result);
        });
      const answer = ask(...asked);
      if (answer instanceof Promise) answer.then(note, () => {}); // the caller handles the failure
      return answer;
    }) as pg.PoolClient['query'];
  });
  return seen;
}

const textOf = (asked: unknown): string | undefined =>
  typeof asked === 'string'
    ? asked
    : typeof asked === 'object' && asked !== null && 'text' in asked
      ? String(asked.text)
      : undefined;

function noteRows(seen: Map<string, Answered>, text: string, { fields, rows }: pg.QueryResult): void {
  if (fields.length === 0) return;
  const answered = seen.get(text) ?? {
    columns: new Map(fields.map(({ name, dataTypeID }) => [name, dataTypeID])),
    nulls: new Set<string>(),
  };
  seen.set(text, answered);
  for (const row of rows)
    for (const [name, value] of Object.entries(row as object)) if (value === null) answered.nulls.add(name);
}

/**
 * Asks PostgreSQL for the columns of statements that no step ran: runs each with nulls and rolls it back. Leaves out
 * statements that are composed of parts, and statements that fail with nulls.
 */
export async function describeUnseen(
  pool: pg.Pool,
  statements: readonly TypedStatement[],
  seen: Answers,
): Promise<void> {
  const unseen = statements.filter((statement) => answersTo(statement, seen).length === 0);
  const client = await pool.connect();
  try {
    for (const { chunks } of unseen) {
      await client.query('begin');
      const text = chunks.reduce((before, chunk, index) => `${before}$${index}${chunk}`);
      await client.query({ text, values: chunks.slice(1).map(() => null) }).catch(() => {}); // it isn't checked
      await client.query('rollback');
      seen.get(text)?.nulls.clear(); // asked with nulls, it answers nulls that it wouldn't otherwise
    }
  } finally {
    client.release();
  }
}

export interface RowCheck {
  /** Statements that were answered, or described, at least once. */
  readonly checked: number;
  readonly faults: readonly string[];
}

/** Compares each statement's row type in the sources with PostgreSQL's answer: names, types, nulls. */
export function checkRows(statements: readonly TypedStatement[], seen: Answers): RowCheck {
  const answered = statements.map((statement) => ({ statement, answers: answersTo(statement, seen) }));
  return {
    checked: answered.filter(({ answers }) => answers.length > 0).length,
    faults: answered.flatMap(({ statement, answers }) => [
      ...new Set(answers.flatMap((answer) => faultsOf(statement, answer))),
    ]),
  };
}

function answersTo(statement: TypedStatement, seen: Answers): readonly Answered[] {
  const pattern = patternOf(statement);
  return [...seen].flatMap(([text, answer]) => (pattern.test(text) ? [answer] : []));
}

/** Matches a statement text, with a parameter or a part of a statement between two chunks of the template. */
const patternOf = ({ chunks }: TypedStatement): RegExp =>
  new RegExp(`^${chunks.map((chunk) => chunk.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(?:\\$\\d+|[^;]*?)')}$`);

function faultsOf({ place, columns }: TypedStatement, answer: Answered): readonly string[] {
  const extra = [...answer.columns.keys()].filter((name) => !columns.has(name));
  return [
    ...[...columns].flatMap(([name, kinds]) => columnFaults(answer, name, kinds).map((fault) => `${place}: ${fault}`)),
    ...extra.map((name) => `${place}: the statement answers "${name}", the row type doesn't have it`),
  ];
}

function columnFaults(answer: Answered, name: string, kinds: ReadonlySet<Kind> | 'any'): readonly string[] {
  const type = answer.columns.get(name);
  if (type === undefined) return [`the row type has "${name}", the statement answers no such column`];
  if (kinds === 'any') return [];
  const kind = KIND_OF_TYPE.get(type);
  return [
    ...(kind && !kinds.has(kind) ? [`"${name}" is a ${kind}, the row type says ${[...kinds].join(' or ')}`] : []),
    ...(answer.nulls.has(name) && !kinds.has('null') ? [`"${name}" can be null, the row type doesn't say so`] : []),
  ];
}

const {
  BOOL,
  INT2,
  INT4,
  INT8,
  OID,
  FLOAT4,
  FLOAT8,
  NUMERIC,
  TEXT,
  VARCHAR,
  UUID,
  TIMESTAMPTZ,
  TIMESTAMP,
  DATE,
  BYTEA,
} = pg.types.builtins;
/**
 * The kind of value that `pg` returns for each type, with the parsers of store/base/sql.ts. JSON may be of any kind.
 * Types that aren't listed aren't checked.
 */
const KIND_OF_TYPE: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  ...[INT2, INT4, INT8, OID, FLOAT4, FLOAT8].map((type): [number, Kind] => [type, 'number']),
  ...[NUMERIC, TEXT, VARCHAR, UUID, TIMESTAMPTZ].map((type): [number, Kind] => [type, 'string']),
  ...[TIMESTAMP, DATE, BYTEA].map((type): [number, Kind] => [type, 'object']),
  [BOOL, 'boolean'],
  ...[1000, 1005, 1007, 1016, 1009, 1015, 1022, 1231].map((type): [number, Kind] => [type, 'object']), // arrays
]);
