import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';

/**
 * Knows whether the database answers at all. A frozen or vanished database refuses nothing: without a pulse a caller
 * would wait for as long as the slowest query may take.
 */
export interface Pulse {
  /**
   * Runs work that queries the database.
   *
   * @throws StoreSilent immediately if the database doesn't answer, or as soon as it stops answering; the outcome of
   * the work is then unknown
   */
  guard<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export class StoreSilent extends Error {
  override readonly name = 'StoreSilent';
  readonly code = 'STORE_SILENT';
  constructor() {
    super('the database does not answer');
  }
}

const EVERY_MS = 500;
/** How long one probe may take: with the pause before it, a caller knows within two seconds. */
const LIMIT_MS = 1_250;
/** How long one connection may stay silent before another is tried: the connection itself may be broken. */
const PATIENCE_MS = 5_000;

export function createPulse(url: string): Pulse {
  const waiting = new Set<(silent: StoreSilent) => void>();
  const closing = new AbortController();
  let isSilent = false;

  const setSilent = (now: boolean): void => {
    isSilent = now;
    if (!now) return;
    for (const giveUp of waiting) giveUp(new StoreSilent());
    waiting.clear();
  };
  const watching = watchDatabase(url, closing.signal, setSilent);

  return {
    guard: (work) =>
      isSilent
        ? Promise.reject(new StoreSilent())
        : new Promise((resolve, reject) => {
            waiting.add(reject);
            work()
              .then(resolve, reject)
              .finally(() => waiting.delete(reject));
          }),
    async close() {
      closing.abort();
      await watching;
    },
  };
}

async function watchDatabase(url: string, closing: AbortSignal, setSilent: (now: boolean) => void): Promise<void> {
  while (!closing.aborted) {
    const client = new pg.Client({ connectionString: url, application_name: 'sojourn pulse', keepAlive: true });
    client.on('error', () => {}); // the next probe reports it
    const destroy = () => client.connection.stream.destroy();
    closing.addEventListener('abort', destroy, { once: true });
    try {
      await awaitAnswer(client.connect(), setSilent);
      while (!closing.aborted) {
        await awaitAnswer(client.query('select 1'), setSilent);
        setSilent(false);
        await pause(closing);
      }
    } catch (error) {
      if (!(error instanceof StoreSilent)) setSilent(false); // refused or cut off: every query reports that by itself
      await pause(closing);
    } finally {
      closing.removeEventListener('abort', destroy);
      destroy();
    }
  }
}

const pause = (closing: AbortSignal): Promise<void> => sleep(EVERY_MS, undefined, { signal: closing }).catch(() => {});

/** @throws StoreSilent when there is no answer for so long that another connection should be tried */
async function awaitAnswer(asked: Promise<unknown>, setSilent: (now: boolean) => void): Promise<void> {
  let isAnswered = false;
  const answered = asked.finally(() => {
    isAnswered = true;
  });
  answered.catch(() => {}); // handled below, or too late
  const failWhenLate = async () => {
    await sleep(LIMIT_MS, undefined, { ref: false });
    await turn(); // this process may have been suspended: read an answer that has arrived first
    await turn();
    if (isAnswered) return answered;
    setSilent(true);
    await sleep(PATIENCE_MS, undefined, { ref: false });
    throw new StoreSilent();
  };
  await Promise.race([answered, failWhenLate()]);
}
