import type { Goal, Journey } from '../document/document.ts';
import type { LastSend } from '../moves/move.ts';
import { after, Duration, type Instant } from '../time/time.ts';

/** Within which a goal counts. */
export type Window = NonNullable<Goal['window']>;

const AS_LONG_AS_A_JOURNEY_MAY_LAST = Duration.parse('30d');

/**
 * A goal without a window counts while the instance is inside. Those of a control group never are: so that both groups are measured alike,
 * with one it counts from the entry for as long as the journey may last, for everybody.
 */
export function windowOf({ entry, timeout }: Pick<Journey, 'entry' | 'timeout'>, { window }: Goal): Window | undefined {
  if (window || entry.controlGroup === 0) return window;
  return { for: timeout ?? AS_LONG_AS_A_JOURNEY_MAY_LAST, from: 'entry' };
}

/** Its last instant. A window from the last send is counted from the entry before there was one. */
export const windowEnd = (
  window: Window,
  enteredAt: Instant,
  lastSend: Pick<LastSend, 'at'> | null,
  zone: string,
): Instant => after(window.from === 'last-send' && lastSend ? lastSend.at : enteredAt, window.for, zone);
