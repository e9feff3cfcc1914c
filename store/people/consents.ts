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

/** The consents of one of several users. */
export interface PersonConsent extends ConsentChange {
  readonly person: PersonId;
}

/**
 * Stores what users said, and that they said it, in as many statements as one user says something about one channel and
 * topic. Call it under the persons' locks.
 */
export async function writeConsents(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  all: readonly PersonConsent[],
): Promise<void> {
  for (const round of toRounds(all))
    await sql`
      with said as materialized (
        select g.nr, g.person, g.channel, g.topic, coalesce(g.state, c.state) as state,
               case when g.keeps_pause then c.paused_until else g.paused_until end as paused_until, g.source, g.proof
          from rows from (
            unnest(
              ${round.map(({ person }) => person)}::text[], ${round.map(({ channel }) => channel)}::text[],
              ${round.map(({ topic }) => topic ?? '')}::text[], ${round.map(({ state }) => state ?? null)}::text[],
              ${round.map(({ pausedUntil }) => pausedUntil === undefined)}::boolean[],
              ${round.map(({ pausedUntil }) => pausedUntil ?? null)}::bigint[],
              ${round.map(({ source }) => source)}::text[]),
            jsonb_array_elements(${JSON.stringify(round.map(({ proof }) => proof ?? null))}::jsonb)
          ) with ordinality as g (person, channel, topic, state, keeps_pause, paused_until, source, proof, nr)
          left join consents c on c.workspace = ${workspace} and c.person = g.person and c.channel = g.channel
                              and c.topic = g.topic
      ), stored as (
        insert into consents (workspace, person, channel, topic, state, paused_until, source, at, proof)
        select ${workspace}, person, channel, topic, state, paused_until, source, ${now}, nullif(proof, 'null')
          from said
        on conflict (workspace, person, channel, topic) do update
           set state = excluded.state, paused_until = excluded.paused_until,
               source = excluded.source, at = excluded.at, proof = excluded.proof
      )
      insert into consent_changes (workspace, person, channel, topic, state, paused_until, source, at, proof)
      select ${workspace}, person, channel, topic, state, paused_until, source, ${now}, nullif(proof, 'null')
        from said order by nr`;
}

/** Splits changes so that each round has one change of a user's channel and topic at most, in the given order. */
function toRounds(all: readonly PersonConsent[]): readonly (readonly PersonConsent[])[] {
  const rounds: PersonConsent[][] = [];
  const said = new Map<string, number>();
  for (const each of all) {
    const place = placeOf(each.person, each);
    const nr = said.get(place) ?? 0;
    said.set(place, nr + 1);
    const round = rounds[nr] ?? [];
    rounds[nr] = round;
    round.push(each);
  }
  return rounds;
}

/** Returns a text that is the same for changes of one user about one channel and topic. */
export const placeOf = (
  person: PersonId,
  { channel, topic }: { readonly channel: string; readonly topic?: string | null | undefined },
): string => `${person}\n${channel}\n${topic ?? ''}`;

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
