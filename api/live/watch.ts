import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { LiveCounts } from './schema.ts';

export interface Listener {
  onCounts(counts: LiveCounts): void;
  /** The counts can't be read at the moment: the last ones may be out of date. */
  onAway(): void;
  /** No more counts will come: the journey is gone, or the process is stopping. */
  onEnd(): void;
}

export interface LiveWatch {
  /** Starts listening. Returns a function that stops it. */
  listen(workspace: WorkspaceId, journey: JourneyId, listener: Listener): () => void;
  /** Ends all listeners, present and future. */
  close(): void;
}

const EVERY_MS = 1_000;
/** Pause after a read, as a multiple of its duration: one watched journey takes at most a tenth of a connection. */
const REST_FACTOR = 9;

interface WatchedJourney {
  readonly listeners: Set<Listener>;
  latest: LiveCounts | undefined;
  timer: NodeJS.Timeout | undefined;
}

const AWAY = 'away';

function notify(one: WatchedJourney, counts: LiveCounts | typeof AWAY): void {
  if (counts !== AWAY) one.latest = counts;
  for (const listener of one.listeners) {
    if (counts === AWAY) listener.onAway();
    else listener.onCounts(counts);
  }
}

/** Creates a watch that reads each watched journey at most once a second, however many listeners it has. */
export function createLiveWatch(
  read: (workspace: WorkspaceId, journey: JourneyId) => Promise<LiveCounts | undefined>,
  everyMs = EVERY_MS,
): LiveWatch {
  const watched = new Map<string, WatchedJourney>();
  let isClosed = false;

  async function refresh(key: string, workspace: WorkspaceId, journey: JourneyId): Promise<void> {
    const one = watched.get(key);
    const begins = performance.now();
    const counts = await read(workspace, journey).catch((): typeof AWAY => AWAY);
    if (!one || watched.get(key) !== one) return; // no listeners left
    if (!counts) return end(key, one);
    notify(one, counts);
    const tookMs = performance.now() - begins;
    one.timer = setTimeout(() => void refresh(key, workspace, journey), Math.max(everyMs, tookMs * REST_FACTOR));
  }

  function end(key: string, { listeners, timer }: WatchedJourney): void {
    watched.delete(key);
    clearTimeout(timer);
    for (const listener of listeners) listener.onEnd();
  }

  return {
    listen(workspace, journey, listener) {
      if (isClosed) {
        listener.onEnd();
        return () => {};
      }
      const key = `${workspace}/${journey}`;
      const known = watched.get(key);
      const one = known ?? { listeners: new Set<Listener>(), latest: undefined, timer: undefined };
      one.listeners.add(listener);
      if (known?.latest) listener.onCounts(known.latest);
      if (!known) {
        watched.set(key, one);
        void refresh(key, workspace, journey);
      }
      return () => {
        one.listeners.delete(listener);
        if (one.listeners.size > 0 || watched.get(key) !== one) return;
        watched.delete(key);
        clearTimeout(one.timer);
      };
    },
    close() {
      isClosed = true;
      for (const [key, one] of watched) end(key, one);
    },
  };
}
