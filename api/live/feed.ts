import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { LiveCounts } from './schema.ts';

export interface Listener {
  told(counts: LiveCounts): void;
  /** They cannot be read just now: what was told last may be old. */
  away(): void;
  /** There is nothing more to tell: the journey is gone, or this process stops. */
  ended(): void;
}

export interface Feed {
  /** Answers how to stop listening. */
  listen(workspace: WorkspaceId, journey: string, listener: Listener): () => void;
  /** Ends all of them, and whoever comes later. */
  close(): void;
}

const EVERY_MS = 1_000;
/** What takes long to read is read less often: of the database's time at most a tenth goes to one journey that is looked at. */
const REST = 9;

interface Watched {
  readonly listeners: Set<Listener>;
  latest: LiveCounts | undefined;
  timer: NodeJS.Timeout | undefined;
}

const AWAY = 'away';

function tell(one: Watched, counts: LiveCounts | typeof AWAY): void {
  if (counts !== AWAY) one.latest = counts;
  for (const listener of one.listeners) {
    if (counts === AWAY) listener.away();
    else listener.told(counts);
  }
}

/** Reads each journey that somebody looks at once a second at the most, however many do; one that nobody looks at, never. */
export function createFeed(
  read: (workspace: WorkspaceId, journey: string) => Promise<LiveCounts | undefined>,
  everyMs = EVERY_MS,
): Feed {
  const watched = new Map<string, Watched>();
  let isClosed = false;

  async function look(key: string, workspace: WorkspaceId, journey: string): Promise<void> {
    const one = watched.get(key);
    const begins = performance.now();
    const counts = await read(workspace, journey).catch((): typeof AWAY => AWAY);
    if (!one || watched.get(key) !== one) return; // nobody looks any more
    if (!counts) return end(key, one);
    tell(one, counts);
    const tookMs = performance.now() - begins;
    one.timer = setTimeout(() => void look(key, workspace, journey), Math.max(everyMs, tookMs * REST));
  }

  function end(key: string, { listeners, timer }: Watched): void {
    watched.delete(key);
    clearTimeout(timer);
    for (const listener of listeners) listener.ended();
  }

  return {
    listen(workspace, journey, listener) {
      if (isClosed) {
        listener.ended();
        return () => {};
      }
      const key = `${workspace}/${journey}`;
      const known = watched.get(key);
      const one = known ?? { listeners: new Set<Listener>(), latest: undefined, timer: undefined };
      one.listeners.add(listener);
      if (known?.latest) listener.told(known.latest);
      if (!known) {
        watched.set(key, one);
        void look(key, workspace, journey);
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
