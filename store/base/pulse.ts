import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';

/**
 * Knows whether the database answers at all. One that is frozen, or gone without a word, refuses nothing: whoever asks it something waits
 * for as long as the slowest query may take.
 */
export interface Pulse {
  /**
   * Does the work, which asks the database something.
   * @throws StoreSilent at once where the database doesn't answer, and as soon as it stops answering: what becomes of the work is then
   * unknown
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
/** So that together with the pause before it, whoever waits hears of it within two seconds. */
const LIMIT_MS = 1_250;
/** Then by another connection: this one may lead nowhere. */
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
  const watched = watch(url, closing.signal, setSilent);

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
      await watched;
    },
  };
}

async function watch(url: string, closing: AbortSignal, setSilent: (now: boolean) => void): Promise<void> {
  while (!closing.aborted) {
    const client = new pg.Client({ connectionString: url, application_name: 'sojourn pulse', keepAlive: true });
    client.on('error', () => {}); // its next question says so
    const destroy = () => client.connection.stream.destroy();
    closing.addEventListener('abort', destroy, { once: true });
    try {
      await within(client.connect(), setSilent);
      while (!closing.aborted) {
        await within(client.query('select 1'), setSilent);
        setSilent(false);
        await pause(closing);
      }
    } catch (error) {
      if (!(error instanceof StoreSilent)) setSilent(false); // refused, or cut off: every query says so by itself
      await pause(closing);
    } finally {
      closing.removeEventListener('abort', destroy);
      destroy();
    }
  }
}

const pause = (closing: AbortSignal): Promise<void> => sleep(EVERY_MS, undefined, { signal: closing }).catch(() => {});

/** @throws StoreSilent when there is no answer for so long that another connection should be tried */
async function within(asked: Promise<unknown>, setSilent: (now: boolean) => void): Promise<void> {
  let isAnswered = false;
  const answered = asked.finally(() => {
    isAnswered = true;
  });
  answered.catch(() => {}); // heard of below, or too late
  const late = async () => {
    await sleep(LIMIT_MS, undefined, { ref: false });
    await turn(); // our own loop may have stood still: the answer is read before this goes on
    await turn();
    if (isAnswered) return answered;
    setSilent(true);
    await sleep(PATIENCE_MS, undefined, { ref: false });
    throw new StoreSilent();
  };
  await Promise.race([answered, late()]);
}
