import { isCounted } from '../base/counted.ts';
import { repeatPages } from '../base/repeat-pages.ts';
import type { Database, Sql } from '../base/sql.ts';
import { dropMonth, findMonthsBefore } from '../schema/partitions.ts';

/** How long each kind of data is kept, in days. */
export interface Retention {
  readonly events: number;
  /** Decisions and commands of ended instances: the trace. */
  readonly transitions: number;
  /** Messages of ended instances. */
  readonly messages: number;
  readonly refusals: number;
}

/** Defaults of KEEP_…_DAYS. */
export const DEFAULT_RETENTION: Retention = { events: 400, transitions: 400, messages: 400, refusals: 90 };
/** Default of KEEP_AUDIT_DAYS. The database's owner stores it, so that a worker can't shorten it. */
export const DEFAULT_AUDIT_DAYS = 730;

const DAY_MS = 86_400_000;
/** How long a message id is remembered (design.md §7.4), in days. */
const KEYS_DAYS = 35;
/** How long a dropped device is listed, in days. */
const DROPPED_DEVICES_DAYS = 90;

/** Rows deleted by one statement. */
const PAGE = 5_000;
/** Instances whose rows one statement deletes; each has a handful. */
const INSTANCES = 500;

/** Deletes one page. Returns the number of rows or instances it covered. */
type Page = (sql: Sql, before: number) => Promise<number>;

/** Data that is deleted page by page, with the size of a full page. */
const PAGED: Readonly<Record<Exclude<keyof Retention, 'events'>, { readonly page: Page; readonly size: number }>> = {
  transitions: { page: retireTransitions, size: INSTANCES },
  messages: { page: retireMessages, size: INSTANCES },
  refusals: { page: retireRefusals, size: PAGE },
};

/**
 * Deletes expired data of workspaces that use the machine's clock: events by dropping whole months, everything else in
 * pages, until nothing is left or `until` has come. Counts don't change. A job; safe to run twice at once.
 */
