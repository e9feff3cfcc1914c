import { PersonId, type PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** What somebody does now never waits for bulk work: each lane has a forwarder of its own. */
export type Lane = 'live' | 'bulk';

/** A person in hand: nobody else forwards their events while the lease lasts. */
export interface Claim extends PersonRef {
  /** A number of its own for each claim: an owner that comes back after its lease changes nothing. */
  readonly token: number;
}

/** How long a claim lasts without being renewed: a worker that stands still holds nobody for longer. */
const LEASE_MS = 10_000;

/** What one claim has seen of the queue. */
export interface Claimed {
  readonly claims: readonly Claim[];
  /** The database's clock at the claim. */
  readonly now: string;
  /** When the first of them was ready; null if there was none. */
  readonly first: string | null;
}

/**
 * Takes persons with something in this lane, the longest ready first. `from` skips what is known to be taken: dead rows of the queue stay in its
 * index while some snapshot is held, and without it each claim would read all of them.
 */
export async function claimPersons(
  sql: Sql,
  lane: Lane,
  { atMost, from }: { readonly atMost: number; readonly from: string | null },
): Promise<Claimed> {
  const [row] = await sql<Claimed>`
    with free as materialized (
      select workspace, person, ready_at from outbox
       where is_bulk = ${lane === 'bulk'} and ready_at >= coalesce(${from}::timestamptz, '-infinity') and ready_at <= clock_timestamp()
       order by ready_at limit ${atMost} for update skip locked
    ), taken as (
      update outbox o set claimed_by = nextval('outbox_claims'), ready_at = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
        from free where o.workspace = free.workspace and o.person = free.person
      returning o.workspace, o.person, o.claimed_by
    )
    select clock_timestamp() as now, (select min(ready_at) from free) as first,
           (select coalesce(jsonb_agg(jsonb_build_object('workspace', workspace, 'person', person, 'token', claimed_by)), '[]') from taken) as claims`;
  if (!row) throw new TypeError('no answer');
  return {
    ...row,
    claims: row.claims.map(({ workspace, person, token }) => ({
      workspace: WorkspaceId.parse(workspace),
      person: PersonId.parse(person),
      token,
    })),
  };
}

/** When the longest ready of those before an instant was; null if there is none. */
export async function readyBefore(sql: Sql, lane: Lane, before: string): Promise<string | null> {
  const [row] = await sql<{ first: string | null }>`
    select min(ready_at) as first from outbox
     where is_bulk = ${lane === 'bulk'} and ready_at < ${before}::timestamptz and ready_at <= clock_timestamp()`;
  return row?.first ?? null;
}

/** Far beyond any lease or wait: the database's clock has been set back meanwhile. */
const TOO_LATE_MS = 300_000;

export const releaseTooLate = (sql: Sql) => sql`
  update outbox o set ready_at = clock_timestamp()
    from (select workspace, person from outbox
           where ready_at > clock_timestamp() + ${TOO_LATE_MS}::int * interval '1 millisecond' for update skip locked) late
   where o.workspace = late.workspace and o.person = late.person`;

/** The leases of those in hand begin again. It waits for nobody: a row that somebody else holds is renewed the next time. */
export const renewClaims = (sql: Sql, claims: readonly Claim[]) => sql`
  with mine as materialized (
    select o.workspace, o.person
      from unnest(${claims.map(({ workspace }) => workspace)}::text[], ${claims.map(({ person }) => person)}::text[], ${claims.map(({ token }) => token)}::bigint[]) as c (workspace, person, token)
      join outbox o on o.workspace = c.workspace and o.person = c.person and o.claimed_by = c.token
       for update of o skip locked
  )
  update outbox o set ready_at = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
    from mine where o.workspace = mine.workspace and o.person = mine.person`;

/** Not now, and not the events' fault: what waits of this person keeps its place. */
export const postponeClaim = (sql: Sql, { workspace, person, token }: Claim, waitMs: number) => sql`
  update outbox set claimed_by = null, ready_at = clock_timestamp() + ${waitMs}::int * interval '1 millisecond'
   where workspace = ${workspace} and person = ${person} and claimed_by = ${token}`;

/** What has been done about a person. */
export interface Done {
  /** Events up to here have been forwarded. */
  readonly to: number;
  /** Looks that had been asked for. */
  readonly looks: number;
  /** Events looked at one by one, and done with. */
  readonly again: readonly number[];
  /** Instances are left to be told. */
  readonly hasMore: boolean;
}

/**
 * Ends a claim: the row goes unless there is more to do, and the person then waits behind the others. A statement of its own, which holds no
 * other row: whoever records an event holds rows of instances and comes here after them. Returns whether there is more to do at once.
 */
export async function endClaim(
  sql: Sql,
  { workspace, person, token }: Claim,
  { to, looks, again, hasMore }: Done,
): Promise<boolean> {
  const [left] = await sql<{ isReady: boolean }>`
    with judged as (
      delete from outbox_events where workspace = ${workspace} and person = ${person} and position = any(${again}::bigint[])
    ), later as materialized (
      select min(retry_at) as at from outbox_events
       where workspace = ${workspace} and person = ${person} and position <> all(${again}::bigint[])
    ), gone as (
      delete from outbox where workspace = ${workspace} and person = ${person} and claimed_by = ${token}
         and upto <= ${to} and looks = ${looks} and not ${hasMore}::boolean and (select at from later) is null
      returning person
    )
    update outbox o
       set after = greatest(o.after, ${to}::bigint), upto = greatest(o.upto, ${to}::bigint), looks = o.looks - ${looks}::int + ${hasMore ? 1 : 0}::int, claimed_by = null, since = clock_timestamp(),
           ready_at = case when o.upto > ${to} or o.looks > ${looks} or ${hasMore}::boolean then clock_timestamp() else greatest((select at from later), clock_timestamp()) end
     where o.workspace = ${workspace} and o.person = ${person} and o.claimed_by = ${token} and not exists (select from gone)
    returning ready_at <= clock_timestamp() as "isReady"`;
  return left?.isReady ?? false;
}
