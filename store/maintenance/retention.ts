import type { Database, Sql } from '../base/sql.ts';
import { dropMonth, findMonthsBefore } from '../schema/partitions.ts';

/** How long each kind of thing is kept, in days. */
export interface Retention {
  readonly events: number;
  /** Of instances that have ended: their decisions and commands, the trace. */
  readonly transitions: number;
  /** Of instances that have ended. */
  readonly messages: number;
  readonly refusals: number;
}

/** Unless it is set otherwise: KEEP_…_DAYS. */
export const DEFAULT_RETENTION: Retention = { events: 400, transitions: 400, messages: 400, refusals: 90 };
/** KEEP_AUDIT_DAYS: kept in the database by its owner, so that a worker can't shorten it. */
export const DEFAULT_AUDIT_DAYS = 730;

const DAY_MS = 86_400_000;
/** How long the same message id is known (design.md §7.4), in days. */
const KEYS_DAYS = 35;

/** Rows that one statement deletes. */
const PAGE = 5_000;
/** Instances whose rows one statement deletes: each has a handful. */
const INSTANCES = 500;

/** Deletes one page. Returns how many rows, or instances, it went over. */
type Page = (sql: Sql, before: number) => Promise<number>;

/** What is deleted page by page, and how many one page is when there is more. */
const PAGED: Readonly<Record<Exclude<keyof Retention, 'events'>, { readonly page: Page; readonly size: number }>> = {
  transitions: { page: retireTransitions, size: INSTANCES },
  messages: { page: retireMessages, size: INSTANCES },
  refusals: { page: retireRefusals, size: PAGE },
};

/**
 * Lets go what has been kept for long enough, of workspaces whose clock is the machine's: events by dropping whole months, everything else in bounded
 * pages, until nothing is left or `until` has come. Counts stay as they are. A job, safe to run twice at once.
 */
export async function retire(
  database: Pick<Database, 'sql' | 'transaction'>,
  retention: Retention,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<void> {
  const before = (days: number) => now - days * DAY_MS;
  for (const month of await findMonthsBefore(database.sql, before(retention.events))) await dropMonth(database, month);
  await repeatPages((sql) => retireStrayEvents(sql, before(retention.events)), PAGE, database, until);
  for (const kind of ['transitions', 'messages', 'refusals'] as const) {
    const { page, size } = PAGED[kind];
    await repeatPages((sql) => page(sql, before(retention[kind])), size, database, until);
  }
  await repeatPages(retireAudit, PAGE, database, until);
}

async function repeatPages(
  page: (sql: Sql) => Promise<number>,
  size: number,
  { sql }: Pick<Database, 'sql'>,
  until: number,
): Promise<void> {
  while ((await page(sql)) >= size && Date.now() < until);
}

/** Those of the default partition: accepted by a clock that was wrong. */
async function retireStrayEvents(sql: Sql, before: number): Promise<number> {
  const gone = await sql`
    delete from events_default where ctid = any(array(
      select ctid from events_default where accepted_at < ${before} and workspace in (select id from workspaces where virtual_now is null)
       order by accepted_at limit ${PAGE}))
    returning 1`;
  return gone.length;
}

/** The decisions and commands of instances that ended before an instant. The instances stay: they are who has been in a journey. */
async function retireTransitions(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with old as materialized (
      select workspace, id from instances
       where ended_at < ${before} and ended_at is not null and goals_until is null and has_transitions
         and workspace in (select id from workspaces where virtual_now is null)
       order by ended_at limit ${INSTANCES} for update skip locked
    ), decided as (
      delete from transitions where ctid = any(array(
        select t.ctid from old cross join lateral (select ctid from transitions where workspace = old.workspace and instance = old.id offset 0) t))
    ), ordered as (
      delete from commands where ctid = any(array(
        select c.ctid from old cross join lateral (select ctid from commands where workspace = old.workspace and instance = old.id offset 0) c))
    ), done as (
      update instances i set has_transitions = false from old where i.workspace = old.workspace and i.id = old.id returning 1
    )
    select count(*) as n from done`;
  return row?.n ?? 0;
}

/** The messages of instances that ended before an instant; how many there were of each outcome stays known. */
async function retireMessages(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with old as materialized (
      select workspace, id from instances
       where ended_at < ${before} and ended_at is not null and goals_until is null and has_messages
         and workspace in (select id from workspaces where virtual_now is null)
       order by ended_at limit ${INSTANCES} for update skip locked
    ), gone as (
      delete from messages where ctid = any(array(
        select m.ctid from old cross join lateral (select ctid from messages where workspace = old.workspace and instance = old.id offset 0) m))
      returning workspace, journey, version, node, outcome
    ), counted as (
      insert into retired_counts as r (workspace, journey, version, node, measure, n)
      select workspace, journey, version, node, 'message:' || outcome, count(*) from gone where outcome is not null group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (workspace, journey, version, node, measure) do update set n = r.n + excluded.n
    ), done as (
      update instances i set has_messages = false from old where i.workspace = old.workspace and i.id = old.id returning 1
    )
    select count(*) as n from done`;
  return row?.n ?? 0;
}

/** Journey by journey, along the index that their list is read by. */
async function retireRefusals(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with gone as (
      delete from refusals where ctid = any(array(
        select o.ctid from journeys j join workspaces w on w.id = j.workspace and w.virtual_now is null
         cross join lateral (
           select r.ctid from refusals r where r.workspace = j.workspace and r.journey = j.id and r.refused_at < ${before}
            order by r.refused_at limit ${PAGE}) o
         limit ${PAGE}))
      returning workspace, journey, version
    ), counted as (
      insert into retired_counts as r (workspace, journey, version, node, measure, n)
      select workspace, journey, version, '', 'refused', count(*) from gone group by 1, 2, 3 order by 1, 2, 3
      on conflict (workspace, journey, version, node, measure) do update set n = r.n + excluded.n
    )
    select count(*) as n from gone`;
  return row?.n ?? 0;
}

/** By the age that the owner of the database has set, and by the database's own clock: the running role can only read and add. */
async function retireAudit(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`select retire_audit(${PAGE}) as n`;
  return row?.n ?? 0;
}

/** Message ids that one statement forgets. */
const KEYS_PAGE = 10_000;

/**
 * Forgets message ids that nobody repeats any more: page by page, so that as many go as come, until none is left or `until` has come. It goes on
 * where it was: what has gone is not looked at again. Returns how many.
 */
export async function forgetOldKeys(
  sql: Sql,
  { now, until, pageSize = KEYS_PAGE }: { readonly now: number; readonly until: number; readonly pageSize?: number },
): Promise<number> {
  let all = 0;
  let from = 0;
  do {
    const [page] = await sql<{ n: number; last: number | null }>`
      with old as materialized (
        select ctid, accepted_at from event_keys
         where accepted_at >= ${from} and accepted_at < ${now - KEYS_DAYS * DAY_MS} and workspace in (select id from workspaces where virtual_now is null)
         order by accepted_at limit ${pageSize}
      ), gone as (
        delete from event_keys where ctid = any(array(select ctid from old)) returning 1
      )
      select (select count(*) from gone) as n, (select max(accepted_at) from old) as last`;
    all += page?.n ?? 0;
    if (!page || page.last === null) break;
    from = page.last;
  } while (Date.now() < until);
  return all;
}
