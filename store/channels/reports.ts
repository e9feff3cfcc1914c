import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../base/sql.ts';

/** A worker's report about one provider. */
export interface ProviderReport {
  readonly channel: Channel;
  readonly provider: string;
  readonly report: JsonObject;
}

/** Age at which a report's worker counts as stopped. */
const STALE_S = 30;
/** How long reports are kept, for operators who look at the table. */
const KEPT_S = 3_600;

/** Replaces a worker's reports, and deletes reports older than an hour. */
export async function writeProviderReports(
  sql: Sql,
  worker: string,
  reports: readonly ProviderReport[],
): Promise<void> {
  await sql`
    insert into provider_reports (worker, channel, provider, reported_at, report)
    select ${worker}, r.channel, r.provider, clock_timestamp(), r.report
      from jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) as r (channel text, provider text, report jsonb)
    on conflict (worker, channel, provider) do update
       set reported_at = excluded.reported_at, report = excluded.report`;
  await sql`delete from provider_reports where reported_at < clock_timestamp() - ${KEPT_S}::int * interval '1 second'`;
}

export interface ReportSeen extends ProviderReport {
  readonly worker: string;
}

/** Returns the reports of all running workers. */
export const readProviderReports = (sql: Sql): Promise<readonly ReportSeen[]> => sql<ReportSeen>`
  select worker, channel, provider, report from provider_reports
   where reported_at > clock_timestamp() - ${STALE_S}::int * interval '1 second'
   order by channel, provider, worker`;

/** Deletes a worker's reports when it stops. */
export const deleteProviderReports = async (sql: Sql, worker: string): Promise<void> => {
  await sql`delete from provider_reports where worker = ${worker}`;
};

export interface Waiting {
  readonly channel: Channel;
  /** Messages that no provider has accepted yet, at most `MOST_COUNTED`. */
  readonly count: number;
  /** When the oldest of them was due. */
  readonly since: string | null;
}

/** Counting stops here, since operators don't need a larger number to be exact. */
export const MOST_COUNTED = 10_000;

/** Counts a workspace's messages that wait for a retry, by channel. */
export const readWaiting = (
  sql: Sql,
  workspace: WorkspaceId,
  channels: readonly Channel[],
): Promise<readonly Waiting[]> =>
  sql<Waiting>`
    select c.channel, w.count::int as count, to_timestamp(w.since / 1000.0) as since
      from unnest(${channels}::text[]) as c (channel)
     cross join lateral (
       select count(*) as count, min(i.arrived_at) as since
         from (select instance from messages m
                where m.workspace = ${workspace} and m.channel = c.channel and m.state = 'reserved' and m.attempts > 0
                order by m.claimed_at
                limit ${MOST_COUNTED}) oldest
         join instances i on i.workspace = ${workspace} and i.id = oldest.instance) w
     where w.count > 0`;
