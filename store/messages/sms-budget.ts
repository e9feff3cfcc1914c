import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** An SMS that is about to be handed over. */
export interface SmsCharge {
  readonly workspace: WorkspaceId;
  /** Its send key. */
  readonly key: string;
  /** Day of UTC: `2026-03-02`. */
  readonly day: string;
  readonly segments: number;
  /** Most segments in a day. */
  readonly limit: number;
}

/**
 * `charged`: within the budget, now with `total` segments that day. `held`: over it, as `held` attempts were that day.
 */
export type SmsCharged =
  | { readonly type: 'charged'; readonly total: number }
  | { readonly type: 'held'; readonly total: number; readonly held: number };

/**
 * Charges a message to the day's budget, or counts that it was held. Exact under concurrency: charges of one day wait
 * for each other. A message is charged once, however often it is tried.
 */
export async function chargeSms(sql: Sql, { workspace, key, day, segments, limit }: SmsCharge): Promise<SmsCharged> {
  const [charged] = await sql<{ total: number }>`
    with known as (
      select from messages where workspace = ${workspace} and key = ${key} and segments is not null
    ),
    charged as (
      insert into sms_days (workspace, day, segments)
      select ${workspace}, ${day}::date, ${segments}::bigint
       where ${segments} <= ${limit}::bigint and not exists (select from known)
      on conflict (workspace, day) do update set segments = sms_days.segments + excluded.segments
       where sms_days.segments + excluded.segments <= ${limit}
      returning segments
    ),
    marked as (
      update messages set segments = ${segments}
       where workspace = ${workspace} and key = ${key} and exists (select from charged)
    )
    select segments as total from charged
     union all
    select coalesce((select segments from sms_days where workspace = ${workspace} and day = ${day}::date), 0)
      from known`;
  if (charged) return { type: 'charged', total: charged.total };
  const [row] = await sql<{ total: number; held: number }>`
    insert into sms_days (workspace, day, held) values (${workspace}, ${day}::date, 1)
    on conflict (workspace, day) do update set held = sms_days.held + 1
    returning segments as total, held`;
  return { type: 'held', total: row?.total ?? 0, held: row?.held ?? 1 };
}

export interface SmsDay {
  readonly segments: number;
  /** Attempts that were held. */
  readonly held: number;
}

export async function readSmsDay(sql: Sql, workspace: WorkspaceId, day: string): Promise<SmsDay> {
  const [row] = await sql<SmsDay>`
    select segments, held from sms_days where workspace = ${workspace} and day = ${day}::date`;
  return row ?? { segments: 0, held: 0 };
}
