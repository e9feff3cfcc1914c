import type { InstanceId, JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Version } from '../../journey/engine/version.ts';
import { ENTER_EVENT } from '../../journey/events/own-events.ts';
import { settledAt } from '../../journey/time/punctual.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { setAside } from '../base/dead-letters.ts';
import { setDue } from '../base/due-rows.ts';
import { lockPersons, shareJourneys, takeLock, tryLockPersons } from '../base/locks.ts';
import type { Sql } from '../base/sql.ts';
import { type Admission, admitAll, type EntryOptions } from '../entry/admit.ts';
import type { Candidate } from '../entry/candidate.ts';
import { readPositionsBefore } from '../entry/moment.ts';
import { refuseEntries } from '../entry/refusals.ts';
import { findUsersInTurn, groupWithoutRepeats } from '../entry/turns.ts';
import { record } from '../events/ingest.ts';
import type { Versions } from '../journeys/versions.ts';

/** A journey with a queued user whose moment has come. */
export interface Ripe {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

/**
 * While this many bulk users are ready to be forwarded, further users wait in the queue. Users who wait for a retry
 * don't count: a bug may keep them for long.
 */
const MOST_ANNOUNCED = 1_000;

/**
 * Returns journeys with queued users whose moment has come. Leaves out paused journeys, and all journeys while enough
 * users are in the outbox.
 */
export async function findRipeJourneys(sql: Sql): Promise<readonly Ripe[]> {
  return sql<Ripe>`
    select j.workspace, j.id as journey
      from journeys j
      cross join lateral (select clock(j.workspace) as now) c -- once per journey, not once per queued user
     where j.state <> 'paused'
       and (select count(*) from (select from outbox
                                   where is_bulk and ready_at <= clock_timestamp()
                                   limit ${MOST_ANNOUNCED}) o) < ${MOST_ANNOUNCED}
       and (select q.at from queued q where q.workspace = j.workspace and q.journey = j.id
            order by q.at limit 1) < c.now`;
}

/** A queued user. */
export interface Queued {
  readonly broadcast: string;
  readonly nr: number;
  readonly person: PersonId;
  readonly version: number;
  readonly at: Instant;
  readonly properties: JsonObject;
  /** How long a queue with a capacity has waited for this user's lock, in milliseconds. */
  readonly busyMs: number;
}

/** The result of a page. */
export interface LetIn {
  /** Users removed from the queue. */
  readonly taken: number;
  /** Instances that start. */
  readonly entered: readonly InstanceId[];
}

const NONE_LET_IN: LetIn = { taken: 0, entered: [] };

interface Ports {
  readonly versions: Versions;
  readonly entries: EntryOptions;
}

/**
 * Returns the next users whose moment has come: at most 500, since one transaction takes all their locks. Leaves out
 * the users in `except`.
 */
export const findNextQueued = (
  sql: Sql,
  { workspace, journey }: Ripe,
  atMost: number,
  except: readonly Pick<Queued, 'broadcast' | 'nr'>[] = [],
) => sql<Queued>`
  select q.*
    from (select clock(${workspace}) as now) c
    cross join lateral (
      select broadcast, nr, person, version, at, properties,
             coalesce(extract(epoch from clock_timestamp() - busy_since) * 1000, 0)::bigint as "busyMs"
        from queued
       where workspace = ${workspace} and journey = ${journey} and at < c.now
         and not exists (
           select from unnest(${except.map(({ broadcast }) => broadcast)}::text[],
                              ${except.map(({ nr }) => nr)}::bigint[]) as x (broadcast, nr)
            where x.broadcast = queued.broadcast and x.nr = queued.nr)
       order by at, nr limit ${atMost}
    ) q`;

/**
 * Lets in a page of users whose moment has come, in one transaction. Each is judged as if they had asked at that
 * moment: membership, filter, re-entry, capacity and control group. Busy users stay in the queue; with a capacity, so
 * do all users behind them.
 */
export async function letInPage(
  sql: Sql,
  { workspace, journey }: Ripe,
  page: readonly Queued[],
  { versions, entries }: Ports,
  atMost = page.length,
): Promise<LetIn> {
  const locked = await tryLockPersons(
    sql,
    workspace,
    page.map(({ person }) => person),
  );
  await takeLock(sql, shareJourneys(workspace, [journey]));
  const [journeyNow] = await sql<{ now: Instant; version: number; state: string }>`
    select clock(${workspace}) as now, version, state from journeys
     where workspace = ${workspace} and id = ${journey}`; // read after the locks are taken
  if (!journeyNow || journeyNow.state === 'paused') return NONE_LET_IN;
  const { now } = journeyNow;
  const version = await versions.get(workspace, journey, journeyNow.version, sql);
  const { inTurn, stopsAt } = await findUsersInTurn(sql, now, { workspace, version, page, free: locked });
  if (stopsAt && !locked.has(stopsAt.person)) await noteBusy(sql, workspace, journey, stopsAt);
  const rows = await takeFromQueue(sql, workspace, journey, inTurn.slice(0, atMost));
  const candidates = await recordCandidates(sql, workspace, version, now, rows);
  const { type } = version.document.entry;
  const admissions: Admission[] = [];
  if (type === 'schedule' || type === 'list')
    for (const some of groupWithoutRepeats(candidates, ({ who }) => who.person))
      admissions.push(...(await admitAll(sql, now, some, entries)));
  else {
    const refusal = { type: 'refuse', key: '', reason: 'entry-changed', read: { entry: type } } as const;
    await refuseEntries(
      sql,
      now,
      version,
      candidates.map((candidate) => ({ candidate, refusal })),
    );
  }
  await checkCompletion(sql, workspace, journey, now);
  return {
    taken: rows.length,
    entered: admissions.flatMap((admission) => (admission.type === 'entered' ? [admission.instance] : [])),
  };
}

/** Removes a user who can never enter from the queue and the counts, and stores the reason. */
export async function setQueuedAside(
  sql: Sql,
  { workspace, journey }: Ripe,
  queued: Queued,
  reason: string,
): Promise<void> {
  const { person, broadcast, nr } = queued;
  await takeLock(sql, lockPersons(workspace, [person]));
  if ((await takeFromQueue(sql, workspace, journey, [queued])).length === 0) return;
  const why = `${journey}, broadcast ${broadcast}, row ${nr}: ${reason}`;
  await setAside(sql, workspace, [{ person, reason: why }]);
}

type Taken = Omit<Queued, 'busyMs'>;

/** Removes users from the queue and its counts. Leaves out erased users, and users of a list that was cancelled. */
async function takeFromQueue(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  next: readonly Queued[],
): Promise<readonly Taken[]> {
  const rows = await sql<Taken & { isThere: boolean }>`
    with gone as (
      delete from queued q using unnest(${next.map(({ broadcast }) => broadcast)}::text[],
                                        ${next.map(({ nr }) => nr)}::bigint[]) as n (broadcast, nr)
       where q.workspace = ${workspace} and q.journey = ${journey} and q.broadcast = n.broadcast and q.nr = n.nr
      returning q.*
    ), uncounted as (
      insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
      select ${workspace}, ${journey}, g.version, '', measure, hour_of(g.at), -count(*)
        from gone g, unnest(array['qualified', 'queued']) as m (measure) group by 3, 5, 6
    )
    select broadcast, nr, person, version, at, properties,
           exists (select from persons p where p.workspace = ${workspace} and p.id = person)
           and not exists (
             select from broadcasts b
              where b.workspace = ${workspace} and b.journey = ${journey} and b.id = gone.broadcast
                and b.state = 'cancelled') as "isThere"
      from gone order by at, nr`;
  return rows.filter(({ isThere }) => isThere);
}

/** Records an entry event for each user, accepted at the user's own moment. */
async function recordCandidates(
  sql: Sql,
  workspace: WorkspaceId,
  version: Version,
  now: Instant,
  rows: readonly Taken[],
): Promise<readonly Candidate[]> {
  if (rows.length === 0) return [];
  const journey = version.document.id;
  const messages = rows.map(({ broadcast, nr, person, at, properties }) => ({
    messageId: `$broadcast.${journey}.${broadcast}.${nr}`,
    person,
    name: ENTER_EVENT,
    properties: { ...properties, $journey: journey },
    isBulk: true,
    at: settledAt(at, now),
  }));
  const accepted = await record(sql, workspace, now, messages);
  const events = messages.map(({ person, name, at, properties }, index) => ({
    person,
    event: { name, at, position: accepted[index]?.position ?? 0, properties },
  }));
  const beginsAt = await readPositionsBefore(
    sql,
    workspace,
    events.map(({ person, event }) => ({ ...event, person })),
  );
  return events.map(({ person, event }, index) => ({
    who: { workspace, person },
    version,
    event,
    beginsAt: beginsAt[index],
    dueAt: rows[index]?.at,
    onMeet: 'contest',
    queue: 'bulk',
  }));
}

/** Records since when the rest of a queue has waited for a user's lock. */
const noteBusy = (sql: Sql, workspace: WorkspaceId, journey: JourneyId, { broadcast, nr }: Queued) => sql`
  update queued set busy_since = clock_timestamp()
   where workspace = ${workspace} and journey = ${journey} and broadcast = ${broadcast} and nr = ${nr}
     and busy_since is null`;

/** Sets a due row that may complete the journey, if its entry has ended and its queue is empty. */
async function checkCompletion(sql: Sql, workspace: WorkspaceId, journey: JourneyId, now: Instant): Promise<void> {
  const over = await sql`
    select from journeys j where workspace = ${workspace} and id = ${journey} and entry_until <= ${now}
       and (select q.at from queued q where q.workspace = ${workspace} and q.journey = ${journey}
            order by q.at limit 1) is null`;
  if (over.length === 0) return;
  await setDue(sql, [
    { workspace, kind: 'journey', ref: `${journey}/queue`, person: null, journey, at: instant(now - 1), data: {} },
  ]);
}
