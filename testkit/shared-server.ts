import { inject } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { workflowBundle } from './replay.ts';
import { type Server, startServer } from './server/server.ts';

let server: Promise<Server> | undefined;

/**
 * Plays on a server that all scenarios of a process share, each in its own workspace. After a failure the next scenario
 * gets a new server, so that a broken server fails only one.
 * @throws what `play` throws, with a description of the server's state
 */
export async function playOnSharedServer<T>(play: (server: Server) => Promise<T>): Promise<T> {
  const ours = await sharedServer();
  try {
    return await play(ours);
  } catch (cause) {
    server = undefined;
    const state = ours.describe();
    ours.close().catch(() => {}); // not awaited: a hanging server may take long to close
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\non the server: ${state}`, { cause });
  }
}

async function sharedServer(): Promise<Server> {
  if (server && !(await isRunning(server))) server = undefined;
  server ??= (async () =>
    startServer({
      databaseUrl: (await freshDatabase()).url,
      temporalAddress: inject('temporalAddress'),
      workflowBundle: await workflowBundle(),
    }))();
  return server;
}

const isRunning = (started: Promise<Server>): Promise<boolean> =>
  started.then(
    ({ system }) => system.isRunning(),
    () => false,
  );
