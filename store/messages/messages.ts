import { type InstanceId, type JourneyId, type PersonRef, sendKey, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import type { Channel, Outcome } from '../../journey/delivery/channel.ts';
import type { Effect } from '../../journey/engine/apply.ts';
import { expiryIn, isQuietFor, type SendTerms, termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import { eventOfOutcome, messageProperties } from '../../journey/events/message-events.ts';
import { PUNCTUAL_MS } from '../../journey/time/punctual.ts';
import { type Instant, inMs, inWords } from '../../journey/time/time.ts';
import { appendCounts } from '../base/counts.ts';
import { Fault } from '../base/fault.ts';
import { atCommit, type Sql } from '../base/sql.ts';
import { recordOutcome } from '../events/message-events.ts';
import type { Store } from '../person.ts';
import { type Standing, standingOf } from './send-gate.ts';

/** One visit's send: whose, where, and on which channel. */
export interface SendRef extends Omit<Effect, 'type'>, PersonRef {
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

/**
 * How long a claim lasts unless it is renewed. As long as the activity's heartbeat timeout: Temporal starts another attempt when both are over.
 */
export const LEASE_MS = 10_000;

/** `under-way`: another attempt holds the claim, perhaps of the run before a continue-as-new. It settles, or its lease ends within `waitMs`. */
interface UnderWay {
  readonly is: 'under-way';
  readonly waitMs: number;
}

/** `look-again`: something that the instance cares about has not been read, it is held, or it has gone over to another version; the next decision reads this and decides once more. */
export type Claim =
  | Claimed
  | UnderWay
  | { readonly is: 'settled'; readonly outcome: Outcome }
  | { readonly is: 'look-again' };

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

/** Why a provider did not take it now. */
export interface NotNow {
  readonly reason: string;
  /** Ask again no earlier than so long from now. */
  readonly waitMs: number;
  /** It may have it all the same: the connection broke after the message had been handed over. */
  readonly mayBeOut: boolean;
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
}

/** `later`: tried again after so long, which is never past the last attempt. */
export type Released =
  | { readonly is: 'later'; readonly ms: number }
  | { readonly is: 'settled'; readonly outcome: Outcome };

/** What the claim has to know of the channel's adapter. */
export interface Delivery {
  readonly atMostOnce: boolean;
  /** The adapter says when the hand-over begins: until then a claim that breaks off is surely not sent. */
  readonly announcesHandOver: boolean;
}

export interface Messages {
  /**
   * The last gate, under the person's lock: minutes may lie between the decision and this (design.md §8), and quiet hours may have begun.
   * A claim whose earlier attempt may have reached a provider that must not get it twice is settled as `unknown`.
   */
  claim(send: SendRef, version: Version, delivery: Delivery): Promise<Claim>;
  /**
   * Recorded right before the hand-over itself, by adapters that say when it begins. False: another attempt has the message by now, or it has been
   * settled, and this one must not hand it over.
   */
  handOver(send: SendRef, attempt: number): Promise<boolean>;
  /** Keeps the claim for longer, while the provider is slow. */
  renew(send: SendRef, attempt: number): Promise<void>;
  /** Gives up a claim with which nothing has been done: the next attempt begins anew. */
  yieldClaim(send: SendRef, attempt: number): Promise<void>;
  /** To be tried again, unless that has been done for as long as its node says: then it has failed, with the last answer. */
  release(send: SendRef, version: Version, notNow: NotNow): Promise<Released>;
  /** The first settlement stands. */
  settle(send: SendRef, settlement: Settlement): Promise<Outcome>;
}

const keyOf = ({ instance, node, visit }: SendRef): string => sendKey(instance, node, visit);

/** `ring`: something was put into the outbox. */
export const createMessages = (store: Store, ring: () => void = () => {}): Messages => ({
  claim: (send, version, delivery) =>
    telling(ring, (tell) => store.personIn(send, (sql, now) => claim({ sql, now, tell }, send, version, delivery))),
  handOver: (send, attempt) =>
    store.person(send, async (sql) => {
      const mine = await sql`
        update messages set handed = true
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}
        returning key`;
      return mine.length > 0;
    }),
  renew: (send, attempt) =>
    store.person(send, async (sql) => {
      await sql`
        update messages set lease_until = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}`;
    }),
  yieldClaim: (send, attempt) =>
    store.person(send, async (sql) => {
      await sql`
        update messages set state = 'reserved', lease_until = null
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}`;
    }),
  release: (send, version, notNow) =>
    telling(ring, (tell) => store.person(send, (sql, now) => release({ sql, now, tell }, send, version, notNow))),
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

async function claim(
  within: Within,
  send: SendRef,
  version: Version,
  { atMostOnce, announcesHandOver }: Delivery,
): Promise<Claim> {
  const { sql, now } = within;
  const standing = await standingOf(sql, send);
  if (standing.state === 'settled' && standing.outcome) return { is: 'settled', outcome: standing.outcome };
  if (standing.leaseMs > 0) return { is: 'under-way', waitMs: standing.leaseMs };
  if (standing.visit < send.visit)
    throw new Fault(
      'store-behind',
      `${keyOf(send)} is of a visit that the store does not know: it was restored from a backup. Run \`sojourn rebuild\`.`,
    );
  const barred = barredBy(standing, send, atMostOnce) ?? overdue(standing, send, version, now);
  if (barred) return settled(within, send, barred);
  if (hasChanged(standing, send) || isQuietFor(version, send.node, standing.profile, now)) {
    await lookAgain(sql, now, send);
    return { is: 'look-again' };
  }
  await atCommit(sql, claimIt(sql, now, send, termsOf(version, send.node), !announcesHandOver));
  const { userId, profile, context, attempts } = standing;
  return { is: 'claimed', now, userId, profile, context, attempt: attempts + 1 };
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
  return brokeOff || standing.mayBeOut
    ? MAY_HAVE_BEEN_SENT
    : { outcome: 'withheld', detail: isOver ? VISIT_ENDED : JOURNEY_STOPPED };
}

/** It may not go any more, or an attempt after the last one broke off. One that waits for its turn is tried once, however late that is. */
function overdue(standing: Standing, send: SendRef, version: Version, now: Instant): Settlement | undefined {
  const expiry = expiryIn(version, send, standing);
  const isBroken = standing.state === 'claimed';
  const isExpired = expiry !== undefined && now > expiry;
  const isGivenUp = isBroken && standing.arrivedAt + inMs(termsOf(version, send.node).giveUpAfter) <= now;
  if (!isExpired && !isGivenUp) return undefined;
  if (isBroken) return { outcome: 'unknown', detail: 'gave up: an earlier attempt broke off, and may have been sent' };
  return { outcome: 'expired', detail: 'its time to be sent had passed' };
}

/** Between two attempts, however near the last one is. */
const SOONEST_MS = 1_000;

/**
 * The attempt failed, and may be repeated. The last one is made when the time is up: no earlier, so that a long `Retry-After` does not cut it short,
 * and no later.
 */
async function release(within: Within, send: SendRef, version: Version, notNow: NotNow): Promise<Released> {
  const { sql, now } = within;
  const { reason, waitMs, mayBeOut, status, response } = notNow;
  const standing = await standingOf(sql, send);
  const expiry = expiryIn(version, send, standing);
  const { giveUpAfter } = termsOf(version, send.node);
  const givesUpAt = standing.arrivedAt + inMs(giveUpAfter);
  const lastAt = Math.min(givesUpAt, expiry === undefined ? givesUpAt : expiry + 1);
  const isCurrent = !standing.ended && standing.visit === send.visit;
  if (isCurrent && now >= givesUpAt) {
    const outcome = mayBeOut || standing.mayBeOut ? 'unknown' : 'failed';
    const detail = `gave up after ${inWords(giveUpAfter)} and ${standing.attempts} ${standing.attempts === 1 ? 'attempt' : 'attempts'}: ${reason}`;
    return { is: 'settled', outcome: await settle(within, send, { outcome, detail, status, response }) };
  }
  const ms = isCurrent ? Math.min(waitMs, Math.max(SOONEST_MS, lastAt - now)) : waitMs;
  await sql`
    update messages
       set state = 'reserved', next_try_at = ${now + ms}, gives_up_at = ${lastAt}, detail = ${reason}, status = ${status ?? null},
           may_be_out = may_be_out or ${mayBeOut}
     where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed'`;
  return { is: 'later', ms };
}

export const VISIT_ENDED = 'its visit had ended';
const JOURNEY_STOPPED = 'its journey had been stopped';
export const MAY_HAVE_BEEN_SENT = {
  outcome: 'unknown',
  detail: `${VISIT_ENDED}, but an earlier attempt had broken off: it may have been sent`,
} as const;

/** `sent_at` of a claim is what it counts from if nobody learns whether it was sent: when it fell due, or, more than a minute late, now. */
const claimIt = (sql: Sql, now: Instant, send: SendRef, { template, tags, counts }: SendTerms, handed: boolean) => sql`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts, claimed_at, sent_at, lease_until, template, tags, counts, handed)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node}, ${send.visit},
          ${send.channel}, 'claimed', 1, ${now}, 
          coalesce((select arrived_at from instances i
                     where i.workspace = ${send.workspace} and i.id = ${send.instance} and i.visit = ${send.visit}
                       and i.arrived_at >= ${now - PUNCTUAL_MS}), ${now}), clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond', ${template}, ${tags}::text[], ${counts}, ${handed})
  on conflict (workspace, key) do update
    set state = 'claimed', attempts = messages.attempts + 1, claimed_at = excluded.claimed_at, sent_at = excluded.sent_at, lease_until = excluded.lease_until,
        settled_at = null, position = null, next_try_at = null,
        version = excluded.version, template = excluded.template, tags = excluded.tags, counts = excluded.counts, handed = excluded.handed`;

/** With a position it is an input of the next decision. A claim that broke off stays one: it may have been sent. */
export const lookAgain = (sql: Sql, now: Instant, send: SendRef) => sql`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, claimed_at, settled_at, position)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node}, ${send.visit},
          ${send.channel}, 'again', ${now}, ${now}, nextval('positions'))
  on conflict (workspace, key) do update
    set state = case when messages.state = 'claimed' and messages.handed then 'claimed' else 'again' end, settled_at = excluded.settled_at, position = excluded.position`;

async function settled(within: Within, send: SendRef, settlement: Settlement): Promise<Claim> {
  return { is: 'settled', outcome: await settle(within, send, settlement) };
}

/**
 * What was sent counts from when the trace has it (`settledAt`): a provider's seconds must not fill the window of the next day's message. So does what may
 * have been sent, by when its last attempt began (`claimIt`).
 */
export async function settle(
  { sql, now, tell }: Within,
  send: SendRef,
  { outcome, detail, providerId, template, status, response }: Settlement,
): Promise<Outcome> {
  const event = eventOfOutcome(send.channel, outcome);
  const [row] = await sql<{
    outcome: Outcome;
    template: string | null;
    isFirst: boolean;
    isMentioned: boolean;
    enteredAt: number;
  }>`
    with first as (
      insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state, claimed_at,
                                 outcome, detail, provider_id, template, status, response, settled_at, sent_at, position)
      values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node}, ${send.visit},
              ${send.channel}, 'settled', ${now}, ${outcome}, ${detail ?? null}, ${providerId ?? null}, ${template ?? null}, ${status ?? null}, ${JSON.stringify(response ?? null)}, ${now},
              case ${outcome} when 'unknown' then ${now}::bigint
                when 'sent' then coalesce((select arrived_at from instances i where i.workspace = ${send.workspace} and i.id = ${send.instance}
                                              and i.visit = ${send.visit} and i.arrived_at >= ${now - PUNCTUAL_MS}), ${now}) end, nextval('positions'))
      on conflict (workspace, key) do update
        set state = 'settled', version = excluded.version, outcome = excluded.outcome, detail = excluded.detail, provider_id = excluded.provider_id,
            template = coalesce(excluded.template, m.template), status = excluded.status,
            sent_at = case excluded.outcome when 'unknown' then coalesce(m.sent_at, m.claimed_at) else excluded.sent_at end, response = excluded.response, settled_at = excluded.settled_at, position = excluded.position, next_try_at = null
        where m.state <> 'settled'
      returning outcome, template
    )
    select outcome, template, true as "isFirst", (select entered_at from instances where workspace = ${send.workspace} and id = ${send.instance}) as "enteredAt",
           exists (select from own_events o join journeys j on j.workspace = o.workspace and j.id = o.journey and j.state <> 'archived'
                    where o.workspace = ${send.workspace} and o.event = ${event ?? null}) as "isMentioned"
      from first
     union all
    select outcome, template, false, 0, false from messages where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'settled' and not exists (select from first)`;
  if (!row) throw new Error(`message ${keyOf(send)} could not be settled`);
  if (row.isFirst)
    await appendCounts(sql, { ...send, enteredAt: row.enteredAt }, [
      { node: send.node, measure: `message:${outcome}` },
    ]);
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
  readonly status: number | null;
  readonly nextTryAt: Instant | null;
  readonly claimedAt: Instant;
  readonly settledAt: Instant | null;
}

export const messagesOf = (sql: Sql, workspace: WorkspaceId, instance: InstanceId) => sql<MessageSeen>`
  select key, node, visit, channel, state, outcome, detail, attempts, status, next_try_at as "nextTryAt", claimed_at as "claimedAt", settled_at as "settledAt"
    from messages where workspace = ${workspace} and instance = ${instance} order by claimed_at, visit`;
