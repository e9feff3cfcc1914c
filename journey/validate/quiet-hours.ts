import type { Flaw } from '../base/refusal.ts';
import { MessageChannel } from '../delivery/channel.ts';
import { isForChannel, type QuietHours, quietBy } from '../delivery/quiet-hours.ts';
import { clockMs, instant, readInstant } from '../time/time.ts';
import type { Graph, Place } from './graph.ts';

/**
 * Checks that every row has a duration, that overlapping rows have the same policy, and that no channel is quiet all
 * week.
 */
export const quietHours = ({ document: { quietHours: rows } }: Graph): readonly Flaw[] => findQuietFlaws(rows);

/** Returns the flaws in rows of quiet hours. Their paths begin with `quietHours`. */
export function findQuietFlaws(rows: readonly QuietHours[]): readonly Flaw[] {
  if (rows.length === 0) return [];
  const weeks = rows.map((row) => ({ row, week: weekOf(row) }));
  const empty = rows.flatMap((row, index) =>
    row.from === row.to
      ? [
          {
            path: `quietHours.${index}`,
            message: `the quiet hours ${words(row)} have no duration`,
            fix: 'set a later end; for a whole day, add two rows, 00:00–12:00 and 12:00–00:00',
          },
        ]
      : [],
  );
  const unlike = weeks.flatMap(({ row, week }, index) => {
    const other = weeks
      .slice(0, index)
      .find(
        (each) => each.row.policy !== row.policy && share(each.row, row) && each.week.some((is, at) => is && week[at]),
      );
    return other
      ? [
          {
            path: `quietHours.${index}`,
            message: `the quiet hours ${words(other.row)} ("${other.row.policy}") and ${words(row)} ("${row.policy}") overlap`,
            fix: 'end one where the other starts, or give both the same policy',
          },
        ]
      : [];
  });
  const endless = MessageChannel.options.filter((channel) => isQuietAllWeek(rows, channel));
  return [
    ...empty,
    ...unlike,
    ...(endless.length === 0
      ? []
      : [
          {
            path: 'quietHours',
            message: `quiet hours cover the whole week for ${endless.join(', ')}, so nothing would ever be sent`,
            fix: 'leave some hours without quiet hours',
          },
        ]),
  ];
}

/** Returns whether rows leave no time in the week for a channel. */
export function isQuietAllWeek(rows: readonly QuietHours[], channel: MessageChannel): boolean {
  const weeks = rows.filter((row) => isForChannel(row, channel)).map(weekOf);
  return weeks[0]?.every((_, at) => weeks.some((week) => week[at])) === true;
}

const words = ({ from, to }: QuietHours): string => `${from}–${to}`;

const share = (a: QuietHours, b: QuietHours): boolean =>
  MessageChannel.options.some((channel) => isForChannel(a, channel) && isForChannel(b, channel));

const DAY = 1440;
const WEEK = 7 * DAY;

/** Returns for each minute of the week, from Monday on, whether it is quiet. */
function weekOf({ from, to, weekdays }: QuietHours): readonly boolean[] {
  const week = new Array<boolean>(WEEK).fill(false);
  const start = clockMs(from) / 60_000;
  const length = (clockMs(to) / 60_000 - start + DAY) % DAY;
  for (let day = 1; day <= 7; day += 1) {
    if (weekdays.length > 0 && !weekdays.includes(day)) continue;
    for (let minute = 0; minute < length; minute += 1) week[((day - 1) * DAY + start + minute) % WEEK] = true;
  }
  return week;
}

const POLICIES = {
  hold: 'all are held to their end',
  'next-day': 'all are put off',
  drop: 'all are dropped',
} as const;

/** Warns of a wait for a fixed date or time that is followed by a message in quiet hours. */
export const scheduledInQuietHours = (graph: Graph): readonly Flaw[] =>
  graph.document.quietHours.length === 0
    ? []
    : graph.places.flatMap((place) => {
        const next = graph.placeOf(place.ways.find(({ port }) => port === 'done')?.to ?? '');
        const row = next && quietAtDate(graph, place, next);
        return row
          ? [
              {
                path: `nodes.${next.id}`,
                message: `node "${place.id}" waits until a time when node "${next.id}" can't send: quiet hours ${words(row)}, and ${POLICIES[row.policy]}`,
                fix: 'choose another time, or change the quiet hours',
              },
            ]
          : [];
      });

/** Returns the quiet hours that a wait always ends in. A time of day must be quiet on each of its days. */
function quietAtDate({ document }: Graph, { node: wait }: Place, { node }: Place): QuietHours | undefined {
  if (node.type !== 'message' || node.transactional) return undefined;
  const { quietHours: rows, timeZone = 'UTC' } = document;
  const onDays = (weekdays: readonly number[], time: string) => {
    const days = weekdays.length > 0 ? weekdays : [1, 2, 3, 4, 5, 6, 7];
    const quiet = days.map((weekday) => quietBy(rows, node.channel, onWeekday(weekday, time), 'UTC'));
    return quiet.every((row) => row !== undefined) ? quiet[0] : undefined;
  };
  if (wait.type === 'bestTime') return wait.fallback === 'now' ? undefined : onDays([], wait.fallback);
  if (wait.type !== 'waitUntil') return undefined;
  const { date } = wait;
  if ('at' in date) {
    const at = date.offset ? undefined : readInstant(date.at, timeZone);
    return at === undefined ? undefined : quietBy(rows, node.channel, at, timeZone);
  }
  return 'time' in date ? onDays(date.weekdays, date.time) : undefined;
}

const MONDAY = Date.UTC(2026, 0, 5);
const onWeekday = (weekday: number, time: string) => instant(MONDAY + (weekday - 1) * DAY * 60_000 + clockMs(time));
