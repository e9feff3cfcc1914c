import type { PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A page of a user's events that segments have not taken into account yet. */
export interface UnreadBySegments {
  readonly profile: JsonObject;
  readonly count: number;
  /** Position of the page's last event; 0 if there is none. */
  readonly to: number;
  /** Position up to which events count: what comes after the page has not happened yet. */
  readonly upTo: number;
  /** More events follow the page. */
  readonly hasMore: boolean;
  readonly acceptances: readonly {
    readonly at: Instant;
    /** Position of its last event. */
    readonly position: number;
    readonly hops: number;
    /** Sojourn had no events of this user before. */
    readonly isFirst: boolean;
    readonly events: readonly { readonly name: string; readonly properties: JsonObject }[];
  }[];
}

/** Most events and stored bytes of a page. Events that were accepted together stay together. */
const PAGE = { rows: 200, bytes: 1_000_000 } as const;

export async function readUnreadBySegments(sql: Sql, { workspace, person }: PersonRef): Promise<UnreadBySegments> {
  const [row] = await sql<
    Omit<UnreadBySegments, 'acceptances' | 'count' | 'upTo'> & { acceptances: UnreadBySegments['acceptances'] | null }
  >`
    with waiting as materialized (
      select greatest(after, kept_to) as after, upto,
             page_end_whole(workspace, person, greatest(after, kept_to), upto, ${PAGE.rows}, ${PAGE.bytes}) as last
        from outbox where workspace = ${workspace} and person = ${person} and upto > greatest(after, kept_to)
    )
    select p.profile, coalesce(w.last, 0) as to, coalesce(w.last < w.upto, false) as "hasMore",
      (select jsonb_agg(a order by a.position) from (
         select min(e.accepted_at) as at, max(e.position) as position, max(e.hops) as hops,
                jsonb_agg(jsonb_build_object('name', e.name, 'properties', e.properties) order by e.position) as events,
                not exists (select from events f
                            where f.workspace = ${workspace} and f.person = ${person}
                              and f.position < e.acceptance) as "isFirst"
           from events e
          where e.workspace = ${workspace} and e.person = ${person} and e.position > w.after and e.position <= w.last
          group by e.acceptance) a) as acceptances
      from persons p left join waiting w on true where p.workspace = ${workspace} and p.id = ${person}`;
  const acceptances = row?.acceptances ?? [];
  return {
    profile: row?.profile ?? {},
    to: row?.to ?? 0,
    upTo: row?.hasMore ? row.to : Number.MAX_SAFE_INTEGER,
    hasMore: row?.hasMore ?? false,
    acceptances,
    count: acceptances.reduce((sum, { events }) => sum + events.length, 0),
  };
}

/** Marks a page as taken into account, so that a repeat after a crash doesn't judge it by what was known then. */
export async function markReadBySegments(sql: Sql, { workspace, person }: PersonRef, to: number): Promise<void> {
  if (to > 0)
    await sql`
      update outbox set kept_to = greatest(kept_to, ${to}) where workspace = ${workspace} and person = ${person}`;
}
