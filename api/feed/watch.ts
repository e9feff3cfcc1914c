import type { PersonRef } from '../../journey/base/ids.ts';
import { EMPTY_FEED, type FeedState } from '../../store/messages/feed.ts';

export interface FeedWatch {
  /** Calls back with the feed's state at first and whenever it changes. Returns a function that stops it. */
  listen(reader: PersonRef, onState: (state: FeedState) => void, onEnd: () => void): () => void;
  /** Ends all listeners, present and future. */
  close(): void;
}

interface Listener {
  readonly reader: PersonRef;
  readonly onState: (state: FeedState) => void;
  readonly onEnd: () => void;
  version: number;
}

const EVERY_MS = 1_000;
/** Pause after a read, as a multiple of its duration: reads take at most a tenth of a connection. */
const REST_FACTOR = 9;

/** Creates a watch that reads the feeds of all listeners in one statement, once a second while there are any. */
export function createFeedWatch(
  read: (readers: readonly PersonRef[]) => Promise<readonly (PersonRef & FeedState)[]>,
  everyMs = EVERY_MS,
): FeedWatch {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const tell = (listener: Listener, { version, unread }: FeedState) => {
    if (!listeners.has(listener) || version === listener.version) return;
    listener.version = version;
    listener.onState({ version, unread });
  };

  const look = async () => {
    const begins = performance.now();
    const asked = [...listeners];
    const found = await read(asked.map(({ reader }) => reader)).catch(() => undefined); // the next look may succeed
    const states = new Map(found?.map((state) => [nameOf(state), state]));
    if (found) for (const each of asked) tell(each, states.get(nameOf(each.reader)) ?? EMPTY_FEED);
    timer = undefined;
    lookLater(Math.max(everyMs, (performance.now() - begins) * REST_FACTOR));
  };
  const lookLater = (ms: number) => {
    if (timer === undefined && listeners.size > 0 && !isClosed) timer = setTimeout(() => void look(), ms);
  };

  return {
    listen(reader, onState, onEnd) {
      if (isClosed) {
        onEnd();
        return () => {};
      }
      const listener: Listener = { reader, onState, onEnd, version: -1 };
      listeners.add(listener);
      lookLater(0);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { onEnd } of listeners) onEnd();
      listeners.clear();
    },
  };
}

const nameOf = ({ workspace, person }: PersonRef): string => `${workspace}/${person}`;
