import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { type Entry, EntrySchema } from '../../journey/entries/index.ts';
import { nextOccurrence } from '../../journey/entries/schedule.ts';
import type { EntryWindow, PublishedState } from '../../journey/lifecycle/state.ts';
import { settledAt } from '../../journey/time/punctual.ts';
import { type Instant, toIso } from '../../journey/time/time.ts';
import { recordAudit } from '../access/audit.ts';
import { lockJourney, takeLock } from '../base/locks.ts';
import type { Database, Sql } from '../base/sql.ts';
import { inJourney } from '../person.ts';

/** The times at which a schedule lets users in. The next one is a waiting row (design.md §8). */

interface Scheduled extends EntryWindow {
  readonly version: number;
  readonly state: PublishedState;
  readonly entry: Entry;
  readonly zone: string;
}

async function findScheduled(sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<Scheduled | undefined> {
  const [row] = await sql<Scheduled>`
    select j.version, j.state, j.entry_from as "entryFrom", j.entry_until as "entryUntil",
           v.document -> 'entry' as entry,
           coalesce(v.document ->> 'timeZone', 'UTC') as zone
      from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
     where j.workspace = ${workspace} and j.id = ${journey} and j.entry_type in ('schedule', 'list')`;
  return row && { ...row, entry: EntrySchema.parse(row.entry) };
}

/**
 * Replaces the waiting row of a journey by its next occurrence, according to the running version. Leaves none if the
 * journey has ended or has no schedule. Call it under the journey's lock whenever its version, state or dates change.
 */
export async function scheduleNext(sql: Sql, now: Instant, workspace: WorkspaceId, journey: JourneyId): Promise<void> {
  await sql`
    delete from broadcasts
     where workspace = ${workspace} and journey = ${journey} and source = 'schedule' and state = 'waiting'`;
  const found = await findScheduled(sql, workspace, journey);
  if (found?.entry.type !== 'schedule' || !['running', 'scheduled', 'paused'].includes(found.state)) return;
  const next = nextOccurrence(found.entry, now, found.zone, found);
  if (next === undefined) return;
  await sql`
    insert into broadcasts (workspace, journey, id, source, state, at, created_by)
    values (${workspace}, ${journey}, ${toIso(next)}, 'schedule', 'waiting', ${next}, 'schedule')
    on conflict do nothing`;
}

/** `not-yet`: milliseconds until the next. */
export type Opened = { readonly type: 'opened' | 'none' } | { readonly type: 'not-yet'; readonly inMs: number };

/**
 * Opens the occurrence that is due, once, and makes the row of the next one. During a pause the occurrence is skipped,
 * with the reason. One that is more than a minute late lets users in from now on (design.md §7.15). Run it in a
 * transaction of its own.
 */
export async function openOccurrence(sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<Opened> {
  await takeLock(sql, lockJourney(workspace, journey));
  const [waiting] = await sql<{ id: string; at: Instant; now: Instant }>`
    select id, at, clock(workspace) as now from broadcasts
     where workspace = ${workspace} and journey = ${journey} and state = 'waiting' order by at limit 1`;
  if (!waiting) return { type: 'none' };
  const { id, at, now } = waiting;
  if (now <= at) return { type: 'not-yet', inMs: at - now + 1 };
  if (now - at < PATIENCE_MS && (await mayChangeMembers(sql, workspace, at))) return { type: 'not-yet', inMs: SOON_MS };
  const found = await findScheduled(sql, workspace, journey);
  if (!found || !['running', 'scheduled'].includes(found.state))
    await sql`
      update broadcasts set state = 'skipped', detail = ${`the journey was ${found?.state ?? 'given another entry'}`}
       where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
  else await startFilling(sql, { workspace, journey, id }, found, settledAt(at, now));
  await scheduleNext(sql, now, workspace, journey);
  return { type: 'opened' };
}

/**
 * How long an occurrence waits for memberships that change by its instant, so that one that can't be judged delays
 * nobody for longer.
 */
const PATIENCE_MS = 30_000;
const SOON_MS = 100;

/** Returns whether time alone may change a membership by an instant and it hasn't been judged yet. */
async function mayChangeMembers(sql: Sql, workspace: WorkspaceId, at: Instant): Promise<boolean> {
  const [row] = await sql<{ is: boolean }>`
    select exists (select from due where workspace = ${workspace} and at <= ${at} and kind = 'segment') as is`;
  return row?.is === true;
}

export interface BeginRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly actor: string;
}

/** Opens an extra occurrence of a schedule immediately. Later occurrences don't change. */
export const openExtraOccurrence = (
  database: Pick<Database, 'transaction'>,
  { workspace, journey, actor }: BeginRequest,
): Promise<Result<{ readonly id: string }>> =>
  inJourney(database, { workspace, journey }, async (sql, now) => {
    const found = await findScheduled(sql, workspace, journey);
    const refusal = refusalOf(found, journey);
    if (refusal) return refusal;
    const id = toIso(now);
    await sql`
        insert into broadcasts (workspace, journey, id, source, state, at, created_by)
        values (${workspace}, ${journey}, ${id}, 'schedule', 'filling', ${now}, ${actor})`;
    if (found) await startFilling(sql, { workspace, journey, id }, found, now);
    await sql`
        update broadcasts set started_at = null
         where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
    await recordAudit(sql, { workspace, actor, action: 'journey.broadcast', about: { journey, broadcast: id } });
    return ok({ id });
  });

function refusalOf(found: Scheduled | undefined, journey: JourneyId) {
  if (found?.entry.type !== 'schedule')
    return refuse(
      'entry-refused',
      `journey "${journey}" has no schedule`,
      'publish it with an entry of the type "schedule"',
    );
  if (found.state !== 'running' && found.state !== 'scheduled')
    return refuse('journey-not-running', `journey "${journey}" is ${found.state}`, 'start it, or resume it, first');
  return undefined;
}

interface Occurrence {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly id: string;
}

/** Starts filling a broadcast, with the segment of the running version. */
const startFilling = (
  sql: Sql,
  { workspace, journey, id }: Occurrence,
  { version, entry }: Scheduled,
  from: Instant,
) => {
  const segment = entry.type === 'schedule' ? (entry.segment ?? null) : null;
  return sql`
    update broadcasts b
       set state = 'filling', version = ${version}, segment = ${segment}, begins_at = ${from},
           started_at = clock_timestamp(),
           total = case when ${segment}::text is null then (select count(*) from persons p
                                                            where p.workspace = b.workspace
                                                              and not is_test(p.workspace, p.id))
                        else (select coalesce(sum(n), 0) from summed m
                              where m.workspace = b.workspace and m.kind = 'members' and m.owner = ${segment}) end
     where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
};
