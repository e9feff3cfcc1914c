import { Client, Connection } from '@temporalio/client';
import { freePort } from '../dev/embedded/ports.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import { openDatabase } from '../store/base/sql.ts';
import { createIngest, type IncomingMessage } from '../store/events/ingest.ts';
import { createStore } from '../store/person.ts';
import { startChild } from './child.ts';
import { TRAITS } from './documents.ts';
import type { Servers } from './servers.ts';
import type { WorkerSetting } from './worker-options.ts';

/** Servers and sides that all figures use. */
export interface Stage {
  readonly servers: Servers;
  readonly isQuick: boolean;
  /** Bundled workflow code of each side. */
  readonly bundles: { readonly product: string; readonly baseline: string };
  readonly say: (line: string) => void;
}

export const WORKSPACE = WorkspaceId.parse('bench');
/** Users created in one transaction. */
const PAGE = 500;
let opened = 0;

/** Parts of both sides: a worker, a database, and the same ingest of events. */
export async function openStage({ servers }: Stage, name: string, worker: URL, bundle: string) {
  opened += 1;
  const databaseUrl = await servers.database(`${name}${opened}`);
  const taskQueue = `bench-${process.pid}-${opened}`;
  const metricsPort = await freePort();
  const database = openDatabase({ url: databaseUrl, max: 10, name: `bench driver of ${name}` });
  await database.sql`insert into workspaces (id) values (${WORKSPACE})`;
  const { temporalAddress } = servers;
  const child = await startChild(worker, {
    databaseUrl,
    temporalAddress,
    taskQueue,
    metricsPort,
    bundle,
  } satisfies WorkerSetting);
  const connection = await Connection.connect({ address: temporalAddress });
  const ingest = createIngest(database, createStore(database));
  let messages = 0;
  const message = (
    userId: string,
    rest: Pick<IncomingMessage, 'kind' | 'name' | 'properties' | 'traits'>,
  ): IncomingMessage => {
    messages += 1;
    return { messageId: `m${messages}`, userId, ...rest };
  };

  return {
    worker: child,
    database,
    metricsPort,
    taskQueue,
    client: new Client({ connection }),
    /** Resolves with the event's position when it is durable. */
    async accept(user: string, event: string): Promise<number> {
      const [accepted] = await ingest.accept(WORKSPACE, [
        message(user, { kind: 'track', name: event, properties: { nr: messages } }),
      ]);
      return accepted?.position ?? 0;
    },
    async identify(users: readonly string[]): Promise<void> {
      const kindOf = (user: string) => {
        const traits = { ...TRAITS, pushToken: user }; // a token belongs to one user
        return { kind: 'identify', name: '$profile.changed', properties: traits, traits } as const;
      };
      for (let from = 0; from < users.length; from += PAGE)
        await ingest.accept(
          WORKSPACE,
          users.slice(from, from + PAGE).map((user) => message(user, kindOf(user))),
        );
    },
    async close(): Promise<void> {
      await ingest.close();
      await child.stop();
      await connection.close();
      await database.close();
    },
  };
}
