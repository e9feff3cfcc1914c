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
import { readSendGate, type SendGate } from './send-gate.ts';

/** The message of one visit: user, node and channel. */
export interface SendRef extends Omit<Effect, 'type'>, PersonRef {
  readonly instance: InstanceId;
  readonly journey: JourneyId;
  readonly version: number;
}

/** A claimed message with current values to render it from, not those at the time of the decision. */
export interface Claimed {
  readonly type: 'claimed';
  readonly now: Instant;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  /** The number of this claim, from 1, released claims included. */
  readonly attempt: number;
}

/**
 * How long a claim lasts unless renewed. Equals the activity's heartbeat timeout: Temporal starts another attempt when
 * both have passed.
 */
export const LEASE_MS = 10_000;

/**
 * `under-way`: another attempt holds the claim, perhaps of the run before a continue-as-new. It settles, or its lease
 * ends, within `waitMs`.
 */
interface UnderWay {
  readonly type: 'under-way';
  readonly waitMs: number;
}

/**
 * `look-again`: the instance has unread events of interest, is paused, or has moved to another version. The next
 * decision reads that and decides again.
 */
export type Claim =
  | Claimed
  | UnderWay
  | { readonly type: 'settled'; readonly outcome: Outcome }
  | { readonly type: 'look-again' };

export interface Settlement {
  readonly outcome: Outcome;
  readonly detail?: string | undefined;
  readonly providerId?: string | undefined;
  /** Name of the template in reports. */
  readonly template?: string | undefined;
  /** HTTP status of a webhook. */
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
}

/** Why a provider didn't accept the message. */
export interface NotNow {
  readonly reason: string;
  /** Least delay before the next attempt. */
  readonly waitMs: number;
  /** The provider may have the message anyway: the connection failed after the hand-over began. */
  readonly mayBeOut: boolean;
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
}

/** `later`: try again after `ms`, which is never past the last attempt. */
export type Released =
  | { readonly type: 'later'; readonly ms: number }
  | { readonly type: 'settled'; readonly outcome: Outcome };

/** Properties of the channel's adapter that a claim depends on. */
export interface Delivery {
  readonly atMostOnce: boolean;
  /** The adapter reports when the hand-over begins. A claim that fails before that has surely sent nothing. */
  readonly announcesHandOver: boolean;
}

export interface Messages {
  /**
   * Claims a message, under the person's lock: the last check before it goes out. Minutes may have passed since the
   * decision (design.md §8), and quiet hours may have begun. If an earlier attempt may have reached a provider that
   * must not get the message twice, it is settled as `unknown`.
   */
  claim(send: SendRef, version: Version, delivery: Delivery): Promise<Claim>;
  /**
   * Records that the hand-over begins, for adapters that report it. Returns false if another attempt has the message or
   * it has been settled; then it must not be handed over.
   */
  handOver(send: SendRef, attempt: number): Promise<boolean>;
  /** Renews the claim while the provider is slow. */
  renew(send: SendRef, attempt: number): Promise<void>;
  /** Gives up a claim before anything was sent. */
  yieldClaim(send: SendRef, attempt: number): Promise<void>;
  /**
   * Schedules another attempt. If the node's time for attempts has passed, the message has failed with the last answer.
   */
  release(send: SendRef, version: Version, notNow: NotNow): Promise<Released>;
  /** Settles a message. The first settlement stands. */
  settle(send: SendRef, settlement: Settlement): Promise<Outcome>;
}

const keyOf = ({ instance, node, visit }: SendRef): string => sendKey(instance, node, visit);

/** Creates the operations on messages. `ring` is called when the outbox has something new. */
export const createMessages = (store: Store, ring: () => void = () => {}): Messages => ({
  claim: (send, version, delivery) =>
    ringAfterNews(ring, (tell) =>
      store.personIn(send, (sql, now) => claim({ sql, now, tell }, send, version, delivery)),
    ),
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
    ringAfterNews(ring, (tell) => store.person(send, (sql, now) => release({ sql, now, tell }, send, version, notNow))),
  settle: (send, settlement) =>
    ringAfterNews(ring, (tell) => store.person(send, (sql, now) => settle({ sql, now, tell }, send, settlement))),
});

/** Calls `ring` after the work's commit, if the work recorded an event. */
async function ringAfterNews<T>(ring: () => void, work: (tell: () => void) => Promise<T>): Promise<T> {
  let hasNews = false;
  const answer = await work(() => {
    hasNews = true;
  });
  if (hasNews) ring();
  return answer;
}

/** A transaction under the person's lock. */
interface Within {
  readonly sql: Sql;
  readonly now: Instant;
  /** Call it when an event was recorded. */
  readonly tell: () => void;
}

