import { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';
import type { Claim } from './claims.ts';
import type { Looked } from './reachable.ts';

/** What waits of a person, none of which can do more than tell instances that are there. */
export interface Plain extends Looked {
  /** Of its events. */
  readonly names: readonly string[];
}

/** Events of one person that are looked at: no more than their names is read. */
const MOST = 100;

/**
 * Reads what waits of many persons at once, and answers of those where nothing has to be judged under their locks: no event of theirs could let them
 * into a journey, change a membership, meet a goal of an instance that has ended or of an IntelliNODE, or has failed to be judged before. By the
 * position in `claims`; undefined: look again under the person's lock.
 *
 * No lock is needed to tell instances what is there. An event is accepted under the person's lock: a decision that committed before it is seen here,
 * and one that begins after it reads the event itself. What commits while this is read asks for a look of its own.
 */
export async function lookTogether(sql: Sql, claims: readonly Claim[]): Promise<readonly (Plain | undefined)[]> {
  if (claims.length === 0) return [];
  const rows = await sql<Plain & { nr: number }>`
    with mine as materialized (
      select c.nr, o.workspace, o.person, o.after, o.looks, coalesce(e.names, '{}') as names,
             case when e.count < ${MOST}::int then o.upto else e.last end as upto
        from unnest(${claims.map(({ workspace }) => workspace)}::text[], ${claims.map(({ person }) => person)}::text[], ${claims.map(({ token }) => token)}::bigint[])
             with ordinality as c (workspace, person, token, nr)
        join outbox o on o.workspace = c.workspace and o.person = c.person and o.claimed_by = c.token
       cross join lateral (
         select array_agg(distinct name) as names, count(*) as count, max(position) as last from (
           select name, position from events e
            where e.workspace = o.workspace and e.person = o.person and e.position > o.after and e.position <= o.upto
            order by position limit ${MOST}) read) e
    )
    select (nr - 1)::int as nr, workspace, person, after, upto as "to", looks, names
      from mine m
     where not exists (select from unnest(m.names) as n (name) where starts_with(name, '$'))
       and not exists (select from unnest(m.names) as n (name) join journeys j on j.workspace = m.workspace and j.entry_event = n.name and j.state <> 'archived')
       and not exists (select from instances i
                        where i.workspace = m.workspace and i.person = m.person and i.goals_until is not null and i.interests && m.names)
       and not exists (select from assignments a join experiments x on (x.workspace, x.journey, x.experiment) = (a.workspace, a.journey, a.experiment)
                        where a.workspace = m.workspace and a.person = m.person and x.goal_events && m.names)
       and not exists (select from segments s where s.workspace = m.workspace and s.mentions && m.names)
       and not (cardinality(m.names) > 0 and exists (select from segments s where s.workspace = m.workspace) -- somebody new is asked of all segments
                and not exists (select from events e where e.workspace = m.workspace and e.person = m.person and e.position <= m.after))
       and not exists (select from outbox_events e
                        where e.workspace = m.workspace and e.person = m.person and e.retry_at <= clock_timestamp())`;
  const found = claims.map((): Plain | undefined => undefined);
  for (const { nr, workspace, person, ...row } of rows)
    found[nr] = { ...row, workspace: WorkspaceId.parse(workspace), person: PersonId.parse(person) };
  return found;
}
