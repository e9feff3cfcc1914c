import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { grantRunning, roleOf } from './roles.ts';

/**
 * Applies pending migrations to the schema `sojourn`. Safe to run from several processes at once. Returns the names of
 * the migrations it ran.
 */
export const migrate = (url: string): Promise<readonly string[]> =>
  // The runner doesn't wait until a connection it opened is closed, and a database that stops just then would crash it.
  withClient(url, async (dbClient) => (await runner({ ...OPTIONS, dbClient })).map(({ name }) => name));

export interface Migrating {
  /** URL of the role that API and worker connect as. */
  readonly url: string;
  /** URL of the role that owns the schema. If absent, one role does both. */
  readonly ownerUrl?: string | undefined;
  /** Days for which audit entries are kept. */
  readonly auditDays: number;
}

/**
 * Migrates as the role that owns the schema, then sets what only the owner can set: how long audit entries are kept,
 * and the privileges of the running role.
 *
 * @throws if the running role could change audit entries although it isn't meant to be the owner
 */
export async function migrateInstallation({ url, ownerUrl, auditDays }: Migrating): Promise<readonly string[]> {
  const migrating = ownerUrl ?? url;
  const ran = await migrate(migrating);
  await withClient(migrating, (client) =>
    client.query('update sojourn.audit_policy set keep_days = $1 where keep_days <> $1', [auditDays]),
  );
  if (ownerUrl !== undefined) await grantRunning(ownerUrl, await roleOf(url));
  return ran;
}

/** Returns the migrations that `migrate` would run; empty if there are none. Only reads, so any role can call it. */
export async function pendingMigrations(url: string): Promise<readonly string[]> {
  const ran = await withClient(url, readNamesRun);
  const all = (await readdir(DIRECTORY)).filter((file) => file.endsWith('.sql')).map((file) => path.parse(file).name);
  return all.filter((name) => !ran.has(name)).toSorted();
}

const PERMISSION_DENIED = '42501';

async function readNamesRun(client: pg.Client): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await client.query<{ isThere: boolean }>(
      `select to_regclass('sojourn.migrations') is not null as "isThere"`,
    );
    if (!rows[0]?.isThere) return new Set();
    const ran = await client.query<{ name: string }>('select name from sojourn.migrations');
    return new Set(ran.rows.map(({ name }) => name));
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== PERMISSION_DENIED) throw cause;
    throw new Error(
      `${cause.message}: run \`sojourn migrate\` with MIGRATE_DATABASE_URL, which grants the role of DATABASE_URL what it needs`,
      { cause },
    );
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const DIRECTORY = fileURLToPath(new URL('../migrations', import.meta.url));
const OPTIONS = {
  dir: DIRECTORY,
  schema: 'sojourn',
  createSchema: true,
  migrationsTable: 'migrations',
  direction: 'up',
  advisoryLockMode: 'wait', // several roles start at once: the second waits instead of failing
  log: () => {},
} as const;
