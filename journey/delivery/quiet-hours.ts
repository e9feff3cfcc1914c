import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { Clock, clockMs, fromLocal, type Instant, inLocal, weekdayOf } from '../time/time.ts';
import { CHANNELS, type Channel, MessageChannel } from './channel.ts';

/**
 * Hours in which only transactional messages are sent, and what happens to the others (design.md §7.8). The start is
 * inclusive, the end exclusive.
 */
export const QuietHours = z
  .strictObject({
    from: Clock.describe("In the user's time zone, or else the journey's"),
    to: Clock.describe("First minute after quiet hours. If earlier than `from`, it's on the next day."),
    weekdays: list(z.int().min(1).max(7), MOST.weekdays)
      .default([])
      .describe('Days on which quiet hours start: 1 Monday … 7 Sunday. Every day if empty.'),
    channels: list(MessageChannel, CHANNELS.length).default([]).describe('Channels. All channels if empty.'),
    policy: z
      .enum(['hold', 'next-day', 'drop'])
      .default('hold')
      .describe(
        "`hold`: sends when quiet hours end. `next-day`: sends at the same time on the next day when it isn't quiet, or when quiet hours end if there's no such day within a week. `drop`: takes `suppressed`.",
      ),
  })
  .meta({ id: 'QuietHours', description: 'Hours when only transactional messages are sent' });
export type QuietHours = z.infer<typeof QuietHours>;

/** Returns the first row that is quiet for a channel at an instant; undefined if none is. */
export const quietBy = (
  rows: readonly QuietHours[],
  channel: Channel,
  at: Instant,
  zone: string,
): QuietHours | undefined => rows.find((row) => isForChannel(row, channel) && endOf(row, at, zone) !== undefined);

/** A message in quiet hours. `scheduled` is when it was due; `next-day` keeps that time of day. */
interface QuietMessage {
  readonly channel: Channel;
  readonly scheduled: Instant;
}

/** Returns when a message in `row`'s quiet hours may be sent; undefined if the row drops it. `at` is now. */
export function findRelease(
  rows: readonly QuietHours[],
  row: QuietHours,
  { channel, scheduled }: QuietMessage,
  at: Instant,
  zone: string,
): Instant | undefined {
  switch (row.policy) {
    case 'drop':
      return undefined;
    case 'hold':
      return quietUntil(
        rows.filter(({ policy }) => policy === 'hold'),
        channel,
        at,
        zone,
      );
    case 'next-day':
      return nextDay(rows, channel, scheduled, at, zone) ?? quietUntil(rows, channel, at, zone);
  }
}

export const isForChannel = ({ channels }: QuietHours, channel: Channel): boolean =>
  channels.length === 0 || channels.some((each) => each === channel);

/**
 * Returns the end of the row's hours around `at`; undefined if it isn't quiet then. They may have started yesterday.
 */
function endOf({ from, to, weekdays }: QuietHours, at: Instant, zone: string): Instant | undefined {
  const today = inLocal(at, zone).day;
  const spans = to <= from ? 1 : 0;
  for (const day of spans === 1 ? [today, today - 1] : [today]) {
    if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
    const end = fromLocal({ day: day + spans, ms: clockMs(to) }, zone);
    if (fromLocal({ day, ms: clockMs(from) }, zone) <= at && at < end) return end;
  }
  return undefined;
}

/** Limit for chains of adjacent hours: 20 rows on eight days. Validation refuses rows that leave no gap. */
const MOST_ROWS = 200;

/** Returns the first instant from `at` on that isn't quiet. */
function quietUntil(rows: readonly QuietHours[], channel: Channel, at: Instant, zone: string): Instant {
  let until = at;
  for (let nth = 0; nth < MOST_ROWS; nth += 1) {
    const end = rows
      .map((row) => (isForChannel(row, channel) ? endOf(row, until, zone) : undefined))
      .find((one) => one !== undefined);
    if (end === undefined) break;
    until = end;
  }
  return until;
}

/**
 * Returns the scheduled time of day on the next day on which it isn't quiet; undefined if there is none within a week.
 */
function nextDay(
  rows: readonly QuietHours[],
  channel: Channel,
  scheduled: Instant,
  at: Instant,
  zone: string,
): Instant | undefined {
  const { day, ms } = inLocal(scheduled, zone);
  const today = inLocal(at, zone).day;
  for (let next = day + 1; next <= today + 7; next += 1) {
    const then = fromLocal({ day: next, ms }, zone);
    if (then > at && !quietBy(rows, channel, then, zone)) return then;
  }
  return undefined;
}
