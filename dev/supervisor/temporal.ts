import path from 'node:path';
import type { Settings } from '../../worker/config/settings.ts';
import type { Temporal } from '../../worker/config/temporal.ts';
import type { Environment } from '../../worker/config.ts';
import { machineCache } from '../embedded/cache.ts';
import { temporalCli } from '../embedded/temporal-cli.ts';
import { startTemporalServer } from '../embedded/temporal-server.ts';
import type { Say } from './output.ts';
import { keepServing, type Stoppable } from './server.ts';
import { wantedPort } from './wanted-port.ts';

export interface ChosenTemporal {
  readonly temporal: Temporal;
  readonly uiUrl?: string;
  /** Set if the supervisor runs the server. */
  readonly server?: Stoppable;
}

/** Uses TEMPORAL_ADDRESS or a profile, or else starts a server. Prints which and why. */
export async function chooseTemporal(settings: Settings, env: Environment, say: Say): Promise<ChosenTemporal> {
  const { temporal, temporalServer } = settings;
  if (temporal) {
    const why = env.TEMPORAL_ADDRESS ? 'TEMPORAL_ADDRESS is set' : "from Temporal's profile file";
    say(`Temporal    ${temporal.connection.address}, namespace ${temporal.namespace} (${why})`);
    return { temporal };
  }
  const cli = await temporalCli({
    chosen: temporalServer.cli,
    searchPath: env.PATH ?? '',
    cache: machineCache(env),
    say,
  });
  const { namespace } = temporalServer;
  const directory = path.join(settings.dataDir, 'temporal');
  const options = { cli: cli.path, directory, namespace };
  const first = await startTemporalServer({
    ...options,
    port: () => wantedPort('TEMPORAL_PORT', temporalServer.port, env, say),
    uiPort: () => wantedPort('TEMPORAL_UI_PORT', temporalServer.uiPort, env, say),
  });
  const [port = 0, uiPort = 0] = first.ports;
  const again = () => startTemporalServer({ ...options, port: async () => port, uiPort: async () => uiPort });
  const how = first.reused ? 'left running by an earlier start' : `embedded, CLI ${cli.version} ${cli.source}`;
  say(`Temporal    ${first.address}, ${how}, data in ${directory} (TEMPORAL_ADDRESS is not set)`);
  return {
    temporal: { connection: { address: first.address }, namespace },
    uiUrl: `http://127.0.0.1:${uiPort}/namespaces/${namespace}/workflows`,
    server: keepServing('Temporal', first, again, say),
  };
}
