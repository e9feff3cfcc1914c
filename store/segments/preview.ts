import { PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import { belongs } from '../../journey/segments/evaluate.ts';
import { needsOf } from '../../journey/segments/needs.ts';
import type { Segment } from '../../journey/segments/segment.ts';
import type { Instant } from '../../journey/time/time.ts';
import { withDateOrder } from '../access/settings.ts';
import type { Sql } from '../base/sql.ts';
import { readHistory } from './history.ts';
import { readMemberships } from './memberships.ts';
import { toSql } from './to-sql.ts';
import { findZones } from './zones.ts';

export interface Preview {
  readonly count: number;
  /** Some of them, with the values that were read. */
  readonly sample: readonly { readonly userId: string; readonly read: Readonly<Record<string, JsonValue>> }[];
}

/** Persons judged in one statement. */
const PAGE = 20_000;
const SAMPLE = 10;

/**
 * Returns who would be a member now. Counts in SQL, page by page, and judges a sample in memory too, which shows the
 * values that were read.
 */
export async function previewSegment(
  sql: Sql,
  workspace: WorkspaceId,
  segment: Pick<Segment, 'condition' | 'dateOrder'>,
): Promise<Preview> {
  const { condition, dateOrder } = await withDateOrder(sql, workspace, segment);
  const [clock] = await sql<{ now: Instant }>`select clock(${workspace}) as now`;
  const now = clock?.now;
  if (now === undefined) throw new Error('the store has no clock');
  const question = toSql(condition, { workspace, now, zones: await findZones(sql, workspace), dateOrder });
  const some: { id: string; userId: string; profile: JsonObject }[] = [];
  let count = 0;
  for (let from: string | null = ''; from !== null; ) {
    const [page]: { count: number; last: string | null; asked: number; some: typeof some | null }[] = await sql`
      with page as materialized (
        select * from persons where workspace = ${workspace} and id > ${from} order by id limit ${PAGE}
      ), found as materialized (
        select p.id, p.user_id, p.profile from page p cross join lateral ${question} a where a.is_
      )
      select (select count(*) from found) as count, (select max(id) from page) as last,
             (select count(*) from page) as asked,
             (select jsonb_agg(jsonb_build_object('id', id, 'userId', user_id, 'profile', profile) order by id)
                from (select * from found order by id limit ${SAMPLE}) f) as some`;
    count += page?.count ?? 0;
    some.push(...(page?.some ?? []).slice(0, SAMPLE - some.length));
    from = page && page.asked === PAGE ? page.last : null;
  }
  return {
    count,
    sample: await Promise.all(
      some.map(async ({ id, userId, profile }) => {
        const who = { workspace, person: PersonId.parse(id) };
        const [history, memberships] = await Promise.all([
          readHistory(sql, who, needsOf([condition])),
          readMemberships(sql, who),
        ]);
        const segments = memberships.filter(({ isIn }) => isIn).map(({ segment }) => segment);
        return { userId, read: belongs(condition, { profile, history, segments, dateOrder }, now).read };
      }),
    ),
  };
}
