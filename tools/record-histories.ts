import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshDatabaseIn } from '../test/database.ts';
import { RECORDINGS, type Recording } from '../test/histories/recordings.ts';
import { startServers } from '../test/servers.ts';
import { suggestContinueAsNewAt } from '../test/time-skipping-server.ts';
import { historyFile } from '../testkit/history-file.ts';
import { playIn } from '../testkit/play.ts';
import { chainOf, workflowBundle } from '../testkit/replay.ts';
import { type Server, startServer } from '../testkit/server/server.ts';

/**
 * `npm run histories`: plays every recording without a history on a real server and writes its history to
 * test/histories. Never rewrites existing histories: they were written by earlier workflow code, and
 * test/replay.test.ts proves with them that waiting instances survive the change. Delete a history by hand if its
 * recording changes.
 */
const DIRECTORY = fileURLToPath(new URL('../test/histories/', import.meta.url));

/** Few events per run, so that recordings with several runs stay short. */
const EVENTS_A_RUN = 60;

const servers = await startServers(suggestContinueAsNewAt(EVENTS_A_RUN));
const server = await startServer({
  databaseUrl: (await freshDatabaseIn(servers.postgresUrl)).url,
  temporalAddress: servers.temporalAddress,
  workflowBundle: await workflowBundle(),
  system: { taskQueue: 'recorded' },
});
try {
  const kept = readdirSync(DIRECTORY).map((file) => file.replace(/(-\d+)?\.json$/, ''));
  for (const recording of RECORDINGS) if (!kept.includes(recording.name)) await record(server, recording);
} finally {
  await server.close();
  await servers.stop();
}

async function record({ system, world: worldNamed }: Server, { name, journey, play }: Recording): Promise<void> {
  const world = worldNamed(`r-${name}`.slice(0, 31));
  const workflow = async () => system.client.workflow.getHandle((await world.workflowIds())[0] ?? '');
  await playIn(world, journey, (t) =>
    play(t, {
      command: async (order) => {
        await (await workflow()).executeUpdate('command', { args: [order] });
      },
      cancel: async () => {
        await (await workflow()).cancel();
      },
    }),
  );
  await world.end();
  const { workflowId } = await workflow();
  const runs = await chainOf(system.client, workflowId);
  for (const [nth, run] of runs.entries()) {
    const file = `${name}${runs.length > 1 ? `-${nth + 1}` : ''}.json`;
    writeFileSync(path.join(DIRECTORY, file), historyFile(run));
    process.stdout.write(`${file}: ${run.events?.length} events\n`);
  }
}
