import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { Clock, clockMs, fromLocal, type Instant, inLocal, weekdayOf } from '../time/time.ts';
import { CHANNELS, type Channel, MessageChannel } from './channel.ts';

/**
 * When nobody is to be disturbed, and until when (design.md §7.8). A row is quiet from its first instant on, and not at
 * its last.
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

/** The row that makes it quiet; where several do, the one that stands first. */
export const quietBy = (
  rows: readonly QuietHours[],
  channel: Channel,
  at: Instant,
  zone: string,
): QuietHours | undefined => rows.find((row) => isForChannel(row, channel) && endOf(row, at, zone) !== undefined);

/** A message that came into quiet hours. `scheduled`: when it was due; `next-day` keeps that time of day. */
interface QuietMessage {
  readonly channel: Channel;
  readonly scheduled: Instant;
}

/** Returns when a message that came into `row`'s quiet hours may be sent; undefined if the row drops it. `at`: now. */
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

/** The end of the row's hours that `at` lies in. They began today or yesterday. */
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

/** Hours that follow one another at once: 20 rows on eight days, and rows that leave no gap are refused. */
const MOST_ROWS = 200;

/** The first instant from `at` on that is not quiet. */
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

/** The same clock time on the next day on which it is not quiet then. */
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
