import { InstanceId, type JourneyId, type PersonRef, type WorkspaceId } from '../../journey/base/ids.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Instant } from '../../journey/time/time.ts';
import { recordAudit } from '../access/audit.ts';
import { newEventId } from '../base/ids.ts';
import { shareJourneys, takeLock } from '../base/locks.ts';
import { part, type Sql } from '../base/sql.ts';
import { emptyCallbacks } from '../callbacks/apply.ts';
import { endFromOutside } from '../decisions/end.ts';
import { findReadable, type Versions } from '../journeys/versions.ts';
import { deleteTestsOf } from '../messages/test-keys.ts';
import { findPerson } from '../people/identities.ts';
import { addressesOf } from '../people/recipient.ts';
import { suppressAddresses } from '../people/suppressions.ts';
import type { Store } from '../person.ts';

export interface EraseRequest {
  readonly workspace: WorkspaceId;
  /** A user ID or, if there is none, an anonymous ID. */
  readonly userId: string;
  readonly actor: string;
}

interface Ports {
  readonly sql: Sql;
  readonly store: Store;
  readonly versions: Versions;
}

/**
 * Erases a user (design.md §7.14). One transaction under their lock ends their instances and deletes or empties
 * everything stored about them. What remains counts under an id without meaning. Temporal's part follows run by run
 * (worker/jobs/erasures.ts). Events accepted for the same user ID afterwards belong to a new user. Returns the
 * erasure's id, or undefined if the user is unknown.
 */
export async function eraseUser(
  { sql, store, versions }: Ports,
  { workspace, userId, actor }: EraseRequest,
): Promise<string | undefined> {
  const person = await findPerson(sql, workspace, userId);
  if (!person) return undefined;
  const who = { workspace, person };
  return store.person(who, async (own, now) => {
    const isThere = await own`select from persons where workspace = ${workspace} and id = ${who.person}`;
    if (isThere.length === 0) return undefined; // erased meanwhile
    const ended = await endInstances(own, now, who, versions);
    const id = await recordErasure(own, who, actor, ended);
    await suppressErased(own, now, who);
    await emptyCountedRows(own, who);
    await emptyCallbacks(own, who);
    await deleteOtherRows(own, who);
    await recordAudit(own, { workspace, actor, action: 'user.erase', about: { erasure: id, person: who.person } });
    return id;
  });
}

async function endInstances(sql: Sql, now: Instant, who: PersonRef, versions: Versions): Promise<number> {
  const live = await sql<{ id: string; journey: JourneyId; version: number }>`
    select id, journey, version from instances
     where workspace = ${who.workspace} and person = ${who.person} and ended_at is null order by id`;
  const journeys = live.map(({ journey }) => journey);
  await takeLock(sql, shareJourneys(who.workspace, journeys)); // no stop is putting them out meanwhile
  await sql`select from instances where workspace = ${who.workspace} and person = ${who.person} order by id
   for update`; // in order: acknowledging nudges locks several rows, too
  for (const { id, journey, version: number } of live) {
    const version = await findReadable(versions, who.workspace, journey, number, sql);
    const why = { reason: 'erased', detail: 'the user has been erased' } as const;
    await endFromOutside(sql, now, { ...who, instance: InstanceId.parse(id) }, why, version);
  }
  return live.length;
}

/** Stores the erasure with the workflows whose runs must be deleted: their IDs contain the user's. */
async function recordErasure(
  sql: Sql,
  { workspace, person }: PersonRef,
  actor: string,
  ended: number,
): Promise<string> {
  const id = newEventId();
  await sql`
    insert into erasures (workspace, id, requested_by, ended, instances, workflow_ids)
    select ${workspace}, ${id}, ${actor}, ${ended}, count(*),
           coalesce(array_agg(workflow_id) filter (where workflow_id is not null), '{}')
      from instances where workspace = ${workspace} and person = ${person}`;
  return id;
}

/**
 * Keeps the user's addresses suppressed by their hashes alone, so that an import of an old list doesn't reach them. The
 * hash is made with the workspace's secret: it recognizes an address that comes again, and can't be read.
 */
