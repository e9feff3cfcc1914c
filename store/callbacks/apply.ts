import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import { addressKindOf } from '../../journey/delivery/channels/address-of.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Database, Sql } from '../base/sql.ts';
import { applyToRecipient } from '../events/apply-report.ts';
import { changeConsents } from '../events/change-consents.ts';
import { recordEngagement } from '../events/engagement.ts';
import { findByKey, findByProviderId, findLatestTo, noteReport, type ReportedMessage } from '../events/reported.ts';
import type { Store } from '../person.ts';
import { askedIdOf, isToldAgain } from './asked.ts';
import {
  type CallbackContent,
  type CallbackSource,
  type InboundContent,
  type ReportContent,
  TRACKED_LINKS,
} from './callbacks.ts';
import { joinParts } from './parts.ts';
import { keepUnmatched, suppressUnmatched } from './unmatched.ts';

export interface CallbackPorts {
  readonly database: Database;
  readonly store: Store;
  /** Called when the outbox has something new. */
  readonly ring: () => void;
  readonly log: { error(about: object, message: string): void };
}

/** A callback whose turn it is. */
export type ClaimedCallback = CallbackContent &
  CallbackSource & {
    readonly id: number;
    /** How often it has been tried before. */
    readonly tries: number;
    /** No further attempt follows: it applies to an unsettled message, or to nothing. */
    readonly isLast: boolean;
  };

/** Callbacks of different users are applied at once. Callbacks of one user queue for the user's lock. */
const SLOTS = 8;
/** If the process dies, another one takes its callbacks over after this. */
const LEASE_SECONDS = 30;
/** How long a callback waits for its message, which may be with a slow provider or in a backlog. */
const PATIENCE_HOURS = 48;

/**
 * Creates the work that applies stored callbacks. A callback may come before its message is settled: the provider can
 * be faster than our own transaction, or its answer was lost. Such a callback waits and is tried again, less and less
 * often.
 */
export function createCallbackWork({ database, store, ring, log }: CallbackPorts) {
  return {
    slots: SLOTS,
    claim: (atMost: number) => claimCallbacks(database.sql, atMost),
    async work(callback: ClaimedCallback): Promise<boolean> {
      try {
        await applyCallback({ database, store, ring }, callback);
      } catch (err) {
        const { id, channel, provider } = callback;
        log.error({ err, id, channel, provider }, 'a callback could not be applied: trying again');
        await postpone(database.sql, callback);
      }
      return true;
    },
  };
}

const claimCallbacks = (sql: Sql, atMost: number) => sql<ClaimedCallback>`
  update callbacks c
     set tries = c.tries + 1, next_at = clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second'
    from (select id, tries from callbacks where state = 'waiting' and next_at <= clock_timestamp()
           order by next_at limit ${atMost} for update skip locked) as due
   where c.id = due.id
  returning c.id, c.workspace, c.channel, c.provider, c.kind, c.content, due.tries,
            c.received_at < clock_timestamp() - ${PATIENCE_HOURS}::int * interval '1 hour' as "isLast"`;

type Ports = Pick<CallbackPorts, 'database' | 'store' | 'ring'>;

async function applyCallback(ports: Ports, callback: ClaimedCallback): Promise<void> {
  const { sql } = ports.database;
  const message = await findMessage(sql, callback);
  if (!message) {
    if (await isOfErasedUser(sql, callback)) return keepUnmatched(sql, callback);
    await suppressUnmatched(ports.database, callback);
    return callback.isLast ? keepUnmatched(sql, callback) : postpone(sql, callback);
  }
  if (!message.isSettled && !callback.isLast) return postpone(sql, callback);
  const joined = callback.kind === 'inbound' ? await joinParts(sql, callback) : undefined;
  if (joined?.type === 'wait') return postpone(sql, callback);
  await ports.store.person(message, async (own, now) => {
    const ids = [callback.id, ...(joined?.others ?? [])];
    if (!(await takeCallbacks(own, callback, ids, message.person))) return;
    if (callback.kind === 'report') await applyReport(own, now, callback, callback.content, message);
    else await applyInbound(own, now, callback, joined?.content ?? callback.content, message);
  });
  ports.ring();
}

async function findMessage(sql: Sql, callback: ClaimedCallback): Promise<ReportedMessage | undefined> {
  const { workspace, channel, kind, content } = callback;
  const key = kind === 'report' ? content.key : undefined;
  const providerId = kind === 'report' ? content.providerId : content.repliesTo;
  const named = key === undefined ? undefined : await findByKey(sql, { workspace, key });
  if (named?.channel === channel) return named;
  const known = providerId === undefined ? undefined : await findByProviderId(sql, { workspace, channel, providerId });
  if (known || kind === 'report') return known;
  const address = normalizeAddress(addressKindOf(channel), content.from);
  return address === undefined ? undefined : findLatestTo(sql, { workspace, channel, address });
}

