import { type QuietHours, quietBy } from '../../../journey/delivery/quiet-hours';
import { instant } from '../../../journey/time/time';

/** The quiet part of an hour. */
export type Quiet = 'none' | 'some' | 'all';

/** Monday, 00:00 UTC. */
const MONDAY = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const [DAYS, HOURS, QUARTERS] = [7, 24, 4];

/** Returns the quiet hours of a channel, Monday to Sunday, by the same rule as sends. */
export const quietWeek = (
  rows: readonly QuietHours[],
  channel: Parameters<typeof quietBy>[1],
): readonly (readonly Quiet[])[] =>
  Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: HOURS }, (__, hour) => {
      const begins = MONDAY + (day * HOURS + hour) * HOUR_MS;
      const quiet = Array.from({ length: QUARTERS }, (___, quarter) =>
        quietBy(rows, channel, instant(begins + quarter * QUARTER_MS), 'UTC'),
      ).filter((row) => row !== undefined).length;
      return quiet === 0 ? 'none' : quiet === QUARTERS ? 'all' : 'some';
    }),
  );
