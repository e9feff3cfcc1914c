import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const options = (url: string) => ({
  databaseUrl: url,
  dir: fileURLToPath(new URL('./migrations', import.meta.url)),
  schema: 'sojourn',
  createSchema: true,
  migrationsTable: 'migrations',
  direction: 'up' as const,
  advisoryLockMode: 'wait' as const, // several roles start at once: the second waits instead of failing
  log: () => {},
});

/** Brings the schema `sojourn` to head. Safe to run from several processes at once. Returns the names of what it ran. */
export const migrate = async (url: string): Promise<readonly string[]> =>
  (await runner({ ...options(url) })).map(({ name }) => name);

/** What `migrate` would run: empty at head. */
export const pendingMigrations = async (url: string): Promise<readonly string[]> =>
  (await runner({ ...options(url), dryRun: true, noLock: true })).map(({ name }) => name);
