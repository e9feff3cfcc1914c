import { messageOf } from '../journey/base/message-of.ts';
import type { Ingest } from '../store/events/ingest.ts';
import { storeFaultOf } from './store-away.ts';

/** How long a failed write counts before the database is asked again. */
const AGAIN_MS = 5_000;

/** Knows whether events can be stored, without writing at each probe. */
export interface WriteWatch {
  /** Takes events in, and learns from what becomes of them. */
  readonly ingest: Ingest;
  /** @throws while the database takes no changes */
  check(): Promise<void>;
}

/**
 * A database can answer while its disk is full, or while it is read-only. Only writes show it, so the watch learns from those of ingest. After one has
 * failed for that reason, `ask` is called at most every five seconds, since no more events may come to an API that isn't ready.
 */
export function createWriteWatch(ingest: Ingest, ask: () => Promise<void>, now = () => performance.now()): WriteWatch {
  let failed: { readonly why: string; readonly at: number } | undefined;
  const note = (cause: unknown) => {
    const fault = storeFaultOf(cause);
    if (fault === 'full' || fault === 'readOnly') failed = { why: messageOf(cause), at: now() };
  };

  return {
    ingest: {
      ...ingest,
      async accept(workspace, messages) {
        try {
          const accepted = await ingest.accept(workspace, messages);
          failed = undefined;
          return accepted;
        } catch (cause) {
          note(cause);
          throw cause;
        }
      },
    },
    async check() {
      if (failed && now() - failed.at >= AGAIN_MS)
        await ask().then(() => {
          failed = undefined;
        }, note);
      if (failed) throw new Error(`takes no changes: ${failed.why}`);
    },
  };
}
