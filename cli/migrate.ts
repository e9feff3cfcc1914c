import { migrateInstallation } from '../store/schema/migrate.ts';
import { ConfigError, type Environment, loadSettings } from '../worker/config.ts';

/** Needs no Temporal: in a deployment it goes before everything else. */
export async function runMigrate(env: Environment): Promise<void> {
  const { databaseUrl, migrateDatabaseUrl, auditDays } = loadSettings(env);
  if (!databaseUrl)
    throw new ConfigError(
      migrateDatabaseUrl
        ? 'DATABASE_URL is not set: give the one of API and worker, whose role `sojourn migrate` lets run'
        : 'DATABASE_URL is not set. `sojourn all` migrates its own database by itself.',
    );
  const ran = await migrateInstallation({ url: databaseUrl, ownerUrl: migrateDatabaseUrl, auditDays });
  process.stdout.write(ran.length === 0 ? 'Already at the newest version\n' : `Ran ${ran.join(', ')}\n`);
}
