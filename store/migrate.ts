import { fileURLToPath } from 'node:url';
import { type RunnerOption, runner } from 'node-pg-migrate';
import pg from 'pg';

/** Brings the schema `sojourn` to head. Safe to run from several processes at once. Returns the names of what it ran. */
export const migrate = (url: string): Promise<readonly string[]> => run(url, {});

/** What `migrate` would run: empty at head. */
export const pendingMigrations = (url: string): Promise<readonly string[]> => run(url, { dryRun: true, noLock: true });

/** On a connection of our own: the runner does not wait until its own is closed, and a database that stops then would break it. */
async function run(url: string, more: Partial<RunnerOption>): Promise<readonly string[]> {
  const dbClient = new pg.Client(url);
  await dbClient.connect();
  try {
    return (await runner({ ...OPTIONS, ...more, dbClient })).map(({ name }) => name);
  } finally {
    await dbClient.end();
  }
}

const OPTIONS = {
  dir: fileURLToPath(new URL('./migrations', import.meta.url)),
  schema: 'sojourn',
  createSchema: true,
  migrationsTable: 'migrations',
  direction: 'up',
  advisoryLockMode: 'wait', // several roles start at once: the second waits instead of failing
  log: () => {},
} as const;
