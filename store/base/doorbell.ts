import pg from 'pg';
import type { Database } from './sql.ts';

/** Tells that the outbox has something, or that a virtual clock was moved. Lost rings are harmless: whoever listens looks every 200 ms anyway. */
export type Bell = 'outbox' | 'due';
const channelOf = (bell: Bell) => `sojourn_${bell}`;

/**
 * Rings after commits, on a connection of its own: at once if it has been quiet, else at most every `everyMs`. Inside the transaction NOTIFY would
 * cap ingest (design.md §8).
 */
export function createDoorbell(database: Database, bell: Bell = 'outbox', everyMs = 5): { ring(): void } {
  let isResting = false;
  let isDue = false;
  const ring = () => {
    isResting = true;
    isDue = false;
    database.pool.query(`select pg_notify('${channelOf(bell)}', '')`).catch(() => {}); // a lost ring: see above
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

/** Calls `rung` for every ring until closed. Connects again by itself, and rings once when it has: something may have been missed. */
export function listenForRings(url: string, bell: Bell, rung: () => void): { close(): Promise<void> } {
  let client: pg.Client | undefined;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const connect = async () => {
    if (isClosed) return;
    client = new pg.Client({ connectionString: url, application_name: 'sojourn doorbell', keepAlive: true });
    client.on('notification', rung);
    client.on('error', again);
    client.on('end', again);
    try {
      await client.connect();
      await client.query(`listen ${channelOf(bell)}`);
      rung();
    } catch {
      again();
    }
  };
  const again = () => {
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
