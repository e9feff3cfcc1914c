import { messageOf } from '../journey/base/message-of.ts';
import type { Ingest } from '../store/events/ingest.ts';
import { storeFaultOf } from './store-away.ts';

/** How long a failed write counts before the database is asked again. */
const AGAIN_MS = 5_000;

/** Knows whether events can be stored, without writing at each probe. */
export interface WriteWatch {
  /** Accepts events, and records whether that worked. */
  readonly ingest: Ingest;
  /** Records why a call failed, whichever route it came by. */
  note(cause: unknown): void;
  /**
   * Checks that events can be stored.
   * @throws while the database accepts no changes
   */
  check(): Promise<void>;
}

/**
 * Creates a watch that learns whether the database accepts writes, from ingest and from the failures of all other
 * calls. With a full disk or as a standby, it still answers reads. After a failed write, calls `ask` at most every five
 * seconds, since an API that isn't ready may get no more events.
 */
export function createWriteWatch(ingest: Ingest, ask: () => Promise<void>, now = () => performance.now()): WriteWatch {
  let failed: { readonly why: string; readonly at: number } | undefined;
  const note = (cause: unknown) => {
    const fault = storeFaultOf(cause);
    if (fault === 'full' || fault === 'readOnly') failed = { why: messageOf(cause), at: now() };
  };

  return {
    note,
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
      if (failed && now() - failed.at >= AGAIN_MS) {
        failed = { ...failed, at: now() }; // probes meanwhile don't ask too
        await ask().then(() => {
          failed = undefined;
        }, note);
      }
      if (failed) throw new Error(`accepts no changes: ${failed.why}`);
    },
  };
}