async function suppressErased(sql: Sql, now: Instant, { workspace, person }: PersonRef): Promise<void> {
  const addresses = await sql<{ channel: MessageChannel; hash: string }>`
    select distinct own.channel, linked.hash
      from (select a.channel, address_hash(${workspace}, a.address) as hash
              from persons p cross join lateral ${addressesOf(part`p.profile`)} a
             where p.workspace = ${workspace} and p.id = ${person}
             union
            select channel, address_hash from messages
             where workspace = ${workspace} and person = ${person} and address_hash is not null) own
     cross join lateral linked_hashes(${workspace}, own.channel, own.hash) as linked (hash)`;
  const erased = addresses.map((each) => ({ ...each, address: null, reason: 'erased' as const }));
  await suppressAddresses(sql, workspace, now, 'erasure', erased);
  await sql`
    update suppressions s set address = null, detail = null
      from unnest(${addresses.map(({ channel }) => channel)}::text[], ${addresses.map(({ hash }) => hash)}::text[])
           as a (channel, hash)
     where s.workspace = ${workspace} and s.channel = a.channel and s.hash = a.hash`;
  await sql`
    delete from address_links l
     using unnest(${addresses.map(({ channel }) => channel)}::text[], ${addresses.map(({ hash }) => hash)}::text[])
           as a (channel, hash)
     where l.workspace = ${workspace} and l.channel = a.channel and a.hash in (l.hash, l.id_hash)`;
}

/** Empties rows that counts depend on, so that they contain nothing of the user. */
async function emptyCountedRows(sql: Sql, { workspace, person }: PersonRef): Promise<void> {
  await sql`
    update transitions t set read = '[]' from instances i
     where i.workspace = ${workspace} and i.person = ${person} and t.workspace = i.workspace and t.instance = i.id`;
  await sql`
    update instances set user_id = ${ERASED}, key = '', context = '{}', interests = '{}', stuck = null,
        goals_until = null, goals_holding = '{}', closing = false
     where workspace = ${workspace} and person = ${person}`;
  await sql`
    update messages set detail = null, provider_id = null, response = null, devices = null, address_hash = null
     where workspace = ${workspace} and person = ${person}`;
  await sql`update refusals set key = '', read = '{}' where workspace = ${workspace} and person = ${person}`;
}

/** Shown in lists instead of a user ID. */
export const ERASED = '(erased)';

async function deleteOtherRows(sql: Sql, { workspace, person }: PersonRef): Promise<void> {
  await sql`
    with mine as (select id from instances where workspace = ${workspace} and person = ${person}),
         ordered as (delete from commands c using mine where c.workspace = ${workspace} and c.instance = mine.id)
    delete from contested c using mine where c.workspace = ${workspace} and c.instance = mine.id`;
  await sql`
    delete from inbox where workspace = ${workspace}
      and key = any(array(select key from messages where workspace = ${workspace} and person = ${person}))`;
  await sql`
    delete from short_links where workspace = ${workspace}
      and message_key = any(array(select key from messages where workspace = ${workspace} and person = ${person}))`;
  await deleteTestsOf(sql, { workspace, person });
  await sql`
    with gone as (
      delete from queued where workspace = ${workspace} and person = ${person} returning journey, version, at
    )
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select ${workspace}, journey, version, '', measure, at, -count(*)
      from gone, unnest(array['qualified', 'queued']) as m (measure) group by journey, version, measure, at`;
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
  await sql`delete from devices where workspace = ${workspace} and person = ${person}`;
  await sql`delete from memberships where workspace = ${workspace} and person = ${person}`;
  await sql`delete from consents where workspace = ${workspace} and person = ${person}`;
  await sql`delete from consent_changes where workspace = ${workspace} and person = ${person}`;
  await sql`delete from identities where workspace = ${workspace} and person = ${person}`;
  await sql`delete from feed_items where workspace = ${workspace} and person = ${person}`; // after the identities
  await sql`delete from feeds where workspace = ${workspace} and person = ${person}`;
  await sql`delete from persons where workspace = ${workspace} and id = ${person}`;
}
