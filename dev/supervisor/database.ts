import path from 'node:path';
import { hidePassword } from '../../worker/config/redact.ts';
import type { Settings } from '../../worker/config/settings.ts';
import type { Environment } from '../../worker/config.ts';
import { startPostgres } from '../embedded/postgres.ts';
import type { Say } from './output.ts';
import { keepServing, type Stoppable } from './server.ts';
import { wantedPort } from './wanted-port.ts';

export interface ChosenDatabase {
  readonly url: string;
  /** Set if the supervisor runs the server. */
  readonly server?: Stoppable;
}

/** Uses DATABASE_URL, or else starts a server. Prints which and why, so that a stray variable is noticed. */
export async function chooseDatabase(settings: Settings, env: Environment, say: Say): Promise<ChosenDatabase> {
  if (settings.databaseUrl) {
    say(`PostgreSQL  ${hidePassword(settings.databaseUrl)} (DATABASE_URL is set)`);
    return { url: settings.databaseUrl };
  }
  const directory = path.join(settings.dataDir, 'postgres');
  const { binaries } = settings.postgres;
  const port = () => wantedPort('POSTGRES_PORT', settings.postgres.port, env, say);
  const first = await startPostgres({ directory, port, binaries });
  const again = () => startPostgres({ directory, port: async () => first.port, binaries });
  const how = first.reused ? 'left running by an earlier start' : 'embedded';
  say(
    `PostgreSQL  ${first.version} at 127.0.0.1:${first.port}, ${how}, data in ${directory} (DATABASE_URL is not set)`,
  );
  return { url: first.url, server: keepServing('PostgreSQL', first, again, say) };
}
