import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshDatabaseIn } from '../test/database.ts';
import { RECORDINGS, type Recording } from '../test/histories/recordings.ts';
import { startServers } from '../test/servers.ts';
import { suggestContinueAsNewAt } from '../test/time-skipping-server.ts';
import { historyFile } from '../testkit/history-file.ts';
import { playIn } from '../testkit/play.ts';
import { chainOf, workflowBundle } from '../testkit/replay.ts';
import { type Server, startServer } from '../testkit/server-world.ts';

/**
 * `npm run histories`: plays every recording on a real server and writes its history to test/histories. Run it when a recording is added, or
 * when a change of the workflow is meant that running instances do not bear; never to make test/replay.test.ts pass: what it shows is that
 * those who wait now would break.
 */
const DIRECTORY = fileURLToPath(new URL('../test/histories/', import.meta.url));

/** So that a chain of runs is short: three of the longest recordings fit into one run, `continue-as-new` does not. */
const EVENTS_A_RUN = 60;

const servers = await startServers(suggestContinueAsNewAt(EVENTS_A_RUN));
const server = await startServer({
  databaseUrl: (await freshDatabaseIn(servers.postgresUrl)).url,
  temporalAddress: servers.temporalAddress,
  workflowBundle: await workflowBundle(),
  system: { taskQueue: 'recorded' },
});
try {
  for (const name of readdirSync(DIRECTORY)) if (name.endsWith('.json')) rmSync(path.join(DIRECTORY, name));
  for (const recording of RECORDINGS) await record(server, recording);
} finally {
  await server.close();
  await servers.stop();
}

async function record({ system, world: worldNamed }: Server, { name, journey, play }: Recording): Promise<void> {
  const world = worldNamed(`r-${name}`.slice(0, 31));
  await playIn(world, journey, play);
  await world.end();
  const [workflowId = ''] = await world.workflowIds();
  const runs = await chainOf(system.client, workflowId);
  for (const [nth, run] of runs.entries()) {
    const file = `${name}${runs.length > 1 ? `-${nth + 1}` : ''}.json`;
    writeFileSync(path.join(DIRECTORY, file), historyFile(run));
    process.stdout.write(`${file}: ${run.events?.length} events\n`);
  }
}
