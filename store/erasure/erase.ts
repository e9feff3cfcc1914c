import { InstanceId, type JourneyId, type PersonId, type PersonRef, type WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import { recordAudit } from '../access/audit.ts';
import { newEventId } from '../base/ids.ts';
import { shareJourneys, takeLock } from '../base/locks.ts';
import type { Sql } from '../base/sql.ts';
import { endFromOutside } from '../decisions/end.ts';
import { findReadable, type Versions } from '../journeys/versions.ts';
import type { Store } from '../person.ts';

export interface EraseRequest {
  readonly workspace: WorkspaceId;
  /** A user id, or else an anonymous id. */
  readonly userId: string;
  readonly actor: string;
}

interface Ports {
  readonly sql: Sql;
  readonly store: Store;
  readonly versions: Versions;
}

/**
 * Erases somebody (design.md §7.14). In one transaction under their lock their instances end, and all that is stored of them goes or is emptied; what
 * remains is counted by an id that means nobody. Temporal's part follows, run by run (worker/jobs/erasures.ts). What is accepted of the same user
 * afterwards is of somebody new. Undefined: nobody is known by that name. Answers the erasure's id.
 */
export async function eraseUser(
  { sql, store, versions }: Ports,
  { workspace, userId, actor }: EraseRequest,
): Promise<string | undefined> {
  const [found] = await sql<{ person: PersonId }>`
    select person from identities where workspace = ${workspace} and kind in ('user', 'anonymous') and value = ${userId} order by kind = 'user' desc limit 1`;
  if (!found) return undefined;
  const who = { workspace, person: found.person };
  return store.person(who, async (own, now) => {
    const isThere = await own`select from persons where workspace = ${workspace} and id = ${who.person}`;
    if (isThere.length === 0) return undefined; // erased meanwhile
    const ended = await endAll(own, now, who, versions);
    const id = await keepErasure(own, who, actor, ended);
    await emptyWhatCounts(own, who);
    await deleteTheRest(own, who);
    await recordAudit(own, { workspace, actor, action: 'user.erase', about: { erasure: id, person: who.person } });
    return id;
  });
}

async function endAll(sql: Sql, now: Instant, who: PersonRef, versions: Versions): Promise<number> {
  const live = await sql<{ id: string; journey: JourneyId; version: number }>`
    select id, journey, version from instances where workspace = ${who.workspace} and person = ${who.person} and ended_at is null order by id`;
  const journeys = live.map(({ journey }) => journey);
  await takeLock(sql, shareJourneys(who.workspace, journeys)); // no stop is putting them out meanwhile
  await sql`select from instances where workspace = ${who.workspace} and person = ${who.person} order by id for update`; // in order: acknowledging nudges locks several rows, too
  for (const { id, journey, version: number } of live) {
    const version = await findReadable(versions, who.workspace, journey, number, sql);
    const why = { reason: 'erased', detail: 'the user has been erased' } as const;
    await endFromOutside(sql, now, who, InstanceId.parse(id), why, version);
  }
  return live.length;
}

/** With the workflows whose runs are to be deleted: their ids tell the user's. */
async function keepErasure(sql: Sql, { workspace, person }: PersonRef, actor: string, ended: number): Promise<string> {
  const id = newEventId();
  await sql`
    insert into erasures (workspace, id, requested_by, ended, instances, workflow_ids)
    select ${workspace}, ${id}, ${actor}, ${ended}, count(*), coalesce(array_agg(workflow_id) filter (where workflow_id is not null), '{}')
      from instances where workspace = ${workspace} and person = ${person}`;
  return id;
}

/** Rows that the numbers are made of stay, with nothing in them that was theirs. */
async function emptyWhatCounts(sql: Sql, { workspace, person }: PersonRef): Promise<void> {
  await sql`
    update transitions t set read = '[]' from instances i
     where i.workspace = ${workspace} and i.person = ${person} and t.workspace = i.workspace and t.instance = i.id`;
  await sql`
    update instances set user_id = ${ERASED}, key = '', context = '{}', interests = '{}', stuck = null, goals_until = null, goals_holding = '{}', closing = false
     where workspace = ${workspace} and person = ${person}`;
  await sql`
    update messages set detail = null, provider_id = null, response = null where workspace = ${workspace} and person = ${person}`;
  await sql`update refusals set key = '', read = '{}' where workspace = ${workspace} and person = ${person}`;
}

/** What lists show instead of a user id. */
export const ERASED = '(erased)';

async function deleteTheRest(sql: Sql, { workspace, person }: PersonRef): Promise<void> {
  await sql`
    with mine as (select id from instances where workspace = ${workspace} and person = ${person}),
         ordered as (delete from commands c using mine where c.workspace = ${workspace} and c.instance = mine.id)
    delete from contested c using mine where c.workspace = ${workspace} and c.instance = mine.id`;
  await sql`
    delete from inbox where workspace = ${workspace} and key = any(array(select key from messages where workspace = ${workspace} and person = ${person}))`;
  await sql`
    with gone as (
      delete from queued where workspace = ${workspace} and person = ${person} returning journey, version, at
    )
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select ${workspace}, journey, version, '', measure, at, -count(*) from gone, unnest(array['qualified', 'queued']) as m (measure) group by journey, version, measure, at`;
  await sql`
    delete from list_rows where workspace = ${workspace} and user_id = any(array(
      select value from identities where workspace = ${workspace} and person = ${person} and kind = 'user'))`;
  await sql`
    with gone as (delete from events where workspace = ${workspace} and person = ${person} returning message_id)
    delete from event_keys k using gone where k.workspace = ${workspace} and k.message_id = gone.message_id`;
  await sql`delete from outbox where workspace = ${workspace} and person = ${person}`;
  await sql`delete from outbox_events where workspace = ${workspace} and person = ${person}`;
  await sql`delete from dead_letters where workspace = ${workspace} and person = ${person}`;
  await sql`delete from due where workspace = ${workspace} and person = ${person}`;
  await sql`delete from memberships where workspace = ${workspace} and person = ${person}`;
  await sql`delete from identities where workspace = ${workspace} and person = ${person}`;
  await sql`delete from persons where workspace = ${workspace} and id = ${person}`;
}
