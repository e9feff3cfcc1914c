import { migrateInstallation } from '../store/schema/migrate.ts';
import { ConfigError, type Environment, loadSettings } from '../worker/config.ts';

/** Migrates the database. Doesn't need Temporal, so a deployment can run it before everything else. */
export async function runMigrate(env: Environment): Promise<void> {
  const { databaseUrl, migrateDatabaseUrl, auditDays } = loadSettings(env);
  if (!databaseUrl)
    throw new ConfigError(
      migrateDatabaseUrl
        ? 'DATABASE_URL is not set: give the URL that API and worker use, so that `sojourn migrate` can grant its role access'
        : 'DATABASE_URL is not set: give the database to migrate. `sojourn all` migrates its own database itself.',
    );
  const ran = await migrateInstallation({ url: databaseUrl, ownerUrl: migrateDatabaseUrl, auditDays });
  process.stdout.write(ran.length === 0 ? 'The schema is up to date\n' : `Ran ${ran.join(', ')}\n`);
}
