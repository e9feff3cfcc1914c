import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { readDate } from '../../journey/conditions/moments.ts';
import { lookUp, namesIn, pathOf } from '../../journey/conditions/path.ts';
import type { DateOrder } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A trait that a journey or a segment reads as a date, and how it writes dates. */
export interface DateTrait {
  /** With its root: `profile.renewsOn`. */
  readonly path: string;
  readonly dateOrder: DateOrder | null;
}

/** Journeys and segments that one call reads. */
const MOST_DOCUMENTS = 1_000;

/** Lists the traits that a workspace's journeys and segments read as dates: in waits, date entries and conditions. */
export const listDateTraits = (sql: Sql, workspace: WorkspaceId) => sql<DateTrait>`
  with documents as (
    (select v.document::jsonb as document
       from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
      where j.workspace = ${workspace} and j.state <> 'archived' order by j.id limit ${MOST_DOCUMENTS})
    union all
    (select document::jsonb from segments where workspace = ${workspace} order by id limit ${MOST_DOCUMENTS})
  )
  select distinct p.path #>> '{}' as path, d.document ->> 'dateOrder' as "dateOrder"
    from documents d
   cross join lateral (
     select jsonb_path_query(d.document, 'strict $.** ? (@.op == "before" || @.op == "after").path')
     union all
     select jsonb_path_query(d.document, '$.nodes.* ? (@.type == "waitUntil").date.path')
     union all
     -- a JSON text in brackets is a name of a path
     select to_jsonb(case when starts_with(d.document #>> '{entry,trait}', '[') then 'profile' || (d.document #>> '{entry,trait}')
                     else 'profile[' || (d.document #> '{entry,trait}')::text || ']' end)
      where d.document #>> '{entry,type}' = 'date'
   ) as p (path)
   where p.path #>> '{}' ~ '^profile[.[]'
   order by 1, 2`;

/** Lists the paths in a profile, without their root, whose values can't be read as dates. */
export const listMalformedDates = (profile: JsonObject, traits: readonly DateTrait[]): readonly string[] => {
  const unreadable = traits.filter(({ path, dateOrder }) => {
    const value = lookUp(path, { profile, context: {} });
    const isThere = value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
    return isThere && readDate(value, { zone: 'UTC', dateOrder: dateOrder ?? undefined }) === undefined;
  });
  return [...new Set(unreadable.map(({ path }) => pathOf(namesIn(path).slice(1))))];
};
