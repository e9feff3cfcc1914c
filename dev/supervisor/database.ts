import path from 'node:path';
import { withoutPassword } from '../../worker/config/redact.ts';
import type { Settings } from '../../worker/config/settings.ts';
import type { Environment } from '../../worker/config.ts';
import { startPostgres } from '../embedded/postgres.ts';
import type { Say } from './output.ts';
import { keepServing, type Stoppable } from './server.ts';
import { wantedPort } from './wanted-port.ts';

export interface ChosenDatabase {
  readonly url: string;
  /** Absent where it is not ours to stop. */
  readonly server?: Stoppable;
}

/** The one in DATABASE_URL, else our own; says which and why, since a stray variable silently points elsewhere. */
export async function chooseDatabase(settings: Settings, env: Environment, say: Say): Promise<ChosenDatabase> {
  if (settings.databaseUrl) {
    say(`PostgreSQL  ${withoutPassword(settings.databaseUrl)} (DATABASE_URL is set)`);
    return { url: settings.databaseUrl };
  }
  const directory = path.join(settings.dataDir, 'postgres');
  const { binaries } = settings.postgres;
  const port = () => wantedPort('POSTGRES_PORT', settings.postgres.port, env, say);
  const first = await startPostgres({ directory, port, binaries });
  const again = () => startPostgres({ directory, port: async () => first.port, binaries });
  const how = first.reused ? 'left running by an earlier start' : 'our own';
  say(
    `PostgreSQL  ${first.version} at 127.0.0.1:${first.port}, ${how}, data in ${directory} (DATABASE_URL is not set)`,
  );
  return { url: first.url, server: keepServing('PostgreSQL', first, again, say) };
}