/** Returns whether the callback's message is known, so that only its user is missing. */
async function isOfErasedUser(sql: Sql, { workspace, kind, content }: ClaimedCallback): Promise<boolean> {
  if (kind !== 'report' || content.key === undefined) return false;
  const [found] = await sql`
    select from messages m where m.workspace = ${workspace} and m.key = ${content.key}
       and not exists (select from persons p where p.workspace = m.workspace and p.id = m.person)`;
  return found !== undefined;
}

/** Marks callbacks as applied. Returns false if they are already applied, or their user was erased. */
async function takeCallbacks(
  sql: Sql,
  { workspace }: ClaimedCallback,
  ids: readonly number[],
  person: PersonId,
): Promise<boolean> {
  const taken = await sql`
    update callbacks set state = 'applied', person = ${person}
     where id = any(${ids}::bigint[]) and state = 'waiting'
       and exists (select from persons where workspace = ${workspace} and id = ${person})
    returning 1`;
  return taken.length > 0;
}

async function applyReport(
  sql: Sql,
  now: Instant,
  { id, channel, provider }: ClaimedCallback,
  report: ReportContent,
  message: ReportedMessage,
): Promise<void> {
  const { status, at = now, reason, url, text, isPermanent } = report;
  if (status === 'resubscribed')
    return changeConsents(sql, message, now, [{ channel, state: 'yes', source: 'callback' }]);
  if (status === 'accepted' || status === 'failed') return noteReport(sql, now, message, { kind: status, at, reason });
  const isMachine = report.isMachine ?? (provider === TRACKED_LINKS && (await isTooSoon(sql, message, at)));
  const { key, workspace } = message;
  const permanent = status === 'bounced' ? isPermanent : undefined;
  if (!isMachine && (await isToldAgain(sql, message, { ...report, provider, kind: status, at }))) {
    await noteReport(sql, now, message, { kind: status, at, reason });
    // an answer doesn't say whether a bounce is permanent, so its callback can still suppress the address
    if (permanent)
      await applyToRecipient(sql, now, { ...message, kind: status, permanent, reason, source: 'callback' });
    return;
  }
  await recordEngagement(sql, now, message, {
    ...{ workspace, key, kind: status, at: report.at, reason, url, text, isMachine, permanent },
    messageId: report.isAsked ? askedIdOf(key, status) : `$callback.${channel}.${provider}.${id}`,
  });
}

/**
 * Applies a message from a user. A keyword changes the user's consent on the channel. Every message is a reply: to the
 * message that it answers or, if it doesn't name one, to the latest message to its address.
 */
async function applyInbound(
  sql: Sql,
  now: Instant,
  { id, channel, provider }: ClaimedCallback,
  { keyword, text, at, to }: InboundContent,
  message: ReportedMessage,
): Promise<void> {
  const state = keyword === 'stop' ? 'no' : keyword === 'start' ? 'yes' : undefined;
  if (state)
    await changeConsents(sql, message, now, [{ channel, state, source: 'keyword', proof: { text, to, provider } }]);
  await recordEngagement(sql, now, message, {
    ...{ workspace: message.workspace, key: message.key, kind: 'replied', at, text },
    messageId: `$callback.${channel}.${provider}.${id}`,
  });
}

/** Nobody opens a message, or follows a link, this soon after it was handed over or delivered. Scanners do. */
const SOON_MS = { handedOver: 2_000, delivered: 1_000 };

async function isTooSoon(sql: Sql, { workspace, key }: ReportedMessage, at: Instant): Promise<boolean> {
  const [found] = await sql`
    select from messages
     where workspace = ${workspace} and key = ${key}
       and (${at} < claimed_at + ${SOON_MS.handedOver}
            or ${at} between delivered_at - ${SOON_MS.delivered} and delivered_at + ${SOON_MS.delivered})`;
  return found !== undefined;
}

/** Seconds between attempts: answers are stored within seconds, and a busy provider's within hours. */
const DELAYS = [1, 2, 5, 15, 60, 300, 900, 3_600, 10_800] as const;

async function postpone(sql: Sql, { id, tries }: ClaimedCallback): Promise<void> {
  const seconds = DELAYS[Math.min(tries, DELAYS.length - 1)];
  await sql`
    update callbacks set next_at = clock_timestamp() + ${seconds}::int * interval '1 second'
     where id = ${id} and state = 'waiting'`;
}

/** Deletes what a user's callbacks contain. What identifies repeats is kept. Call it under the user's lock. */
export async function emptyCallbacks(
  sql: Sql,
  { workspace, person }: { readonly workspace: WorkspaceId; readonly person: PersonId },
): Promise<void> {
  await sql`
    update callbacks set content = '{}', raw = null, person = null
     where workspace = ${workspace} and person = ${person}`;
}
