import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { ConsentSaid } from '../../journey/people/consent.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** Ways in which a user's word reaches Sojourn. */
export const CONSENT_SOURCES = [
  'api',
  'preference-page',
  'one-click',
  'callback',
  'keyword',
  'profile',
  'import',
] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

/** A user's new word, and how it reached Sojourn. */
export interface ConsentChange extends ConsentSaid {
  readonly source: ConsentSource;
  /** Proof, such as a form's URL and wording. */
  readonly proof?: JsonObject | undefined;
}

/** A line of a user's consents, or of their history. */
export interface ConsentLine {
  readonly channel: MessageChannel;
  readonly topic: string | null;
  readonly state: 'yes' | 'no' | null;
  readonly pausedUntil: Instant | null;
  readonly source: ConsentSource;
  readonly at: Instant;
  readonly proof: JsonObject | null;
}

/** Sources of users' own choices. An import doesn't replace a no from one of these sources. */
export const OWN_SOURCES: readonly ConsentSource[] = ['preference-page', 'one-click', 'callback', 'keyword'];

/** Reads the current consents of several persons by channel and topic. */
export const readConsentsOf = (sql: Sql, workspace: WorkspaceId, persons: readonly PersonId[]) =>
  sql<Pick<ConsentLine, 'channel' | 'topic' | 'state' | 'source'> & { readonly person: PersonId }>`
    select person, channel, nullif(topic, '') as topic, state, source from consents
     where workspace = ${workspace} and person = any(${persons}::text[])`;

/** Stores what a user said, and that they said it. Call it under the person's lock. */
export async function writeConsents(
  sql: Sql,
  { workspace, person }: PersonRef,
  now: Instant,
  changes: readonly ConsentChange[],
): Promise<void> {
  for (const { channel, topic = '', state = null, pausedUntil, source, proof = null } of changes)
    await sql`
      with said as (
        insert into consents as c (workspace, person, channel, topic, state, paused_until, source, at, proof)
        values (${workspace}, ${person}, ${channel}, ${topic}, ${state}, ${pausedUntil ?? null}, ${source}, ${now},
                ${proof === null ? null : JSON.stringify(proof)}::jsonb)
        on conflict (workspace, person, channel, topic) do update
           set state = coalesce(excluded.state, c.state),
               paused_until = case when ${pausedUntil === undefined} then c.paused_until else excluded.paused_until end,
               source = excluded.source, at = excluded.at, proof = excluded.proof
        returning channel, topic, state, paused_until, source, at, proof)
      insert into consent_changes (workspace, person, channel, topic, state, paused_until, source, at, proof)
      select ${workspace}, ${person}, * from said`;
}

/** Lists what a user said last about each channel and topic. */
export const listConsents = (sql: Sql, { workspace, person }: PersonRef) => sql<ConsentLine>`
  select channel, nullif(topic, '') as topic, state, paused_until as "pausedUntil", source, at, proof from consents
   where workspace = ${workspace} and person = ${person} order by channel, topic`;

/** Most changes that a history shows. */
const SHOWN = 200;

/**
 * Lists a user's consents, newest first: changes of consent, and changes of the profile's `consent` trait as long
 * as their events are kept.
 */
export const listConsentHistory = (sql: Sql, { workspace, person }: PersonRef) => sql<ConsentLine>`
  select * from (
    (select channel, nullif(topic, '') as topic, state, paused_until as "pausedUntil", source, at, proof
       from consent_changes where workspace = ${workspace} and person = ${person} order by id desc limit ${SHOWN})
    union all
    (select c.key, null, case c.value when 'true' then 'yes' when 'false' then 'no' end, null, 'profile', e.accepted_at,
            null
       from (select * from events
              where workspace = ${workspace} and person = ${person} and name = '$profile.changed'
                and jsonb_typeof(properties -> 'consent') = 'object' and not starts_with(message_id, '$consent.')
              order by position desc limit ${SHOWN}) e
      cross join lateral jsonb_each(e.properties -> 'consent') c)
  ) as each order by at desc limit ${SHOWN}`;
