import path from 'node:path';
import pg from 'pg';
import { messageOf } from '../../journey/base/message-of.ts';
import { pendingMigrations } from '../../store/schema/migrate.ts';
import { canChangeAudit } from '../../store/schema/roles.ts';
import { hidePassword } from '../../worker/config/redact.ts';
import type { Settings } from '../../worker/config/settings.ts';
import { runningPostgres } from '../embedded/postgres.ts';
import { postgresBinaries } from '../embedded/postgres-binaries.ts';
import { type Finding, fine, warn, wrong } from './finding.ts';

const LEAST_MAJOR = 15;
/** Largest harmless clock skew. Decisions only use the database's clock, but logs use the machine's. */
const MOST_SKEW_MS = 2_000;

export async function database(settings: Settings): Promise<readonly Finding[]> {
  if (settings.databaseUrl)
    return checks(settings.databaseUrl, 'start it, or correct DATABASE_URL', settings.isProduction);
  const running = await runningPostgres(path.join(settings.dataDir, 'postgres'));
  return running
    ? checks(running.url, 'see its log in the data directory')
    : [checkEmbedded(settings.postgres.binaries)];
}

function checkEmbedded(binaries: string | undefined): Finding {
  try {
    return fine('PostgreSQL', `${postgresBinaries(binaries).version}, embedded, starts with \`sojourn all\``);
  } catch (error) {
    return wrong('PostgreSQL', messageOf(error), 'set DATABASE_URL to a PostgreSQL server, version 15 or later');
  }
}

async function checks(url: string, fix: string, isProduction = false): Promise<readonly Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const atHead = await migrations(url);
    const roles = isProduction && atHead.isFine ? [await audit(client)] : [];
    return [await version(client, url), atHead, ...roles, await clock(client)];
  } catch (error) {
    return [wrong('PostgreSQL', `${hidePassword(url)}: ${messageOf(error)}`, fix)];
  } finally {
    await client.end();
  }
}

async function version(client: pg.Client, url: string): Promise<Finding> {
  const { rows } = await client.query("select current_setting('server_version') as version");
  const saw = `${rows[0].version} at ${hidePassword(url)}`;
  return Number.parseInt(rows[0].version, 10) >= LEAST_MAJOR
    ? fine('PostgreSQL', saw)
    : wrong('PostgreSQL', saw, `use PostgreSQL ${LEAST_MAJOR} or later`);
}

async function migrations(url: string): Promise<Finding> {
  const pending = await pendingMigrations(url);
  return pending.length === 0
    ? fine('Migrations', 'up to date')
    : wrong('Migrations', `pending: ${pending.join(', ')}`, 'run `sojourn migrate`');
}

/** Checks that an attacker who takes over API or worker in production can't rewrite the audit log. */
const audit = async (client: pg.Client): Promise<Finding> =>
  (await canChangeAudit(client))
    ? warn(
        'Audit',
        'the role of DATABASE_URL owns the audit table, or has its owner’s rights, so it can change and delete entries',
        'give DATABASE_URL a role that owns nothing, set MIGRATE_DATABASE_URL to the owner, and run `sojourn migrate`',
      )
    : fine('Audit', 'the role of DATABASE_URL can only read and add entries');

async function clock(client: pg.Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query('select extract(epoch from clock_timestamp())::float8 * 1000 as now');
  const after = Date.now();
  const skewMs = Math.round(rows[0].now - (before + after) / 2);
  const saw = `the database's clock is ${skewMs} ms ahead of this machine's`;
  return Math.abs(skewMs) <= MOST_SKEW_MS
    ? fine('Clocks', saw)
    : wrong('Clocks', saw, 'synchronize both machines by NTP: waits use the database clock, logs use this one');
}
