import pg from 'pg';
import { type Database, openDatabase } from '../../store/base/sql.ts';
import { type Executed, readNotice } from './plan.ts';

/** A database whose every statement is told with the plan that it ran by, as it runs: no list of queries is kept by hand. */
export interface Watched {
  readonly database: Database;
  /** What has run since it was last taken. */
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
 * For connections that are opened from now on. Where tables are small, reading them from end to end is often the best there is: it is then taken only
 * where there is no index to go by.
 */
export async function explainAll(url: string, isSmall: boolean): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const settings = { ...SETTINGS, ...(isSmall && { enable_seqscan: 'off' }) };
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database ${new URL(url).pathname.slice(1)} set ${name} = '${value}'`);
  await client.end();
}

/** Few connections, so that statements are run again on one that has prepared them: that is when a generic plan is taken. */
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
