import type { PersonRef } from '../../journey/ids.ts';
import type { JsonObject } from '../../journey/json.ts';
import type { Instant } from '../../journey/time.ts';
import type { Sql } from '../sql.ts';

/** What was accepted of somebody and has not been taken into account by segments. */
export interface Unkept {
  readonly profile: JsonObject;
  readonly count: number;
  readonly acceptances: readonly {
    readonly at: Instant;
    /** Of its last event. */
    readonly position: number;
    readonly hops: number;
    /** Of the outbox. */
    readonly rows: readonly number[];
    /** Nothing has been heard of this person before. */
    readonly isFirst: boolean;
    readonly events: readonly { readonly name: string; readonly properties: JsonObject }[];
  }[];
}

export async function unkeptOf(sql: Sql, { workspace, person }: PersonRef): Promise<Unkept> {
  const [row] = await sql<{ profile: JsonObject; acceptances: Unkept['acceptances'] | null }>`
    select p.profile,
      (select jsonb_agg(a order by a.position) from (
         select min(e.accepted_at) as at, max(e.position) as position, max(e.hops) as hops, jsonb_agg(o.id) as rows,
                jsonb_agg(jsonb_build_object('name', e.name, 'properties', e.properties) order by e.position) as events,
                not exists (select from events f where f.workspace = ${workspace} and f.person = ${person} and f.position < e.acceptance) as "isFirst"
           from outbox o
           join events e on e.workspace = o.workspace and e.person = o.person and e.position = o.position
          where o.workspace = ${workspace} and o.person = ${person} and not o.is_kept
          group by e.acceptance) a) as acceptances
      from persons p where p.workspace = ${workspace} and p.id = ${person}`;
  const acceptances = row?.acceptances ?? [];
  return {
    profile: row?.profile ?? {},
    acceptances,
    count: acceptances.reduce((sum, { events }) => sum + events.length, 0),
  };
}

/** Once: announced again after a crash, it is not judged by what was known then. */
export const markKept = (sql: Sql, rows: readonly number[]) => sql`
  update outbox set is_kept = true where id = any(${rows}::bigint[])`;
