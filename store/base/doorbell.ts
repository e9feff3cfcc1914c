import pg from 'pg';
import type { Database } from './sql.ts';

/**
 * The kind of a ring. `outbox`: the outbox has a row of live work. `bulk`: it has a row of bulk work. `due`: a virtual
 * clock was moved. `callbacks`: providers have called back. A lost ring is harmless, since listeners also look every
 * 200 ms.
 */
export type Bell = 'outbox' | 'bulk' | 'due' | 'callbacks';
const channelOf = (bell: Bell) => `sojourn_${bell}`;

/**
 * Creates a doorbell that rings after commits, on a connection of its own: immediately after a pause, otherwise at most
 * every `everyMs`. NOTIFY inside the transaction would cap ingest (design.md §8).
 */
export function createDoorbell(database: Database, bells: readonly Bell[] = ['outbox'], everyMs = 5): { ring(): void } {
  const channels = bells.map(channelOf);
  let isResting = false;
  let isDue = false;
  const ring = () => {
    isResting = true;
    isDue = false;
    database.sql`select pg_notify(channel, '')
      from unnest(${channels}::text[]) as channel`.catch(() => {}); // a lost ring: see above
    setTimeout(() => {
      isResting = false;
      if (isDue) ring();
    }, everyMs);
  };
  return {
    ring() {
      if (isResting) isDue = true;
      else ring();
    },
  };
}

/**
 * Calls `onRing` for every ring until closed. Reconnects by itself and then calls `onRing` once, since a ring may have
 * been missed.
 */
export function listenForRings(url: string, bell: Bell, onRing: () => void): { close(): Promise<void> } {
  let client: pg.Client | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const connect = async () => {
    if (isClosed) return;
    client = new pg.Client({ connectionString: url, application_name: 'sojourn doorbell', keepAlive: true });
    client.on('notification', onRing);
    client.on('error', reconnectLater);
    client.on('end', reconnectLater);
    try {
      await client.connect();
      await client.query(`listen ${channelOf(bell)}`);
      onRing();
    } catch {
      reconnectLater();
    }
  };
  const reconnectLater = () => {
    if (isClosed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, 500);
  };
  void connect();

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
