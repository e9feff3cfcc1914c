import { inject } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { workflowBundle } from './replay.ts';
import { type Server, startServer } from './server-world.ts';

let server: Promise<Server> | undefined;

/** One for all scenarios of a process, whatever their file: each has a workspace of its own. It ends with the process. */
export function sharedServer(): Promise<Server> {
  server ??= (async () =>
    startServer({
      databaseUrl: (await freshDatabase()).url,
      temporalAddress: inject('temporalAddress'),
      workflowBundle: await workflowBundle(),
    }))();
  return server;
}
