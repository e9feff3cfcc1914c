import { type Client, ScheduleNotFoundError, type ScheduleOptions } from '@temporalio/client';
import { bulkQueue } from '../../forwarding/launch.ts';
import { occurrencesAfter } from '../../journey/entries/schedule.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Database } from '../../store/base/sql.ts';
import { findSchedulesToShow, noteShown, type ToShow } from '../../store/broadcasts/open.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import type { Broadcast } from '../../workflows/broadcast.ts';
import { broadcastId } from './broadcasts.ts';

interface SchedulePorts {
  readonly database: Pick<Database, 'sql'>;
  readonly versions: Versions;
  readonly client: Client;
  readonly taskQueue: string;
}

/** Number of upcoming occurrences that Temporal's UI shows. */
const SHOWN = 10;

export const entryScheduleId = ({ workspace, journey }: Pick<ToShow, 'workspace' | 'journey'>): string =>
  `entry/${encodeURIComponent(workspace)}/${encodeURIComponent(journey)}`;

/**
 * Maintains a Temporal Schedule for each journey with an upcoming occurrence. A schedule lists instants instead of a
 * calendar, because Temporal skips local times in a DST gap and Sojourn doesn't (design.md §7.6). The store decides
 * which occurrence is due, so triggering a schedule by hand enters no one early. Safe to run concurrently.
 * Returns the number of changed schedules.
 */
export async function keepEntrySchedules(ports: SchedulePorts): Promise<number> {
  const { sql } = ports.database;
  const all = await findSchedulesToShow(sql);
  for (const each of all) {
    if (each.next === null) await removeSchedule(ports, each);
    else await showSchedule(ports, each, each.next);
    await noteShown(sql, each);
  }
  return all.length;
}

async function removeSchedule({ client }: SchedulePorts, each: ToShow): Promise<void> {
  try {
    await client.schedule.getHandle(entryScheduleId(each)).delete();
  } catch (cause) {
    if (!(cause instanceof ScheduleNotFoundError)) throw cause;
  }
}

async function showSchedule(ports: SchedulePorts, each: ToShow, next: Instant): Promise<void> {
  const wanted = await optionsFor(ports, each, next);
  const handle = ports.client.schedule.getHandle(entryScheduleId(each));
  try {
    await handle.update((current) => ({ ...wanted, state: current.state }));
  } catch (cause) {
    if (!(cause instanceof ScheduleNotFoundError)) throw cause;
    await ports.client.schedule.create<typeof Broadcast>({ ...wanted, scheduleId: entryScheduleId(each) });
  }
}

async function optionsFor(
  { versions, taskQueue }: SchedulePorts,
  { workspace, journey, version }: ToShow,
  next: Instant,
) {
  const { document } = await versions.get(workspace, journey, version);
  const { entry, timeZone = 'UTC' } = document;
  const always = { entryFrom: null, entryUntil: null };
  const later = entry.type === 'schedule' ? occurrencesAfter(entry, next, timeZone, always, SHOWN - 1) : [];
  return {
    spec: { calendars: [next, ...later].map(calendarAt) },
    action: {
      type: 'startWorkflow',
      workflowType: 'Broadcast',
      workflowId: broadcastId({ workspace, journey }),
      taskQueue: bulkQueue(taskQueue),
      args: [{ workspace, journey }] as const,
      staticSummary: journey,
    },
    policies: { overlap: 'ALLOW_ALL', catchupWindow: '1 day' },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
}

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

/** Converts an instant to a Temporal calendar entry, in UTC, to the second. */
function calendarAt(at: Instant) {
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: MONTHS[date.getUTCMonth()] ?? 'JANUARY',
    dayOfMonth: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
