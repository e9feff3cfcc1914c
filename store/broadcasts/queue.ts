import { ENTER_EVENT } from '../../journey/entries/index.ts';
import type { JourneyId, PersonId, WorkspaceId } from '../../journey/ids.ts';
import type { JourneyEvent } from '../../journey/input.ts';
import type { JsonObject } from '../../journey/json.ts';
import { settledAt } from '../../journey/punctual.ts';
import { type Instant, instant } from '../../journey/time.ts';
import { setDue } from '../due-rows.ts';
import { admit, type EntryOptions } from '../entries.ts';
import { readFrom } from '../entry-moment.ts';
import { record } from '../ingest.ts';
import { lockPersons, shareJourneys, takeLock } from '../locks.ts';
import { refuseEntry } from '../refusals.ts';
import type { Sql } from '../sql.ts';
import type { Versions } from '../versions.ts';

/** A journey in which somebody's moment has come. */
export interface Ripe {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

/** More than this in the outbox, and the next of them wait in the queue instead. */
const MOST_ANNOUNCED = 1_000;

/** Journeys in whose queue somebody's moment has come; none of a paused one, and none while enough are on their way. */
export async function ripeJourneys(sql: Sql): Promise<readonly Ripe[]> {
  return sql<Ripe>`
    select j.workspace, j.id as journey
      from journeys j
      cross join lateral (select clock(j.workspace) as now) c -- once, and not for each of those who are queued
     where j.state <> 'paused' and (select count(*) from (select from outbox where is_bulk limit ${MOST_ANNOUNCED}) o) < ${MOST_ANNOUNCED}
       and (select q.at from queued q where q.workspace = j.workspace and q.journey = j.id order by q.at limit 1) < c.now`;
}

interface Row {
  readonly broadcast: string;
  readonly nr: number;
  readonly person: PersonId;
  readonly version: number;
  readonly at: Instant;
  readonly properties: JsonObject;
}

interface Ports {
  readonly versions: Versions;
  readonly entries: EntryOptions;
}

/** Locks held at once. */
const PAGE = 50;

/**
 * Lets in the next of those whose moment has come, a page in one transaction, each as if they had asked for it at that moment: membership, filter,
 * re-entry, capacity and control group are judged then. Returns how many it has taken out of the queue.
 */
export async function letInQueued(
  sql: Sql,
  { workspace, journey }: Ripe,
  { versions, entries }: Ports,
  atMost = PAGE,
): Promise<number> {
  const next = await nextOf(sql, { workspace, journey }, atMost);
  await takeLock(
    sql,
    lockPersons(
      workspace,
      next.map(({ person }) => person),
    ),
  );
  await takeLock(sql, shareJourneys(workspace, [journey]));
  const [journeyNow] = await sql<{ now: Instant; version: number; state: string }>`
    select clock(${workspace}) as now, version, state from journeys where workspace = ${workspace} and id = ${journey}`; // after the locks
  if (!journeyNow || journeyNow.state === 'paused') return 0;
  const rows = await take(sql, workspace, journey, next);
  const { now } = journeyNow;
  const version = await versions.get(workspace, journey, journeyNow.version, sql);
  for (const [row, event] of await announced(sql, workspace, journey, now, rows)) {
    const who = { workspace, person: row.person };
    const beginsAt = await readFrom(sql, who, event);
    const candidate = { who, version, event, beginsAt, dueAt: row.at, onMeet: 'contest', queue: 'bulk' } as const;
    const { type } = version.document.entry;
    if (type === 'schedule' || type === 'list') await admit(sql, now, candidate, entries);
    else
      await refuseEntry(sql, now, candidate, {
        is: 'refuse',
        key: '',
        reason: 'entry-changed',
        read: { entry: type },
      });
  }
  await lookWhetherOver(sql, workspace, journey, now);
  return rows.length;
}

const nextOf = (sql: Sql, { workspace, journey }: Ripe, atMost: number) => sql<Row>`
  select q.*
    from (select clock(${workspace}) as now) c
    cross join lateral (
      select broadcast, nr, person, version, at, properties from queued
       where workspace = ${workspace} and journey = ${journey} and at < c.now order by at, nr limit ${atMost}
    ) q`;

/** The next one can never be let in: out of the queue and out of the counts, with the reason. */
export async function setNextAside(sql: Sql, { workspace, journey }: Ripe, reason: string): Promise<void> {
  const [next] = await nextOf(sql, { workspace, journey }, 1);
  if (!next) return;
  await takeLock(sql, lockPersons(workspace, [next.person]));
  if ((await take(sql, workspace, journey, [next])).length === 0) return;
  await sql`
    insert into dead_letters (workspace, person, position, reason)
    values (${workspace}, ${next.person}, nextval('positions'), ${`${journey}, broadcast ${next.broadcast}, row ${next.nr}: ${reason}`})`;
}

/** Out of the queue: from now on they count by what becomes of them. Somebody who has been erased meanwhile counts no more. */
async function take(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  next: readonly Row[],
): Promise<readonly Row[]> {
  const rows = await sql<Row & { isThere: boolean }>`
    with gone as (
      delete from queued q using unnest(${next.map(({ broadcast }) => broadcast)}::text[], ${next.map(({ nr }) => nr)}::bigint[]) as n (broadcast, nr)
       where q.workspace = ${workspace} and q.journey = ${journey} and q.broadcast = n.broadcast and q.nr = n.nr
      returning q.*
    ), uncounted as (
      insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
      select ${workspace}, ${journey}, g.version, '', measure, hour_of(g.at), -count(*) from gone g, unnest(array['qualified', 'queued']) as m (measure) group by 3, 5, 6
    )
    select broadcast, nr, person, version, at, properties,
           exists (select from persons p where p.workspace = ${workspace} and p.id = person) as "isThere"
      from gone order by at, nr`;
  return rows.filter(({ isThere }) => isThere);
}

/** Each by an event of their own, at the moment of their own; of those that come at once, accepted together. */
async function announced(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  now: Instant,
  rows: readonly Row[],
): Promise<readonly (readonly [Row, JourneyEvent])[]> {
  const all: (readonly [Row, JourneyEvent])[] = [];
  for (const at of new Set(rows.map((row) => settledAt(row.at, now)))) {
    const together = rows.filter((row) => settledAt(row.at, now) === at);
    const messages = together.map(({ broadcast, nr, person, properties }) => ({
      messageId: `$broadcast.${journey}.${broadcast}.${nr}`,
      person,
      name: ENTER_EVENT,
      properties: { ...properties, $journey: journey },
      isBulk: true,
    }));
    const accepted = await record(sql, workspace, at, messages);
    for (const [index, row] of together.entries()) {
      const properties = messages[index]?.properties ?? {};
      all.push([row, { name: ENTER_EVENT, at, position: accepted[index]?.position ?? 0, properties }]);
    }
  }
  return all;
}

/** Nobody is queued any more: if entry is over, the journey may be. */
async function lookWhetherOver(sql: Sql, workspace: WorkspaceId, journey: JourneyId, now: Instant): Promise<void> {
  const over = await sql`
    select from journeys j where workspace = ${workspace} and id = ${journey} and entry_until <= ${now}
       and (select q.at from queued q where q.workspace = ${workspace} and q.journey = ${journey} order by q.at limit 1) is null`;
  if (over.length === 0) return;
  await setDue(sql, [
    { workspace, kind: 'journey', ref: `${journey}/queue`, person: null, journey, at: instant(now - 1), data: {} },
  ]);
}
