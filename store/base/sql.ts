import pg from 'pg';
import type { Pulse } from './pulse.ts';

/**
 * SQL as tagged templates: values are always parameters, never text. Objects and arrays of objects go as JSON, arrays
 * of scalars as Postgres arrays. A query text is prepared once per connection.
 */
export type Sql = <Row extends object = Record<string, unknown>>(
  text: TemplateStringsArray,
  ...values: readonly unknown[]
) => Promise<Row[]>;

/** int8: positions and instants stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** timestamptz as ISO text in UTC: nobody decides by one. */
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

export interface Database {
  /** One statement, its own transaction. */
  readonly sql: Sql;
  /** Several in one, on one connection; `opening` goes with BEGIN in the same round trip. */
  transaction<T>(work: (sql: Sql, opened: readonly pg.QueryResult[]) => Promise<T>, opening?: Opening): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Statements that a transaction begins with: made by `withLocks` (store/base/locks.ts). */
export interface Opening {
  readonly text: string;
  /** Told of the transaction, before anything else is asked of it. */
  note(sql: Sql): void;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly statementTimeoutMs?: number;
  /** How long a connection is waited for. */
  readonly connectMs?: number;
  /** Knows whether the database answers. Without it a caller waits for as long as a statement may take. */
  readonly pulse?: Guard;
}

type Guard = Pick<Pulse, 'guard'>;
const UNGUARDED: Guard = { guard: (work) => work() };

/**
 * Idle connections are kept this long. A new one logs in, reads the catalog and plans each statement again, several
 * milliseconds of CPU that the first events after a quiet moment would wait for.
 */
const IDLE_MS = 60_000;

export function openDatabase({
  url,
  max,
  name,
  statementTimeoutMs = 30_000,
  connectMs = 10_000,
  pulse = UNGUARDED,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    options: '-c search_path=sojourn,public',
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 5_000, // the server's own never comes over a connection that is half open
    // a stopped process must not keep a person's lock longer than its claims
    idle_in_transaction_session_timeout: 10_000,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    pipeline: true, // statements need not wait for each other's answers
  });
  // an idle connection that the server closed: the pool has dropped it, the next query opens another
  pool.on('error', () => {});
  // one in hand: its next query says so; unheard, it would end the process
  pool.on('connect', (client) => client.on('error', () => {}));

