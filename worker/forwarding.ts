import { listenForRings } from '../store/doorbell.ts';
import type { Database, Sql } from '../store/sql.ts';
import { type createForwarder, ForwardingStalled } from './forwarder.ts';

/** Looked after even if nobody rings: a lost ring costs this long. */
const POLL_MS = 200;
/** After a pass in which nobody could be forwarded. */
const STALLED_MS = 1_000;

export interface Forwarding {
  close(): Promise<void>;
}

/** Keeps a forwarder going: rung after commits, and on a connection of its own, to which its claims belong. */
export function keepForwarding(
  forwarder: ReturnType<typeof createForwarder>,
  database: Database,
  url: string,
  log: { warn(about: object, message: string): void },
): Forwarding {
  let isClosed = false;
  let wake = () => {};
  let hasRung = false;
  const bell = listenForRings(url, () => {
    hasRung = true;
    wake();
  });
  const quiet = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isClosed) wake();
    });

  const work = async (session: Sql) => {
    while (!isClosed) {
      hasRung = false;
      const taken = await forwarder.pass(session);
      if (taken === 0 && !hasRung && !isClosed) await quiet(POLL_MS);
    }
  };
  const done = (async () => {
    while (!isClosed)
      try {
        await database.session(work);
      } catch (err) {
        if (isClosed) return;
        if (!(err instanceof ForwardingStalled)) log.warn({ err }, 'forwarding stopped: it begins again');
        await quiet(STALLED_MS);
      }
  })();

  return {
    async close() {
      isClosed = true;
      wake();
      await bell.close();
      await done;
    },
  };
}
