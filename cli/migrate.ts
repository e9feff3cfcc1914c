import { migrate } from '../store/migrate.ts';
import { ConfigError, type Environment, loadSettings } from '../worker/config.ts';

/** Needs no Temporal: in a deployment it goes before everything else. */
export async function runMigrate(env: Environment): Promise<void> {
  const { databaseUrl } = loadSettings(env);
  if (!databaseUrl)
    throw new ConfigError('DATABASE_URL is not set. `sojourn all` migrates its own database by itself.');
  const ran = await migrate(databaseUrl);
  process.stdout.write(ran.length === 0 ? 'Already at the newest version\n' : `Ran ${ran.join(', ')}\n`);
}