export async function deleteExpired(
  database: Pick<Database, 'sql' | 'transaction'>,
  retention: Retention,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<void> {
  const { sql } = database;
  const before = (days: number) => now - days * DAY_MS;
  for (const month of await findMonthsBefore(sql, before(retention.events))) await dropMonth(database, month);
  await repeatPages(() => retireStrayEvents(sql, before(retention.events)), PAGE, until);
  for (const kind of ['transitions', 'messages', 'refusals'] as const) {
    const { page, size } = PAGED[kind];
    await repeatPages(() => page(sql, before(retention[kind])), size, until);
  }
  await repeatPages(() => retireDevices(sql, before(DROPPED_DEVICES_DAYS)), PAGE, until);
  await repeatPages(() => retireFeedItems(sql, before(retention.messages)), PAGE, until);
  await repeatPages(() => retireAudit(sql), PAGE, until);
}

/** Deletes expired events of the default partition, which were accepted under a wrong clock. */
async function retireStrayEvents(sql: Sql, before: number): Promise<number> {
  const gone = await sql`
    delete from events_default where ctid = any(array(
      select ctid from events_default
       where accepted_at < ${before} and workspace in (select id from workspaces where virtual_now is null)
       order by accepted_at limit ${PAGE}))
    returning 1`;
  return gone.length;
}

/**
 * Deletes decisions and commands of instances that ended before an instant. The instances stay, as a record of who was
 * in a journey.
 */
async function retireTransitions(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with old as materialized (
      select workspace, id from instances
       where ended_at < ${before} and ended_at is not null and goals_until is null and has_transitions
         and workspace in (select id from workspaces where virtual_now is null)
       order by ended_at limit ${INSTANCES} for update skip locked
    ), decided as (
      delete from transitions where ctid = any(array(
        select t.ctid from old
          cross join lateral (select ctid from transitions
                              where workspace = old.workspace and instance = old.id offset 0) t))
    ), ordered as (
      delete from commands where ctid = any(array(
        select c.ctid from old
          cross join lateral (select ctid from commands
                              where workspace = old.workspace and instance = old.id offset 0) c))
    ), done as (
      update instances i set has_transitions = false from old where i.workspace = old.workspace and i.id = old.id
       returning 1
    )
    select count(*) as n from done`;
  return row?.n ?? 0;
}

/** Deletes messages of instances that ended before an instant. The number per outcome is kept. */
async function retireMessages(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with old as materialized (
      select workspace, id from instances
       where ended_at < ${before} and ended_at is not null and goals_until is null and has_messages
         and workspace in (select id from workspaces where virtual_now is null)
       order by ended_at limit ${INSTANCES} for update skip locked
    ), gone as (
      delete from messages where ctid = any(array(
        select m.ctid from old
          cross join lateral (select ctid from messages
                              where workspace = old.workspace and instance = old.id offset 0) m))
      returning workspace, person, key, journey, version, node, outcome
    ), shortened as (
      delete from short_links l using gone where l.workspace = gone.workspace and l.message_key = gone.key
    ), counted as (
      insert into retired_counts as r (workspace, journey, version, node, measure, n)
      select workspace, journey, version, node, 'message:' || outcome, count(*) from gone
       where outcome is not null and ${isCounted}
       group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (workspace, journey, version, node, measure) do update set n = r.n + excluded.n
    ), done as (
      update instances i set has_messages = false from old where i.workspace = old.workspace and i.id = old.id
       returning 1
    )
    select count(*) as n from done`;
  return row?.n ?? 0;
}

/**
 * Deletes devices that were dropped before an instant. A dead token that a trait still names is then tried once more.
 */
async function retireDevices(sql: Sql, before: number): Promise<number> {
  const gone = await sql`
    delete from devices where ctid = any(array(
      select ctid from devices
       where dropped_at < ${before} and workspace in (select id from workspaces where virtual_now is null)
       order by dropped_at limit ${PAGE}))
    returning 1`;
  return gone.length;
}

/** Deletes refusals journey by journey, along the index that lists use. */
async function retireRefusals(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with gone as (
      delete from refusals where ctid = any(array(
        select o.ctid from journeys j join workspaces w on w.id = j.workspace and w.virtual_now is null
         cross join lateral (
           select r.ctid from refusals r
            where r.workspace = j.workspace and r.journey = j.id and r.refused_at < ${before}
            order by r.refused_at limit ${PAGE}) o
         limit ${PAGE}))
      returning workspace, person, journey, version
    ), counted as (
      insert into retired_counts as r (workspace, journey, version, node, measure, n)
      select workspace, journey, version, '', 'refused', count(*) from gone where ${isCounted} group by 1, 2, 3 order by 1, 2, 3
      on conflict (workspace, journey, version, node, measure) do update set n = r.n + excluded.n
    )
    select count(*) as n from gone`;
  return row?.n ?? 0;
}

/** Deletes in-app messages from the feeds by their age. */
async function retireFeedItems(sql: Sql, before: number): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with gone as (
      delete from feed_items where ctid = any(array(
        select ctid from feed_items
         where created_at < ${before} and workspace in (select id from workspaces where virtual_now is null)
         order by created_at limit ${PAGE}))
      returning workspace, person, read_at is null and archived_at is null as is_unread
    ), left_in as (
      select workspace, person, count(*) as items, count(*) filter (where is_unread) as unread from gone
       group by 1, 2 order by 1, 2
    ), counted as (
      update feeds f set version = f.version + 1, items = f.items - l.items, unread = f.unread - l.unread
        from left_in l where f.workspace = l.workspace and f.person = l.person
    )
    select count(*) as n from gone`;
  return row?.n ?? 0;
}

/**
 * Deletes audit entries by the age that the database's owner has set and by the database's clock: the running role can
 * only read and add.
 */
async function retireAudit(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`select retire_audit(${PAGE}) as n`;
  return row?.n ?? 0;
}

/** Message ids deleted by one statement. */
const KEYS_PAGE = 10_000;

/**
 * Deletes expired message ids page by page, until none is left or `until` has come, so that deletions keep up with
 * arrivals. Continues where the last page ended, so that dead rows are not read again. Returns how many.
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
         where accepted_at >= ${from} and accepted_at < ${now - KEYS_DAYS * DAY_MS}
           and workspace in (select id from workspaces where virtual_now is null)
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
