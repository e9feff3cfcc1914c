import type { WorkspaceId } from '../../journey/base/ids.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import {
  barsTransactional,
  SOFT_BOUNCES,
  SUPPRESSION_REASONS,
  type SuppressionReason,
} from '../../journey/people/suppression.ts';
import type { Instant } from '../../journey/time/time.ts';
import { part, type Sql } from '../base/sql.ts';

/** A suppressed address as operators see it. */
export interface SuppressionLine {
  readonly id: number;
  readonly channel: MessageChannel;
  /** Null for an erased user, and where only the hash is known. */
  readonly address: string | null;
  readonly reason: SuppressionReason;
  /** A key's ID, `provider`, `erasure` or `import`. */
  readonly source: string;
  readonly detail: string | null;
  readonly at: Instant;
  readonly until: Instant | null;
}

/** An address to suppress: normalized, or known by its hash alone. */
export interface Suppressing {
  readonly channel: MessageChannel;
  readonly address: string | null;
  /** Left out: the hash of the address. */
  readonly hash?: string | undefined;
  readonly reason: SuppressionReason;
  readonly detail?: string | null | undefined;
  readonly until?: Instant | null | undefined;
}

/**
 * Suppresses addresses. One that is suppressed already keeps its row, unless the new suppression lasts longer or also
 * bars transactional messages. Returns how many were added or changed.
 */
export async function suppressAddresses(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  source: string,
  all: readonly Suppressing[],
): Promise<number> {
  if (all.length === 0) return 0;
  const mild = SUPPRESSION_REASONS.filter((reason) => !barsTransactional(reason));
  const rows = await sql`
    insert into suppressions as s (workspace, channel, hash, address, reason, source, detail, at, until)
    select distinct on (channel, hash) ${workspace}, channel, hash, address, reason, ${source}, detail, ${now}, until
      from (select g.channel, coalesce(g.hash, address_hash(${workspace}, g.address)) as hash, g.address, g.reason,
                   g.detail, g.until
              from unnest(${all.map(({ channel }) => channel)}::text[], ${all.map(({ hash }) => hash ?? null)}::text[],
                          ${all.map(({ address }) => address)}::text[], ${all.map(({ reason }) => reason)}::text[],
                          ${all.map(({ detail }) => detail ?? null)}::text[],
                          ${all.map(({ until }) => until ?? null)}::bigint[])
                   as g (channel, hash, address, reason, detail, until)) n
     order by channel, hash, until desc nulls first
    on conflict (workspace, channel, hash) do update
       set address = coalesce(s.address, excluded.address), reason = excluded.reason, source = excluded.source,
           detail = excluded.detail, at = excluded.at, until = excluded.until
     where (s.until is not null and (excluded.until is null or excluded.until > s.until))
        or (s.reason = any(${mild}::text[]) and excluded.reason <> all(${mild}::text[]))
    returning 1`;
  return rows.length;
}

/** An address to which a message went, by its hash. */
interface Bounced {
  readonly channel: MessageChannel;
  readonly hash: string;
}

/**
 * Records a temporary bounce of an address. Returns whether there have been so many that the address must rest. Call it
 * under the person's lock.
 */
export async function countSoftBounce(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  { channel, hash }: Bounced,
): Promise<boolean> {
  await sql`
    delete from soft_bounces where workspace = ${workspace} and channel = ${channel} and hash = ${hash}
       and at <= ${now - SOFT_BOUNCES.withinMs}`;
  await sql`insert into soft_bounces (workspace, channel, hash, at) values (${workspace}, ${channel}, ${hash}, ${now})`;
  const [row] = await sql<{ n: number }>`
    select count(*) as n from soft_bounces
     where workspace = ${workspace} and channel = ${channel} and hash = ${hash}`;
  return (row?.n ?? 0) >= SOFT_BOUNCES.most;
}

export interface SuppressionFilter {
  readonly workspace: WorkspaceId;
  readonly channel?: string | undefined;
  /** Normalized. */
  readonly address?: string | undefined;
  readonly reason?: string | undefined;
  /** ID of the last line of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Lists suppressed addresses, newest first. With an address, finds it by its hash. */
export function listSuppressions(sql: Sql, asked: SuppressionFilter): Promise<SuppressionLine[]> {
  const { workspace, channel = null, address, reason = null, before = null, limit } = asked;
  const hashes = address === undefined ? part`` : part`and s.hash = address_hash(${workspace}, ${address})`;
  const channels = channel === null && address !== undefined ? MessageChannel.options : null;
  return sql<SuppressionLine>`
    select s.id, s.channel, s.address, s.reason, s.source, s.detail, s.at, s.until
      from suppressions s
     where s.workspace = ${workspace} ${hashes}
       and (${channels}::text[] is null or s.channel = any(${channels}::text[]))
       and (${before}::bigint is null or s.id < ${before}) and (${channel}::text is null or s.channel = ${channel})
       and (${reason}::text is null or s.reason = ${reason})
     order by s.id desc limit ${limit}`;
}

/** Reads suppressed addresses in order of their IDs, for an export. Leaves out rows with only a hash. */
export const readSuppressionsAfter = (sql: Sql, workspace: WorkspaceId, after: number, limit: number) =>
  sql<SuppressionLine>`
    select id, channel, address, reason, source, detail, at, until from suppressions
     where workspace = ${workspace} and id > ${after} and address is not null
     order by id limit ${limit}`;

/** Lifts a suppression. Returns what it was, or undefined if there is none. */
export async function liftSuppression(
  sql: Sql,
  workspace: WorkspaceId,
  id: number,
): Promise<Pick<SuppressionLine, 'channel' | 'reason'> | undefined> {
  const [row] = await sql<Pick<SuppressionLine, 'channel' | 'reason'>>`
    delete from suppressions where workspace = ${workspace} and id = ${id} returning channel, reason`;
  return row;
}

/** Lifts suppressions of addresses that a person or an import made. Returns how many there were. */
export async function liftManual(
  sql: Sql,
  workspace: WorkspaceId,
  all: readonly Pick<SuppressionLine, 'channel' | 'address'>[],
): Promise<number> {
  if (all.length === 0) return 0;
  const rows = await sql`
    delete from suppressions s
     using unnest(${all.map(({ channel }) => channel)}::text[], ${all.map(({ address }) => address)}::text[])
           as a (channel, address)
     where s.workspace = ${workspace} and s.channel = a.channel and s.hash = address_hash(${workspace}, a.address)
       and s.reason = 'manual'
    returning s.id`;
  return rows.length;
}
