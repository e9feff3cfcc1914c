import { PersonId, type PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** Live events never wait for bulk work: each lane has a forwarder of its own. */
export type Lane = 'live' | 'bulk';

/** A person whose events one forwarder handles while the lease lasts. */
export interface Claim extends PersonRef {
  /** Unique per claim: an owner that resumes after its lease has ended changes nothing. */
  readonly token: number;
}

/** How long a claim lasts without renewal: a suspended worker delays no user for longer. */
const LEASE_MS = 10_000;

/** The result of one claim. */
export interface Claimed {
  readonly claims: readonly Claim[];
  /** The database's clock at the claim. */
  readonly now: string;
  /** When the first claimed person was ready; null if there was none. */
  readonly first: string | null;
}

/**
 * Claims persons with work in this lane, longest ready first. `from` skips rows known to be claimed: dead rows stay in
 * the queue's index while an old snapshot is open, and each claim would otherwise read all of them.
 */
export async function claimPersons(
  sql: Sql,
  lane: Lane,
  { atMost, from }: { readonly atMost: number; readonly from: string | null },
): Promise<Claimed> {
  const [row] = await sql<Claimed>`
    with free as materialized (
      select workspace, person, ready_at from outbox
       where is_bulk = ${lane === 'bulk'} and ready_at >= coalesce(${from}::timestamptz, '-infinity')
         and ready_at <= clock_timestamp()
       order by ready_at limit ${atMost} for update skip locked
    ), taken as (
      update outbox o set claimed_by = nextval('outbox_claims'),
          ready_at = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
        from free where o.workspace = free.workspace and o.person = free.person
      returning o.workspace, o.person, o.claimed_by
    )
    select clock_timestamp() as now, (select min(ready_at) from free) as first,
           (select coalesce(jsonb_agg(jsonb_build_object('workspace', workspace, 'person', person,
                                                         'token', claimed_by)), '[]') from taken) as claims`;
  if (!row) throw new TypeError('claiming persons returned no row');
  return {
    ...row,
    claims: row.claims.map(({ workspace, person, token }) => ({
      workspace: WorkspaceId.parse(workspace),
      person: PersonId.parse(person),
      token,
    })),
  };
}

/** Returns when the longest ready person before an instant was ready, or null if there is none. */
export async function findReadyBefore(sql: Sql, lane: Lane, before: string): Promise<string | null> {
  const [row] = await sql<{ first: string | null }>`
    select min(ready_at) as first from outbox
     where is_bulk = ${lane === 'bulk'} and ready_at < ${before}::timestamptz and ready_at <= clock_timestamp()`;
  return row?.first ?? null;
}

/** Far longer than any lease or wait: the database's clock was set back meanwhile. */
const TOO_LATE_MS = 300_000;

export const releaseFarClaims = (sql: Sql) => sql`
  update outbox o set ready_at = clock_timestamp()
    from (select workspace, person from outbox
           where ready_at > clock_timestamp() + ${TOO_LATE_MS}::int * interval '1 millisecond'
             for update skip locked) late
   where o.workspace = late.workspace and o.person = late.person`;

/** Renews the leases of claims. Never waits: a row that another transaction holds is renewed next time. */
export const renewClaims = (sql: Sql, claims: readonly Claim[]) => sql`
  with mine as materialized (
    select o.workspace, o.person
      from unnest(${claims.map(({ workspace }) => workspace)}::text[], ${claims.map(({ person }) => person)}::text[],
                  ${claims.map(({ token }) => token)}::bigint[]) as c (workspace, person, token)
      join outbox o on o.workspace = c.workspace and o.person = c.person and o.claimed_by = c.token
       for update of o skip locked
  )
  update outbox o set ready_at = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
    from mine where o.workspace = mine.workspace and o.person = mine.person`;

/** Postpones a claim for a reason other than its events. The person's work keeps its place. */
export const postponeClaim = (sql: Sql, { workspace, person, token }: Claim, waitMs: number) => sql`
  update outbox set claimed_by = null, ready_at = clock_timestamp() + ${waitMs}::int * interval '1 millisecond'
   where workspace = ${workspace} and person = ${person} and claimed_by = ${token}`;

/** The forwarder's work for a person. */
export interface ForwardingDone {
  /** Position up to which events have been forwarded. */
  readonly to: number;
  /** Looks that had been requested. */
  readonly looks: number;
  /** Positions of events that were retried and are done. */
  readonly again: readonly number[];
  /** Instances remain to be notified. */
  readonly hasMore: boolean;
}

/**
 * Ends a claim. Deletes the row unless there is more to do; otherwise the person moves to the end of the queue. Run it
 * outside the transaction that locks rows of instances: transactions that record events lock those rows before the
 * outbox. Returns whether there is more to do immediately.
 */
export async function endClaim(
  sql: Sql,
  { workspace, person, token }: Claim,
  { to, looks, again, hasMore }: ForwardingDone,
): Promise<boolean> {
  const [left] = await sql<{ isReady: boolean }>`
    with judged as (
      delete from outbox_events
       where workspace = ${workspace} and person = ${person} and position = any(${again}::bigint[])
    ), later as materialized (
      select min(retry_at) as at from outbox_events
       where workspace = ${workspace} and person = ${person} and position <> all(${again}::bigint[])
    ), gone as (
      delete from outbox where workspace = ${workspace} and person = ${person} and claimed_by = ${token}
         and upto <= ${to} and looks = ${looks} and not ${hasMore}::boolean and (select at from later) is null
      returning person
    )
    update outbox o
       set after = greatest(o.after, ${to}::bigint), upto = greatest(o.upto, ${to}::bigint),
           looks = o.looks - ${looks}::int + ${hasMore ? 1 : 0}::int, claimed_by = null, since = clock_timestamp(),
           ready_at = case when o.upto > ${to} or o.looks > ${looks} or ${hasMore}::boolean then clock_timestamp()
                           else greatest((select at from later), clock_timestamp()) end
     where o.workspace = ${workspace} and o.person = ${person} and o.claimed_by = ${token}
       and not exists (select from gone)
    returning ready_at <= clock_timestamp() as "isReady"`;
  return left?.isReady ?? false;
}
