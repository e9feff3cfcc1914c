import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasProvider, type Settings } from '../../worker/config/settings.ts';
import { EMBEDDED_VARIABLE, type Environment } from '../../worker/config.ts';
import type { ChosenDatabase } from './database.ts';
import type { Say } from './output.ts';
import type { ChosenTemporal } from './temporal.ts';
import { wantedPort } from './wanted-port.ts';

export interface RolePorts {
  readonly api: number;
  readonly worker: number;
}

/** Returns the environment of the roles: the supervisor's own, with the chosen servers and ports filled in. */
export async function environmentOfRoles(
  settings: Settings,
  env: Environment,
  chosen: { readonly database: ChosenDatabase; readonly temporal: ChosenTemporal },
  say: Say,
): Promise<{ readonly env: Record<string, string>; readonly ports: RolePorts }> {
  const { database, temporal } = chosen;
  const ports = {
    api: await wantedPort('API_PORT', settings.api.port, env, say),
    worker: await wantedPort('WORKER_PORT', settings.worker.port, env, say),
  };
  const catcherPort = hasProvider(settings, 'email')
    ? settings.mail.catcherPort // unused
    : await wantedPort('CATCHER_PORT', settings.mail.catcherPort, env, say);
  return {
    ports,
    env: {
      ...inheritFrom(env, temporal.server !== undefined),
      DATABASE_URL: database.url,
      ...(temporal.server && {
        TEMPORAL_ADDRESS: temporal.temporal.connection.address,
        TEMPORAL_NAMESPACE: temporal.temporal.namespace,
        ...(temporal.uiUrl !== undefined && { TEMPORAL_UI_URL: new URL(temporal.uiUrl).origin }),
      }),
      API_PORT: String(ports.api),
      WORKER_PORT: String(ports.worker),
      CATCHER_PORT: String(catcherPort),
      SOJOURN_DATA_DIR: settings.dataDir,
      WEBHOOK_SECRET: settings.webhookSecrets.join() || keptSecret(settings.dataDir),
      DATABASE_URL_FILE: '', // the file has been read already
      MIGRATE_DATABASE_URL: '', // the owner's, which no role needs
      MIGRATE_DATABASE_URL_FILE: '',
      WEBHOOK_SECRET_FILE: '',
      [EMBEDDED_VARIABLE]: [database.server && 'database', temporal.server && 'temporal'].filter(Boolean).join(','),
    },
  };
}

/** Copies the environment, without credentials for another Temporal if the supervisor runs its own. */
const inheritFrom = (env: Environment, isTemporalOurs: boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || (isTemporalOurs && name.startsWith('TEMPORAL_')) ? [] : [[name, value]],
    ),
  );

/** Returns the webhook secret of the data directory, created once so that receivers can rely on it. */
function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'webhook-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}