  return {
    pool,
    sql: tag(pool, pulse),
    async transaction(work, opening) {
      const client = await take(pool, pulse);
      const kept: Kept = { isOver: false, atCommit: [], failure: undefined };
      let broken: Error | undefined;
      try {
        const sql = tag(inOneWrite(client), pulse, kept);
        transactions.set(sql, kept);
        opening?.note(sql);
        const opened = [await pulse.guard(() => client.query(`begin;${opening?.text ?? ''}`))].flat();
        const answer = await work(sql, opened);
        await commit(() => pulse.guard(() => inOneWrite(client).query('commit')), kept);
        return answer;
      } catch (error) {
        await pulse
          .guard(() => client.query('rollback'))
          .catch((lost: Error) => {
            broken = lost; // not to be given to anybody else
            client.connection.stream.destroy(); // what is under way on it may never be answered
          });
        throw isOfAborted(error) ? (kept.failure ?? error) : error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** The state of a transaction. */
interface Kept {
  /** Its commit has been sent: a statement after it would be none of it. */
  isOver: boolean;
  /** Statements whose answers the commit waits for. */
  readonly atCommit: Promise<unknown>[];
  /** The error of the first statement that failed. */
  failure: unknown;
}

const transactions = new WeakMap<Sql, Kept>();

/** Errors after the first failure only say that the transaction was aborted: 25P02. */
const isOfAborted = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '25P02';

/** A commit of what has been aborted answers that it rolled back, and is no failure to the server. */
async function commit(send: () => Promise<pg.QueryResult>, kept: Kept): Promise<void> {
  kept.isOver = true;
  const { atCommit } = kept;
  const committing = send();
  const outcomes = await Promise.allSettled(atCommit);
  const { command } = await committing;
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (command === 'ROLLBACK')
    throw kept.failure ?? new Error('the transaction was rolled back: a statement of it had failed');
}

/**
 * Lets a transaction's commit go with a statement in one round trip: the transaction fails if the statement does. For
 * one whose answer nothing else in the transaction depends on. Without a transaction it waits for the answer.
 */
export async function atCommit(sql: Sql, statement: Promise<unknown>): Promise<void> {
  const kept = transactions.get(sql);
  if (!kept) return void (await statement);
  statement.catch(() => {}); // heard of at the commit
  kept.atCommit.push(statement);
}

/** Statements that are sent at the same moment go to the database in one write. */
const inOneWrite = (client: pg.PoolClient): Pick<pg.PoolClient, 'query'> => {
  const { stream } = client.connection;
  return {
    query: ((asked: pg.QueryConfig) => {
      stream.cork();
      process.nextTick(() => stream.uncork());
      return client.query(asked);
    }) as pg.PoolClient['query'],
  };
};

/** A connection that comes when nobody waits for it any more goes back. */
async function take(pool: pg.Pool, { guard }: Guard): Promise<pg.PoolClient> {
  let coming: Promise<pg.PoolClient> | undefined;
  try {
    return await guard(() => {
      coming = pool.connect();
      return coming;
    });
  } catch (error) {
    coming?.then(
      (client) => client.release(),
      () => {}, // it never came
    );
    throw error;
  }
}

/** A piece of SQL with its values, made by `part` alone: whatever else stands in a template is a value. */
export interface Part {
  readonly [PART]: true;
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}
const PART = Symbol('part of a statement');

/** SQL that is put together: ``sql`select … where ${part`p.id = ${id}`}` ``. */
export const part = (strings: TemplateStringsArray, ...values: readonly unknown[]): Part => ({
  [PART]: true,
  strings,
  values,
});

/**
 * SQL without values that several statements share. A statement whose only parts are fragments is prepared like any
 * other, so put the same fragment in the same place every time.
 *
 * @example
 * const isLive = fragment`i.ended_at is null`;
 * await sql`select id from instances i where i.workspace = ${workspace} and ${isLive}`;
 */
export function fragment(strings: TemplateStringsArray): Part {
  const made = part(strings);
  fragments.add(made);
  return made;
}
const fragments = new WeakSet<Part>();

/** Parts one after the other; there is at least one. */
export const joined = ([first, ...rest]: readonly Part[], by: Part): Part =>
  rest.reduce((so, each) => part`${so}${by}${each}`, first ?? part``);

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && PART in value;

/** Texts and values with no part left inside. */
function flat({ strings, values }: Pick<Part, 'strings' | 'values'>): {
  readonly text: string;
  readonly values: unknown[];
} {
  const all: unknown[] = [];
  const write = (of: Pick<Part, 'strings' | 'values'>): string =>
    of.strings.reduce((so, text, index) => {
      const value = of.values[index - 1];
      if (isPart(value)) return so + write(value) + text;
      all.push(value);
      return `${so}$${all.length}${text}`;
    });
  return { text: write({ strings, values }), values: all };
}

interface Prepared {
  readonly text: string;
  readonly name: string;
  readonly fragments: readonly Part[];
}
const names = new WeakMap<TemplateStringsArray, Prepared>();
let count = 0;

/** Undefined if the statement has other fragments than when it was prepared. */
function prepared(strings: TemplateStringsArray, parts: readonly Part[], values: readonly unknown[]) {
  const known = names.get(strings);
  if (known) return parts.every((each, index) => each === known.fragments[index]) ? known : undefined;
  count += 1;
  const made = { text: flat({ strings, values }).text, name: `q${count}`, fragments: parts };
  names.set(strings, made);
  return made;
}

const tag =
  (on: Pick<pg.Pool | pg.PoolClient, 'query'>, { guard }: Guard, kept?: Kept): Sql =>
  async <Row extends object>(strings: TemplateStringsArray, ...values: readonly unknown[]) => {
    if (kept?.isOver) throw new TypeError('the transaction is over');
    try {
      return (await guard(() => on.query<Row>(statementOf(strings, values)))).rows;
    } catch (failure) {
      if (kept) kept.failure ??= failure;
      throw failure;
    }
  };

function statementOf(strings: TemplateStringsArray, values: readonly unknown[]): pg.QueryConfig {
  const parts = values.filter(isPart);
  const known = parts.every((each) => fragments.has(each)) ? prepared(strings, parts, values) : undefined;
  if (known) {
    const given = parts.length === 0 ? values : values.filter((value) => !isPart(value));
    return { text: known.text, name: known.name, values: given.map(parameter) };
  }
  const { text, values: all } = flat({ strings, values });
  return { text, values: all.map(parameter) }; // of many shapes: none is kept prepared
}

const parameter = (value: unknown): unknown =>
  Array.isArray(value)
    ? arrayText(value)
    : typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
      ? JSON.stringify(value)
      : value;

/**
 * An array as PostgreSQL reads it: of JSON values if one of them is an object, else of scalars. pg makes the same of
 * scalars, but quotes and escapes numbers too, and a JSON text takes it twice the time.
 */
export function arrayText(values: readonly unknown[]): string {
  const elements = values.some((each) => typeof each === 'object' && each !== null)
    ? values.map((each) => JSON.stringify(JSON.stringify(each))) // a JSON text is escaped as a JSON string is
    : values.map(scalarText);
  return `{${elements.join()}}`;
}

const scalarText = (value: unknown): string => {
  if (value === null || value === undefined) return 'NULL';
  const text = String(value);
  if (typeof value !== 'string') return text;
  return HAS_SPECIAL.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${text}"`;
};
const HAS_SPECIAL = /["\\]/;

export const literal = pg.escapeLiteral;
