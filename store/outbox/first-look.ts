import { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';
import type { Claim } from './claims.ts';
import type { LookRange } from './reachable.ts';

/** A person whose waiting events can only wake existing instances. */
export interface WakeOnly extends LookRange {
  /** Names of the waiting events. */
  readonly names: readonly string[];
}

/** Most events of one person whose names are read. */
const MOST = 100;

/**
 * Reads the waiting events of many persons in one statement. Returns those persons for whom nothing has to be judged
 * under their lock. For them no event could let them into a journey, change a membership, or meet a goal of an ended
 * instance or of an IntelliNODE, and none failed to be judged before. Results are in the order of `claims`; undefined
 * means look again under the person's lock.
 *
 * Waking instances needs no lock. An event is accepted under the person's lock: this statement sees a decision that
 * committed before it, and a decision that begins later reads the event itself. Whatever commits meanwhile requests a
 * look of its own.
 */
export async function findWakeOnly(sql: Sql, claims: readonly Claim[]): Promise<readonly (WakeOnly | undefined)[]> {
  if (claims.length === 0) return [];
  const rows = await sql<WakeOnly & { nr: number }>`
    with mine as materialized (
      select c.nr, o.workspace, o.person, o.after, o.looks, coalesce(e.names, '{}') as names,
             case when e.count < ${MOST}::int then o.upto else e.last end as upto
        from unnest(${claims.map(({ workspace }) => workspace)}::text[], ${claims.map(({ person }) => person)}::text[],
                    ${claims.map(({ token }) => token)}::bigint[])
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
       and not exists (select from unnest(m.names) as n (name)
                       join journeys j on j.workspace = m.workspace and j.entry_event = n.name
                         and j.state <> 'archived')
       and not exists (select from instances i
                        where i.workspace = m.workspace and i.person = m.person and i.goals_until is not null
                          and i.interests && m.names)
       and not exists (select from assignments a
                       join experiments x on (x.workspace, x.journey, x.experiment)
                                             = (a.workspace, a.journey, a.experiment)
                        where a.workspace = m.workspace and a.person = m.person and x.goal_events && m.names)
       and not exists (select from segments s where s.workspace = m.workspace and s.mentions && m.names)
       -- a new user is judged by all segments
       and not (cardinality(m.names) > 0 and exists (select from segments s where s.workspace = m.workspace)
                and not exists (select from events e
                                where e.workspace = m.workspace and e.person = m.person and e.position <= m.after))
       and not exists (select from outbox_events e
                        where e.workspace = m.workspace and e.person = m.person and e.retry_at <= clock_timestamp())`;
  const found = claims.map((): WakeOnly | undefined => undefined);
  for (const { nr, workspace, person, ...row } of rows)
    found[nr] = { ...row, workspace: WorkspaceId.parse(workspace), person: PersonId.parse(person) };
  return found;
}
