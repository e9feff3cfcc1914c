import type { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Count } from '../../journey/engine/counts.ts';
import { atCommit, type Sql } from './sql.ts';

/** The owner of a count: a version, and the hour in which the user entered. */
export interface CountOf {
  readonly workspace: WorkspaceId;
  /** The user whom the count is about. Test users count nowhere. */
  readonly person: PersonId;
  readonly journey: JourneyId;
  readonly version: number;
  readonly enteredAt: number;
}

/**
 * Appends counts, so that no decision updates a row that it shares with other users' decisions (design.md §10). They go
 * with the transaction's commit.
 */
export async function appendCounts(
  sql: Sql,
  { workspace, person, journey, version, enteredAt }: CountOf,
  counts: readonly Count[],
): Promise<void> {
  if (counts.length === 0) return;
  const counting = sql`
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select ${workspace}, ${journey}, ${version}, node, measure, ${enteredAt}, count(*)
      from unnest(${counts.map(({ node }) => node)}::text[],
                  ${counts.map(({ measure }) => measure)}::text[]) as c (node, measure)
     where not is_test(${workspace}, ${person})
     group by node, measure`;
  await atCommit(sql, counting);
}

/**
 * Counts entries that were decided: each as qualified, and as `measure`. `at` is when the user entered or was refused.
 */
export async function countEntries(
  sql: Sql,
  { workspace, journey, version }: Omit<CountOf, 'enteredAt' | 'person'>,
  entries: readonly (Pick<CountOf, 'person'> & {
    readonly at: number;
    readonly measure: 'entered' | 'control' | 'refused';
  })[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select ${workspace}, ${journey}, ${version}, '', m.measure, hour_of(e.at), count(*)
      from unnest(${entries.map(({ person }) => person)}::text[], ${entries.map(({ at }) => at)}::bigint[],
                  ${entries.map(({ measure }) => measure)}::text[]) as e (person, at, measure),
           unnest(array['qualified', e.measure]) as m (measure)
     where not is_test(${workspace}, e.person)
     group by 5, 6`;
}

/** Adds appended counts to the totals. A worker job; safe to run twice at once. Returns the number of rows it took. */
export async function rollUpCounts(sql: Sql, atMost = 50_000): Promise<number> {
  const [row] = await sql<{ taken: number }>`
    with taken as (
      delete from count_deltas
       where ctid = any(array(select ctid from count_deltas order by id limit ${atMost} for update skip locked))
      returning workspace, journey, version, node, measure, n, entered_at
    ), added as (
      insert into counts (workspace, journey, version, node, measure, n)
      select workspace, journey, version, node, measure, sum(n) from taken group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (workspace, journey, version, node, measure) do update set n = counts.n + excluded.n
    ), by_hour as (
      insert into counts_by_hour as h (workspace, journey, hour, version, node, measure, n)
      select workspace, journey, hour_of(entered_at), version, node, measure, sum(n) from taken
       group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
      on conflict (workspace, journey, hour, version, node, measure) do update set n = h.n + excluded.n
    )
    select count(*) as taken from taken`;
  return row?.taken ?? 0;
}

/** Adds the message counts that triggers appended to their totals. See `rollUpCounts`. */
export async function rollUpMessageCounts(sql: Sql, atMost = 50_000): Promise<number> {
  const [row] = await sql<{ taken: number }>`
    with taken as (
      delete from message_deltas
       where ctid = any(array(select ctid from message_deltas order by id limit ${atMost} for update skip locked))
      returning *
    ), added as (
      insert into message_counts as c (workspace, journey, hour, version, node, channel, template, measure, n)
      select workspace, journey, hour, version, node, channel, template, measure, sum(n) from taken
       group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8
      on conflict (workspace, journey, hour, version, node, channel, template, measure) do update
         set n = c.n + excluded.n
    )
    select count(*) as taken from taken`;
  return row?.taken ?? 0;
}
