import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { grantRunning, roleOf } from './roles.ts';

/** Brings the schema `sojourn` to head. Safe to run from several processes at once. Returns the names of what it ran. */
export const migrate = (url: string): Promise<readonly string[]> =>
  // On a connection of our own: the runner does not wait until its own is closed, and a database that stops then would break it.
  connected(url, async (dbClient) => (await runner({ ...OPTIONS, dbClient })).map(({ name }) => name));

export interface Migrating {
  /** Of the role that API and worker connect as. */
  readonly url: string;
  /** Of the role that owns the schema. Absent: one role does both. */
  readonly ownerUrl?: string | undefined;
  /** Days that audit entries are kept. */
  readonly auditDays: number;
}

/**
 * `migrate`, by the role that owns the schema; then what only the owner may say: how long audit entries are kept, and what the running role may do.
 *
 * @throws when the running role could change audit entries, though it isn't meant to be the owner.
 */
export async function migrateInstallation({ url, ownerUrl, auditDays }: Migrating): Promise<readonly string[]> {
  const migrating = ownerUrl ?? url;
  const ran = await migrate(migrating);
  await connected(migrating, (client) =>
    client.query('update sojourn.audit_policy set keep_days = $1 where keep_days <> $1', [auditDays]),
  );
  if (ownerUrl !== undefined) await grantRunning(ownerUrl, await roleOf(url));
  return ran;
}

/** What `migrate` would run: empty at head. Only reads, so that a role that owns nothing can ask. */
export async function pendingMigrations(url: string): Promise<readonly string[]> {
  const ran = await connected(url, namesRun);
  const all = (await readdir(DIRECTORY)).filter((file) => file.endsWith('.sql')).map((file) => path.parse(file).name);
  return all.filter((name) => !ran.has(name)).toSorted();
}

const PERMISSION_DENIED = '42501';

async function namesRun(client: pg.Client): Promise<ReadonlySet<string>> {
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

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
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
