import { PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import { part, type Sql } from '../base/sql.ts';
import { readConditions, readDefinitions } from './defined.ts';
import { announceChanges, type Membership, writeMemberships } from './memberships.ts';
import { toSql } from './to-sql.ts';
import { findZones } from './zones.ts';

/** Most locks that one transaction takes. */
const PAGE = 500;

export interface Filling {
  readonly workspace: WorkspaceId;
  readonly segment: string;
  readonly version: number;
}

/**
 * Returns the next page of users to judge by a segment. Undefined if all have been judged, or a later version has
 * replaced this one.
 */
export async function nextPage(
  sql: Sql,
  { workspace, segment, version }: Filling,
): Promise<{ readonly persons: readonly PersonId[]; readonly isLast: boolean } | undefined> {
  const [place] = await sql<{ from: string | null }>`
    select filled_to as from from segments where workspace = ${workspace} and id = ${segment} and version = ${version}`;
  if (!place || place.from === null) return undefined;
  const page = await sql<{ id: string }>`
    select id from persons where workspace = ${workspace} and id > ${place.from} order by id limit ${PAGE}`;
  return { persons: page.map(({ id }) => PersonId.parse(id)), isLast: page.length < PAGE };
}

/**
 * Judges a page of users by a new or changed segment, in one statement, and announces who joined or left, behind live
 * events. Call it under the locks of the users and of the workspace's segments. A page that has changed since it was
 * read is left for the next call. Returns whether there are more.
 */
export async function fillPage(
  sql: Sql,
  now: Instant,
  { workspace, segment, version }: Filling,
  ids: readonly PersonId[],
): Promise<boolean> {
  const page = await nextPage(sql, { workspace, segment, version });
  if (!page) return false;
  if (page.persons.some((id) => !ids.includes(id))) return true;

  const changed = await judgePage(sql, { workspace, segment, version }, page.persons, now);
  const isWritten = await writeMemberships(sql, workspace, changed);
  const moved = changed.filter((each) => each.isIn !== each.wasIn && isWritten(each));
  await announceChanges(
    sql,
    workspace,
    now,
    moved.map(({ person, isIn }) => ({ segment, person, isIn, hops: 0, isBulk: true })),
  );
  const next = page.isLast ? null : (page.persons.at(-1) ?? null);
  await sql`
    update segments set filled_to = ${next}
     where workspace = ${workspace} and id = ${segment} and version = ${version}`;
  return next !== null;
}

type Judged = Membership & { readonly wasIn: boolean };

/** Returns the users of a page whose membership or next look differs from what is stored. */
async function judgePage(
  sql: Sql,
  { workspace, segment, version }: Filling,
  ids: readonly PersonId[],
  now: Instant,
): Promise<readonly Judged[]> {
  const defined = (await readDefinitions(sql, workspace)).filter(({ id }) => id === segment);
  const read = (await readConditions(sql, workspace, defined)).get(segment);
  if (!read) return [];
  if (read.type === 'unreadable') throw read.fault; // the page waits until the segment can be read
  const { condition, dateOrder } = read;
  const zones = await findZones(sql, workspace, part`p.id = any(${ids}::text[])`);
  return (
    await sql<Omit<Judged, 'segment' | 'version'>>`
      select j.person, j."isIn", j."dueAt", j."wasIn", j."sinceAt" from (
        select p.id as person, a.is_ as "isIn", nullif(a.until_, ${Number.MAX_SAFE_INTEGER}::bigint) as "dueAt",
               coalesce(m.is_in, false) as "wasIn",
               case when m.is_in = a.is_ then m.since_at else ${now}::bigint end as "sinceAt", m.due_at as was_due
          from persons p
          left join memberships m on m.workspace = p.workspace and m.person = p.id and m.segment = ${segment}
         cross join lateral ${toSql(condition, { workspace, now, zones, dateOrder })} a
         where p.workspace = ${workspace} and p.id = any(${ids}::text[])) j
       where j."isIn" <> j."wasIn" or j."dueAt" is distinct from j.was_due`
  ).map(({ person, isIn, wasIn, sinceAt, dueAt }) => ({ segment, version, person, isIn, wasIn, sinceAt, dueAt }));
}
