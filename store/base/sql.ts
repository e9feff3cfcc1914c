import pg from 'pg';
import type { Pulse } from './pulse.ts';

/**
 * SQL as tagged templates. Values are always parameters, never text. Objects and arrays of objects are passed as JSON,
 * arrays of scalars as PostgreSQL arrays. A query text is prepared once per connection.
 */
export type Sql = <Row extends object = Record<string, unknown>>(
  text: TemplateStringsArray,
  ...values: readonly unknown[]
) => Promise<Row[]>;

/** int8 as a number: positions and instants stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** timestamptz as ISO text in UTC. Only people read it; decisions use instants. */
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

export interface Database {
  /** Runs one statement in a transaction of its own. */
  readonly sql: Sql;
  /**
   * Runs several statements in one transaction, on one connection. `opening` is sent with BEGIN in the same round trip.
   */
  transaction<T>(work: (sql: Sql, opened: readonly pg.QueryResult[]) => Promise<T>, opening?: Opening): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Statements at the start of a transaction. Created by `withLocks` (store/base/locks.ts). */
export interface Opening {
  readonly text: string;
  /** Called with the transaction before its first statement. */
  note(sql: Sql): void;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly statementTimeoutMs?: number;
  /** The longest wait for a connection. */
  readonly connectMs?: number;
  /** Fails calls fast while the database doesn't answer. Without it, a caller waits until the statement times out. */
  readonly pulse?: Guard;
}

type Guard = Pick<Pulse, 'guard'>;
const UNGUARDED: Guard = { guard: (work) => work() };

/**
 * How long an idle connection stays open. A new one logs in, reads the catalog and plans each statement again. That
 * costs several milliseconds of CPU, for which the first events after a quiet moment would wait.
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
    // for a half-open connection, over which the server's own timeout never arrives
    query_timeout: statementTimeoutMs + 5_000,
    // a frozen process must not hold a person's lock longer than its claims
    idle_in_transaction_session_timeout: 10_000,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    pipeline: true, // statements don't wait for each other's answers
  });
  // The server closed an idle connection. The pool has dropped it, and the next query opens another.
  pool.on('error', () => {});
  // The server closed a connection in use. Its next query fails; an unhandled event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));

  return {
    pool,
    sql: createTag(pool, pulse),
    async transaction(work, opening) {
      const client = await takeConnection(pool, pulse);
      const state: TransactionState = { isOver: false, atCommit: [], failure: undefined };
      let broken: Error | undefined;
      try {
        const sql = createTag(batchWrites(client), pulse, state);
        transactions.set(sql, state);
        opening?.note(sql);
        const opened = [await pulse.guard(() => client.query(`begin;${opening?.text ?? ''}`))].flat();
        const answer = await work(sql, opened);
        await commit(() => pulse.guard(() => batchWrites(client).query('commit')), state);
        return answer;
      } catch (error) {
        await pulse
          .guard(() => client.query('rollback'))
          .catch((lost: Error) => {
            broken = lost; // makes the pool close this connection instead of reusing it
            client.connection.stream.destroy(); // its pending queries may never be answered
          });
        throw isAbortedError(error) ? (state.failure ?? error) : error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** The state of a transaction. */
interface TransactionState {
  /** The commit has been sent: a later statement would not belong to the transaction. */
  isOver: boolean;
  /** Statements that the commit waits for. */
  readonly atCommit: Promise<unknown>[];
  /** The error of the first statement that failed. */
  failure: unknown;
}

const transactions = new WeakMap<Sql, TransactionState>();

/** Returns whether an error only says that an earlier statement aborted the transaction (25P02). */
const isAbortedError = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '25P02';

/**
 * Returns the failure that made a part of a transaction fail, and forgets it, since the part is undone. Of statements
 * sent together, a later one may fail only because an earlier one did.
 */
export async function takeFailure(sql: Sql, error: unknown): Promise<unknown> {
  const state = transactions.get(sql);
  if (!state) return error;
  await Promise.allSettled(state.atCommit.splice(0)); // statements of the part have failed, and earlier ones have not
  const first = isAbortedError(error) ? (state.failure ?? error) : error;
  state.failure = undefined;
  return first;
}

/**
 * Commits. Throws if a statement of the transaction failed, since the server answers such a commit with ROLLBACK and no
 * error.
 */
async function commit(send: () => Promise<pg.QueryResult>, state: TransactionState): Promise<void> {
  state.isOver = true;
  const { atCommit } = state;
  const committing = send();
  const outcomes = await Promise.allSettled(atCommit);
  const { command } = await committing;
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (command === 'ROLLBACK')
    throw state.failure ?? new Error('the transaction was rolled back because one of its statements failed');
}

/**
 * Lets the commit of a transaction go with a statement in one round trip. The transaction fails if the statement does.
 * Use it if nothing else in the transaction depends on the statement's answer. Outside a transaction, waits for the
 * answer.
 */
export async function atCommit(sql: Sql, statement: Promise<unknown>): Promise<void> {
  const state = transactions.get(sql);
  if (!state) return void (await statement);
  statement.catch(() => {}); // the commit reports it
  state.atCommit.push(statement);
}

/** Returns a client that sends the statements of one tick to the database in one write. */
const batchWrites = (client: pg.PoolClient): Pick<pg.PoolClient, 'query'> => {
  const { stream } = client.connection;
  return {
    query: ((asked: pg.QueryConfig) => {
      stream.cork();
      process.nextTick(() => stream.uncork());
      return client.query(asked);
    }) as pg.PoolClient['query'],
  };
};

/** Takes a connection from the pool. One that arrives after the caller has given up goes back to the pool. */
async function takeConnection(pool: pg.Pool, { guard }: Guard): Promise<pg.PoolClient> {
  let coming: Promise<pg.PoolClient> | undefined;
  try {
    return await guard(() => {
      coming = pool.connect();
      return coming;
    });
  } catch (error) {
    coming?.then(
      (client) => client.release(),
      () => {}, // no connection arrived
    );
    throw error;
  }
}

/** A piece of SQL with its values. Only `part` and `fragment` create one; anything else in a template is a value. */
export interface Part {
  readonly [PART]: true;
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}
const PART = Symbol('part of a statement');

/** Creates a piece of SQL to use in another template: ``sql`select … where ${part`p.id = ${id}`}` ``. */
export const part = (strings: TemplateStringsArray, ...values: readonly unknown[]): Part => ({
  [PART]: true,
  strings,
  values,
});

/**
 * Creates SQL without values that several statements share. A statement whose only parts are fragments is prepared like
 * any other, so put the same fragment in the same place every time.
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

/** Joins one or more parts with a separator. */
export const joinParts = ([first, ...rest]: readonly Part[], separator: Part): Part =>
  rest.reduce((before, each) => part`${before}${separator}${each}`, first ?? part``);

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && PART in value;

/** Returns the text and the values of a template, with its parts written out. */
function flatten({ strings, values }: Pick<Part, 'strings' | 'values'>): {
  readonly text: string;
  readonly values: unknown[];
} {
  const all: unknown[] = [];
  const write = (template: Pick<Part, 'strings' | 'values'>): string =>
    template.strings.reduce((before, text, index) => {
      const value = template.values[index - 1];
      if (isPart(value)) return before + write(value) + text;
      all.push(value);
      return `${before}$${all.length}${text}`;
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

/**
 * Returns the prepared text and name of a template, prepared at its first use. Undefined if the template's fragments
 * differ from those at its first use.
 */
function prepareOnce(strings: TemplateStringsArray, parts: readonly Part[], values: readonly unknown[]) {
  const known = names.get(strings);
  if (known) return parts.every((each, index) => each === known.fragments[index]) ? known : undefined;
  count += 1;
  const made = { text: flatten({ strings, values }).text, name: `q${count}`, fragments: parts };
  names.set(strings, made);
  return made;
}

const createTag =
  (on: Pick<pg.Pool | pg.PoolClient, 'query'>, { guard }: Guard, state?: TransactionState): Sql =>
  async <Row extends object>(strings: TemplateStringsArray, ...values: readonly unknown[]) => {
    if (state?.isOver) throw new TypeError('the transaction is over: its commit has been sent');
    try {
      return (await guard(() => on.query<Row>(toStatement(strings, values)))).rows;
    } catch (failure) {
      if (state) state.failure ??= failure;
      throw failure;
    }
  };

function toStatement(strings: TemplateStringsArray, values: readonly unknown[]): pg.QueryConfig {
  const parts = values.filter(isPart);
  const known = parts.every((each) => fragments.has(each)) ? prepareOnce(strings, parts, values) : undefined;
  if (known) {
    const given = parts.length === 0 ? values : values.filter((value) => !isPart(value));
    return { text: known.text, name: known.name, values: given.map(toParameter) };
  }
  const { text, values: all } = flatten({ strings, values });
  return { text, values: all.map(toParameter) }; // not prepared: such a template has many texts
}

const toParameter = (value: unknown): unknown =>
  Array.isArray(value)
    ? arrayText(value)
    : typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
      ? JSON.stringify(value)
      : value;

/**
 * Formats an array for PostgreSQL: of JSON values if one of them is an object, otherwise of scalars. The driver's own
 * format also quotes and escapes numbers, and takes twice the time for a JSON text.
 */
export function arrayText(values: readonly unknown[]): string {
  const elements = values.some((each) => typeof each === 'object' && each !== null)
    ? values.map((each) => JSON.stringify(JSON.stringify(each))) // PostgreSQL escapes array elements like JSON strings
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
