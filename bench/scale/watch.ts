import pg from 'pg';
import { type Database, openDatabase } from '../../store/base/sql.ts';
import { type Executed, readNotice } from './plan.ts';

/** A database that reports every statement with its plan as it runs, so that no list of queries is kept by hand. */
export interface Watched {
  readonly database: Database;
  /** Returns the statements since the last call. */
  take(): readonly Executed[];
}

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_level': 'notice',
};

/**
 * Applies to connections opened from now on. On small tables, a sequential scan is often the best plan. With this
 * setting, PostgreSQL uses one only where no index fits.
 */
export async function explainAll(url: string, isSmall: boolean): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const settings = { ...SETTINGS, ...(isSmall && { enable_seqscan: 'off' }) };
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database ${new URL(url).pathname.slice(1)} set ${name} = '${value}'`);
  await client.end();
}

/**
 * Few connections, so that statements run again where they are prepared: only then does PostgreSQL use a generic plan.
 */
export function watch(url: string): Watched {
  const database = openDatabase({ url, max: 3, name: 'scale', statementTimeoutMs: 120_000 });
  let seen: Executed[] = [];
  database.pool.on('connect', (client) =>
    client.on('notice', ({ message = '' }) => {
      const executed = readNotice(message);
      if (executed) seen.push(executed);
    }),
  );
  return {
    database,
    take() {
      const taken = seen;
      seen = [];
      return taken;
    },
  };
}
