import type { Channel, Outcome } from '../journey/channel.ts';
import type { Effect } from '../journey/engine/apply.ts';
import type { Version } from '../journey/engine/version.ts';
import { type InstanceId, type JourneyId, type PersonRef, sendKey, type WorkspaceId } from '../journey/ids.ts';
import type { JsonObject, JsonValue } from '../journey/json.ts';
import { eventOfOutcome, messageProperties } from '../journey/message-events.ts';
import { isQuietFor, type SendTerms, termsOf } from '../journey/send-terms.ts';
import type { Instant } from '../journey/time.ts';
import { count } from './counts.ts';
import { Fault } from './fault.ts';
import { recordOutcome } from './message-events.ts';
import type { Store } from './person.ts';
import type { Sql } from './sql.ts';

/** One visit's send: whose, where, and on which channel. */
export interface SendRef extends Effect, PersonRef {
  readonly instance: InstanceId;
  readonly journey: JourneyId;
  readonly version: number;
}

/** What a claimed message is written from: as things are now, not as they were when it was decided. */
export interface Claimed {
  readonly is: 'claimed';
  readonly now: Instant;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  /** Which claim of this visit's send it is, from 1: those that were released count too. */
  readonly attempt: number;
}

/** `look-again`: something that the instance cares about has not been read, it is held, or it has gone over to another version; the next decision reads this and decides once more. */
export type Claim = Claimed | { readonly is: 'settled'; readonly outcome: Outcome } | { readonly is: 'look-again' };

export interface Settlement {
  readonly outcome: Outcome;
  readonly detail?: string | undefined;
  readonly providerId?: string | undefined;
  /** What reports call it. */
  readonly template?: string | undefined;
  /** HTTP, of a webhook. */
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
}

export interface Messages {
  /**
   * The last gate, under the person's lock: minutes may lie between the decision and this (design.md §8), and quiet hours may have begun.
   * A claim whose earlier attempt may have reached a provider that must not get it twice is settled as `unknown`.
   */
  claim(send: SendRef, version: Version, atMostOnce: boolean): Promise<Claim>;
  /** Surely not handed over: the next attempt begins anew. */
  release(send: SendRef): Promise<void>;
  /** The first settlement stands. */
  settle(send: SendRef, settlement: Settlement): Promise<Outcome>;
}

const keyOf = ({ instance, node, visit }: SendRef): string => sendKey(instance, node, visit);

/** `ring`: something was put into the outbox. */
export const createMessages = (store: Store, ring: () => void = () => {}): Messages => ({
  claim: (send, version, atMostOnce) =>
    telling(ring, (tell) => store.personIn(send, (sql, now) => claim({ sql, now, tell }, send, version, atMostOnce))),
  release: (send) =>
    store.person(send, async (sql) => {
      await sql`update messages set state = 'reserved' where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed'`;
    }),
  settle: (send, settlement) =>
    telling(ring, (tell) => store.person(send, (sql, now) => settle({ sql, now, tell }, send, settlement))),
});

/** Rings when the work has been committed, if there is something to tell. */
async function telling<T>(ring: () => void, work: (tell: () => void) => Promise<T>): Promise<T> {
  let hasNews = false;
  const answer = await work(() => {
    hasNews = true;
  });
  if (hasNews) ring();
  return answer;
}

/** One transaction under the person's lock. */
interface Within {
  readonly sql: Sql;
  readonly now: Instant;
  /** An event was recorded. */
  readonly tell: () => void;
}

interface Standing {
  readonly ended: boolean;
  readonly version: number;
  readonly visit: number;
  /** The instance or its journey. */
  readonly paused: boolean;
  /** The journey, at once: it is about to be put out. */
  readonly stopped: boolean;
  readonly context: JsonObject;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly state: 'reserved' | 'claimed' | 'settled' | 'again' | null;
  readonly outcome: Outcome | null;
  readonly unread: boolean;
}

async function claim(within: Within, send: SendRef, version: Version, atMostOnce: boolean): Promise<Claim> {
  const { sql, now } = within;
  const standing = await standingOf(sql, send);
  if (standing.state === 'settled' && standing.outcome) return { is: 'settled', outcome: standing.outcome };
  const barred = barredBy(standing, send, atMostOnce);
  if (barred) return settled(within, send, barred);
  if (hasChanged(standing, send) || isQuietFor(version, send.node, standing.profile, now)) {
    await lookAgain(sql, now, send);
    return { is: 'look-again' };
  }
  const attempt = await claimIt(sql, now, send, termsOf(version, send.node));
  const { userId, profile, context } = standing;
  return { is: 'claimed', now, userId, profile, context, attempt };
}

/** It is held, has something to read, or goes on by another version than the one that decided it. */
const hasChanged = ({ paused, unread, version }: Standing, send: SendRef): boolean =>
  paused || unread || version !== send.version;

/** Why it does not go, for good. */
function barredBy(standing: Standing, send: SendRef, atMostOnce: boolean): Settlement | undefined {
  const brokeOff = standing.state === 'claimed';
  if (brokeOff && atMostOnce)
    return { outcome: 'unknown', detail: 'an earlier attempt broke off: it may have been sent' };
  const isOver = standing.ended || standing.visit !== send.visit;
  if (!isOver && !standing.stopped) return undefined;
  return brokeOff ? MAY_HAVE_BEEN_SENT : { outcome: 'withheld', detail: isOver ? VISIT_ENDED : JOURNEY_STOPPED };
}