async function claim(
  within: Within,
  send: SendRef,
  version: Version,
  { atMostOnce, announcesHandOver }: Delivery,
): Promise<Claim> {
  const { sql, now } = within;
  const standing = await readSendGate(sql, send);
  if (standing.state === 'settled' && standing.outcome) return { type: 'settled', outcome: standing.outcome };
  if (standing.leaseMs > 0) return { type: 'under-way', waitMs: standing.leaseMs };
  if (standing.visit < send.visit)
    throw new Fault(
      'store-behind',
      `${keyOf(send)} is of a visit that the store does not know: it was restored from a backup. Run \`sojourn rebuild\`.`,
    );
  const barred = findBar(standing, send, atMostOnce) ?? findExpiry(standing, send, version, now);
  if (barred) return settleClaim(within, send, barred);
  if (hasChanged(standing, send) || isQuietFor(version, send.node, standing.profile, now)) {
    await handBack(sql, now, send);
    return { type: 'look-again' };
  }
  await atCommit(sql, writeClaim(sql, now, send, termsOf(version, send.node), !announcesHandOver));
  const { userId, profile, context, attempts } = standing;
  return { type: 'claimed', now, userId, profile, context, attempt: attempts + 1 };
}

/**
 * Returns whether the instance is paused, has something unread, or moved to another version than the one that decided.
 */
const hasChanged = ({ paused, unread, version }: SendGate, send: SendRef): boolean =>
  paused || unread || version !== send.version;

/** Returns the settlement of a message that can't be sent any more, or undefined. */
function findBar(standing: SendGate, send: SendRef, atMostOnce: boolean): Settlement | undefined {
  const brokeOff = standing.state === 'claimed';
  if (brokeOff && atMostOnce)
    return { outcome: 'unknown', detail: 'an earlier attempt broke off: it may have been sent' };
  const isOver = standing.ended || standing.visit !== send.visit;
  if (!isOver && !standing.stopped) return undefined;
  return brokeOff || standing.mayBeOut
    ? MAY_HAVE_BEEN_SENT
    : { outcome: 'withheld', detail: isOver ? VISIT_ENDED : JOURNEY_STOPPED };
}

/**
 * Returns the settlement of a message whose time has passed, or whose last attempt failed. A message that waits for its
 * turn gets one attempt, however late.
 */
function findExpiry(standing: SendGate, send: SendRef, version: Version, now: Instant): Settlement | undefined {
  const expiry = expiryIn(version, send, standing);
  const isBroken = standing.state === 'claimed';
  const isExpired = expiry !== undefined && now > expiry;
  const isGivenUp = isBroken && standing.arrivedAt + inMs(termsOf(version, send.node).giveUpAfter) <= now;
  if (!isExpired && !isGivenUp) return undefined;
  if (isBroken) return { outcome: 'unknown', detail: 'gave up: an earlier attempt broke off, and may have been sent' };
  return { outcome: 'expired', detail: 'its time to be sent had passed' };
}

/** Least time between two attempts, however soon the last one is due. */
const SOONEST_MS = 1_000;

/**
 * Releases a claim whose attempt failed. The last attempt is made exactly when the time for attempts ends: no earlier,
 * so that a long `Retry-After` doesn't shorten it, and no later.
 */
async function release(within: Within, send: SendRef, version: Version, notNow: NotNow): Promise<Released> {
  const { sql, now } = within;
  const { reason, waitMs, mayBeOut, status, response } = notNow;
  const standing = await readSendGate(sql, send);
  const expiry = expiryIn(version, send, standing);
  const { giveUpAfter } = termsOf(version, send.node);
  const givesUpAt = standing.arrivedAt + inMs(giveUpAfter);
  const lastAt = Math.min(givesUpAt, expiry === undefined ? givesUpAt : expiry + 1);
  const isCurrent = !standing.ended && standing.visit === send.visit;
  if (isCurrent && now >= givesUpAt) {
    const outcome = mayBeOut || standing.mayBeOut ? 'unknown' : 'failed';
    const detail = `gave up after ${inWords(giveUpAfter)} and ${standing.attempts} ${standing.attempts === 1 ? 'attempt' : 'attempts'}: ${reason}`;
    return { type: 'settled', outcome: await settle(within, send, { outcome, detail, status, response }) };
  }
  const ms = isCurrent ? Math.min(waitMs, Math.max(SOONEST_MS, lastAt - now)) : waitMs;
  await sql`
    update messages
       set state = 'reserved', next_try_at = ${now + ms}, gives_up_at = ${lastAt}, detail = ${reason},
           status = ${status ?? null},
           may_be_out = may_be_out or ${mayBeOut}
     where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed'`;
  return { type: 'later', ms };
}

