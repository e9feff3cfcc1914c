import type { Goal, Journey } from '../document/document.ts';
import type { LastSend } from '../moves/move.ts';
import { after, Duration, type Instant } from '../time/time.ts';

/** The time within which a goal counts. */
export type Window = NonNullable<Goal['window']>;

const AS_LONG_AS_A_JOURNEY_MAY_LAST = Duration.parse('30d');

/**
 * Returns a goal's window. Without one, a goal counts while the instance is live, which is never the case in a control
 * group. To measure both groups alike, a journey with a control group counts from entry for as long as it may last.
 */
export function windowOf({ entry, timeout }: Pick<Journey, 'entry' | 'timeout'>, { window }: Goal): Window | undefined {
  if (window || entry.controlGroup === 0) return window;
  return { for: timeout ?? AS_LONG_AS_A_JOURNEY_MAY_LAST, from: 'entry' };
}

/** Returns the last instant of a window. Before the first send, a window from the last send counts from entry. */
export const windowEnd = (
  window: Window,
  enteredAt: Instant,
  lastSend: Pick<LastSend, 'at'> | null,
  zone: string,
): Instant => after(window.from === 'last-send' && lastSend ? lastSend.at : enteredAt, window.for, zone);