async function standingOf(sql: Sql, send: SendRef): Promise<Standing> {
  const { workspace, instance } = send;
  const [row] = await sql<Standing>`
    select i.ended_at is not null as ended, i.version, i.visit, 
           i.paused_at is not null
             or exists (select from pauses q where q.workspace = i.workspace and q.journey = i.journey and q.to_at is null) as paused,
           exists (select from journeys j where j.workspace = i.workspace and j.id = i.journey and j.state in ('stopped', 'archived')) as stopped,
           i.context, coalesce(p.user_id, '') as "userId", coalesce(p.profile, '{}') as profile, m.state, m.outcome,
           exists (select from events e where e.workspace = i.workspace and e.person = i.person and e.position > i.read_to
                     and (e.name = any(i.interests) or (starts_with(e.name, '$') and concerns(e.name, e.properties, i.interests))))
           or exists (select from commands c where c.workspace = i.workspace and c.instance = i.id and c.position > i.read_to) as unread
      from instances i
      left join persons p on p.workspace = i.workspace and p.id = i.person -- who has been erased is told that it has ended
      left join messages m on m.workspace = i.workspace and m.key = ${keyOf(send)}
     where i.workspace = ${workspace} and i.id = ${instance}`;
  if (!row) throw new Fault('no-such-instance', `the store has no instance ${instance}`);
  return row;
}

export const VISIT_ENDED = 'its visit had ended';
const JOURNEY_STOPPED = 'its journey had been stopped';
export const MAY_HAVE_BEEN_SENT = {
  outcome: 'unknown',
  detail: `${VISIT_ENDED}, but an earlier attempt had broken off: it may have been sent`,
} as const;

async function claimIt(sql: Sql, now: Instant, send: SendRef, { template, tags, counts }: SendTerms): Promise<number> {
  const [row] = await sql<{ attempts: number }>`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts, claimed_at, template, tags, counts)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node}, ${send.visit},
          ${send.channel}, 'claimed', 1, ${now}, ${template}, ${tags}::text[], ${counts})
  on conflict (workspace, key) do update
    set state = 'claimed', attempts = messages.attempts + 1, claimed_at = excluded.claimed_at, settled_at = null, position = null,
        version = excluded.version, template = excluded.template, tags = excluded.tags, counts = excluded.counts
  returning attempts`;
  return row?.attempts ?? 1;
}

/** With a position it is an input of the next decision. A claim that broke off stays one: it may have been sent. */
const lookAgain = (sql: Sql, now: Instant, send: SendRef) => sql`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, claimed_at, settled_at, position)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node}, ${send.visit},
          ${send.channel}, 'again', ${now}, ${now}, nextval('positions'))
  on conflict (workspace, key) do update
    set state = case messages.state when 'claimed' then 'claimed' else 'again' end, settled_at = excluded.settled_at, position = excluded.position`;

async function settled(within: Within, send: SendRef, settlement: Settlement): Promise<Claim> {
  return { is: 'settled', outcome: await settle(within, send, settlement) };
}

async function settle(
  { sql, now, tell }: Within,
  send: SendRef,
  { outcome, detail, providerId, template, status, response }: Settlement,
): Promise<Outcome> {
  const event = eventOfOutcome(send.channel, outcome);
  const [row] = await sql<{ outcome: Outcome; template: string | null; isFirst: boolean; isMentioned: boolean }>`
    with first as (
      insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state, claimed_at,
                                 outcome, detail, provider_id, template, status, response, settled_at, sent_at, position)
      values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node}, ${send.visit},
              ${send.channel}, 'settled', ${now}, ${outcome}, ${detail ?? null}, ${providerId ?? null}, ${template ?? null}, ${status ?? null}, ${JSON.stringify(response ?? null)}, ${now},
              case when ${outcome} in ('sent', 'unknown') then ${now}::bigint end, nextval('positions'))
      on conflict (workspace, key) do update
        set state = 'settled', version = excluded.version, outcome = excluded.outcome, detail = excluded.detail, provider_id = excluded.provider_id,
            template = coalesce(excluded.template, m.template), status = excluded.status,
            sent_at = case excluded.outcome when 'unknown' then m.claimed_at else excluded.sent_at end, response = excluded.response, settled_at = excluded.settled_at, position = excluded.position
        where m.state <> 'settled'
      returning outcome, template
    )
    select outcome, template, true as "isFirst",
           exists (select from own_events o join journeys j on j.workspace = o.workspace and j.id = o.journey and j.state <> 'archived'
                    where o.workspace = ${send.workspace} and o.event = ${event ?? null}) as "isMentioned"
      from first
     union all
    select outcome, template, false, false from messages where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'settled' and not exists (select from first)`;
  if (!row) throw new Error(`message ${keyOf(send)} could not be settled`);
  if (row.isFirst)
    await count(sql, send.workspace, send.journey, send.version, [{ node: send.node, measure: `message:${outcome}` }]);
  if (row.isMentioned && event) {
    const { workspace, person, instance, node } = send;
    const properties = { ...messageProperties(send, row.template ?? node), outcome, detail: detail ?? null };
    await recordOutcome(sql, now, { workspace, person, instance, key: keyOf(send), name: event, properties });
    tell();
  }
  return row.outcome;
}

/** A message as operators see it. */
export interface MessageSeen {
  readonly key: string;
  readonly node: string;
  readonly visit: number;
  readonly channel: Channel;
  readonly state: string;
  readonly outcome: Outcome | null;
  readonly detail: string | null;
  readonly attempts: number;
  readonly claimedAt: Instant;
  readonly settledAt: Instant | null;
}

export const messagesOf = (sql: Sql, workspace: WorkspaceId, instance: InstanceId) => sql<MessageSeen>`
  select key, node, visit, channel, state, outcome, detail, attempts, claimed_at as "claimedAt", settled_at as "settledAt"
    from messages where workspace = ${workspace} and instance = ${instance} order by claimed_at, visit`;