export const VISIT_ENDED = 'its visit had ended';
const JOURNEY_STOPPED = 'its journey had been stopped';
export const MAY_HAVE_BEEN_SENT = {
  outcome: 'unknown',
  detail: `${VISIT_ENDED}, but an earlier attempt had broken off: it may have been sent`,
} as const;

/**
 * Writes a claim. Its `sent_at` is what it counts from if nobody learns whether it was sent: the instant it fell due
 * or, if that is more than a minute ago, now.
 */
const writeClaim = (
  sql: Sql,
  now: Instant,
  send: SendRef,
  { template, tags, counts }: SendTerms,
  handed: boolean,
) => sql`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts,
                        claimed_at, sent_at, lease_until, template, tags, counts, handed)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version},
          ${send.node}, ${send.visit}, ${send.channel}, 'claimed', 1, ${now},
          coalesce((select arrived_at from instances i
                     where i.workspace = ${send.workspace} and i.id = ${send.instance} and i.visit = ${send.visit}
                       and i.arrived_at >= ${now - PUNCTUAL_MS}), ${now}),
          clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond', ${template}, ${tags}::text[], ${counts},
          ${handed})
  on conflict (workspace, key) do update
    set state = 'claimed', attempts = messages.attempts + 1, claimed_at = excluded.claimed_at,
        sent_at = excluded.sent_at, lease_until = excluded.lease_until,
        settled_at = null, position = null, next_try_at = null,
        version = excluded.version, template = excluded.template, tags = excluded.tags, counts = excluded.counts,
        handed = excluded.handed`;

/**
 * Hands a message back to its instance: with a position it is an input of the next decision. A claim that failed midway
 * stays a claim, since it may have been sent.
 */
export const handBack = (sql: Sql, now: Instant, send: SendRef) => sql`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, claimed_at,
                        settled_at, position)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version},
          ${send.node}, ${send.visit},
          ${send.channel}, 'again', ${now}, ${now}, nextval('positions'))
  on conflict (workspace, key) do update
    set state = case when messages.state = 'claimed' and messages.handed then 'claimed' else 'again' end,
        settled_at = excluded.settled_at, position = excluded.position`;

async function settleClaim(within: Within, send: SendRef, settlement: Settlement): Promise<Claim> {
  return { type: 'settled', outcome: await settle(within, send, settlement) };
}

/**
 * Settles a message. A sent message counts against caps from the instant in the trace (`settledAt`), so that a
 * provider's seconds don't count against the next day's message. A message that may have been sent counts from its last
 * attempt (`writeClaim`).
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
      insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state,
                                 claimed_at, outcome, detail, provider_id, template, status, response, settled_at,
                                   sent_at,
                                 position)
      values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version},
              ${send.node}, ${send.visit},
              ${send.channel}, 'settled', ${now}, ${outcome}, ${detail ?? null}, ${providerId ?? null},
              ${template ?? null}, ${status ?? null}, ${JSON.stringify(response ?? null)}, ${now},
              case ${outcome} when 'unknown' then ${now}::bigint
                when 'sent'
                  then coalesce((select arrived_at from instances i
                                  where i.workspace = ${send.workspace} and i.id = ${send.instance}
                                    and i.visit = ${send.visit} and i.arrived_at >= ${now - PUNCTUAL_MS}),
                                ${now}) end, nextval('positions'))
      on conflict (workspace, key) do update
        set state = 'settled', version = excluded.version, outcome = excluded.outcome, detail = excluded.detail,
            provider_id = excluded.provider_id,
            template = coalesce(excluded.template, m.template), status = excluded.status,
            sent_at = case excluded.outcome when 'unknown' then coalesce(m.sent_at, m.claimed_at)
                                            else excluded.sent_at end,
            response = excluded.response, settled_at = excluded.settled_at, position = excluded.position,
            next_try_at = null
        where m.state <> 'settled'
      returning outcome, template
    )
    select outcome, template, true as "isFirst",
           (select entered_at from instances
            where workspace = ${send.workspace} and id = ${send.instance}) as "enteredAt",
           exists (select from own_events o
                   join journeys j on j.workspace = o.workspace and j.id = o.journey and j.state <> 'archived'
                    where o.workspace = ${send.workspace} and o.event = ${event ?? null}) as "isMentioned"
      from first
     union all
    select outcome, template, false, 0, false from messages
     where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'settled'
       and not exists (select from first)`;
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

export const listMessages = (sql: Sql, workspace: WorkspaceId, instance: InstanceId) => sql<MessageSeen>`
  select key, node, visit, channel, state, outcome, detail, attempts, status, next_try_at as "nextTryAt",
         claimed_at as "claimedAt", settled_at as "settledAt"
    from messages where workspace = ${workspace} and instance = ${instance} order by claimed_at, visit`;
