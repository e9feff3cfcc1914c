import { type Bell, listenForRings } from '../store/doorbell.ts';
import type { Database, Sql } from '../store/sql.ts';
import { ForwardingStalled } from './forwarder.ts';

/** Looked after even if nobody rings: a lost ring costs this long. */
const POLL_MS = 200;
/** After a pass in which nobody could be forwarded; rings do not shorten it. */
const STALLED_MS = 1_000;

export interface Forwarding {
  close(): Promise<void>;
}

/** Takes what there is once; returns how much it had in hand. */
interface Passing {
  pass(session: Sql): Promise<number>;
}

/** Keeps a forwarder, or a picker of due rows, going: rung by its bell, and on a connection of its own, to which its claims belong. */
export function keepForwarding(
  forwarder: Passing,
  database: Database,
  url: string,
  rungBy: Bell,
  log: { warn(about: object, message: string): void },
): Forwarding {
  const pause = createPause();
  const bell = listenForRings(url, rungBy, pause.ring);

  const work = async (session: Sql) => {
    while (!pause.isOver()) {
      pause.listen();
      if ((await forwarder.pass(session)) === 0) await pause.unlessRung(POLL_MS);
    }
  };
  const again = async (err: unknown) => {
    if (pause.isOver()) return;
    if (!(err instanceof ForwardingStalled)) log.warn({ err }, 'forwarding stopped: it begins again');
    await pause.whole(STALLED_MS);
  };
  const done = (async () => {
    while (!pause.isOver()) await database.session(work).catch(again);
  })();

  return {
    async close() {
      pause.end();
      await bell.close();
      await done;
    },
  };
}

/** Waiting that a ring cuts short, and the end always. */
function createPause() {
  let isOver = false;
  let hasRung = false;
  let onRing = () => {};
  let onEnd = () => {};
  const wait = (ms: number, cut: (stop: () => void) => void) =>
    new Promise<void>((resolve) => {
      if (isOver) return resolve();
      const timer = setTimeout(resolve, ms);
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      onEnd = stop;
      cut(stop);
    });

  return {
    isOver: () => isOver,
    /** From now on a ring counts. */
    listen() {
      hasRung = false;
    },
    ring() {
      hasRung = true;
      onRing();
    },
    async unlessRung(ms: number) {
      if (hasRung) return;
      await wait(ms, (stop) => {
        onRing = stop;
      });
    },
    whole: (ms: number) => wait(ms, () => {}),
    end() {
      isOver = true;
      onEnd();
    },
  };
}
