import { type Duration, type Instant, inMs, instant } from '../time/time.ts';

/** How fast users of a broadcast enter (journey/entries/schedule.ts). */
export interface Pace {
  readonly spread?: Duration | undefined;
  readonly perSecond?: number | undefined;
}

/**
 * Returns when the `nth` user (from 0) of about `total` enters. Entries are spread evenly and never faster than
 * `perSecond`. Users beyond `total` enter at the end.
 */
export function slotOf({ spread, perSecond }: Pace, begin: Instant, nth: number, total: number): Instant {
  const spreadMs = spread === undefined ? 0 : inMs(spread);
  const evenly = total === 0 ? 0 : Math.floor((Math.min(nth, total) * spreadMs) / total);
  const atMost = perSecond === undefined ? 0 : Math.floor((nth * 1000) / perSecond);
  return instant(begin + Math.max(evenly, atMost));
}
