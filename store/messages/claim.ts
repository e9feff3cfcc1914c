import { expiryIn, isHeldOut, isQuietFor, type SendTerms, termsOf } from '../../journey/engine/send-terms.ts';
import { bindPolicies, nodeAt, type Version } from '../../journey/engine/version.ts';
import { findRecipientBar } from '../../journey/people/recipient.ts';
import { normalizedAddressOf } from '../../journey/people/suppression.ts';
import type { TestUser } from '../../journey/people/test-user.ts';
import { PUNCTUAL_MS } from '../../journey/time/punctual.ts';
import { type Instant, inMs } from '../../journey/time/time.ts';
import { Fault } from '../base/fault.ts';
import { atCommit, type Sql } from '../base/sql.ts';
import { policiesFor, readRecipient } from '../people/recipient.ts';
import { type Claim, type Delivery, keyOf, LEASE_MS, type SendRef, type Settlement, type Within } from './message.ts';
import { readSendGate, type SendGate } from './send-gate.ts';
import { settle } from './settle.ts';

/** A claim's transaction. `test` is set for a test user. */
type WithinClaim = Within & { readonly test?: TestUser | undefined };

/** Claims a message: see `Messages.claim`. */
export async function claim(
  within: WithinClaim,
  send: SendRef,
  published: Version,
  { captured, ...byProvider }: Delivery & { readonly captured?: Delivery },
): Promise<Claim> {
  if (!captured || within.test?.sends !== 'captured') return claimFor(within, send, published, byProvider);
  const claimed = await claimFor(within, send, published, captured);
  return claimed.type === 'claimed' ? { ...claimed, isCaptured: true } : claimed;
}

async function claimFor(within: WithinClaim, send: SendRef, published: Version, delivery: Delivery): Promise<Claim> {
  const { sql, now, test } = within;
  const standing = await readSendGate(sql, send);
  const version = bindPolicies(published, policiesFor(standing));
  if (standing.state === 'settled' && standing.outcome) return { type: 'settled', outcome: standing.outcome };
  if (standing.leaseMs > 0) return { type: 'under-way', waitMs: standing.leaseMs };
  if (standing.visit < send.visit)
    throw new Fault(
      'store-behind',
      `${keyOf(send)} is of a visit that the store does not know: it was restored from a backup. Run \`sojourn rebuild\`.`,
    );
  const barred = findBar(standing, send, delivery) ?? findExpiry(standing, send, version, now);
  if (barred) return settleClaim(within, send, withDevices(standing, barred));
  if (hasChanged(standing, send) || isQuietFor(version, send.node, standing.profile, now)) {
    await handBack(sql, now, send);
    return { type: 'look-again' };
  }
  const bar = await findRecipient(within, version, send, standing);
  if (bar) return settleClaim(within, send, withDevices(standing, bar));
  const address = normalizedAddressOf(standing.profile, send.channel, version.document.phoneCountry) ?? null;
  if (await hasMovedAddress(sql, send, standing, address)) {
    await handBack(sql, now, send);
    return { type: 'look-again' };
  }
  const boundTo = boundProviderOf(standing);
  // a test user's message takes no slot of the address
  const terms = { ...termsOf(version, send.node), address: test ? null : address };
  await atCommit(sql, writeClaim(sql, now, send, terms, { ...delivery, boundTo }));
  return claimedFrom(standing, now, boundTo);
}

function claimedFrom(standing: SendGate, now: Instant, boundTo: string | undefined): Claim {
  const { userId, profile, context, attempts, devices, results } = standing;
  const attempt = attempts + 1;
  return {
    ...{ type: 'claimed', now, userId, profile, context, attempt },
    ...(devices && { devices }),
    ...(results && { results }),
    ...(boundTo && { boundTo }),
  };
}

/** Returns the settlement of a message that isn't sent any more: some devices may have it all the same. */
export function withDevices({ deviceOutcome }: SendGate, settlement: Settlement): Settlement {
  if (deviceOutcome === null || settlement.outcome === 'sent') return settlement;
  const detail = deviceOutcome === 'sent' ? 'the others didn’t get it' : 'a device may have it';
  return { ...settlement, outcome: deviceOutcome, detail: `${settlement.detail}; ${detail}` };
}

/**
 * Returns whether the instance is paused, has something unread, or moved to another version than the one that decided.
 */
const hasChanged = ({ paused, unread, version }: SendGate, send: SendRef): boolean =>
  paused || unread || version !== send.version;

/**
 * Returns whether the message would go to another address than the one whose frequency caps had room (case M11). Asks
 * the database only if SQL can't tell, such as for a phone number that isn't in E.164.
 */
async function hasMovedAddress(
  sql: Sql,
  { workspace }: SendRef,
  { reservedFor, addressHash }: SendGate,
  address: string | null,
): Promise<boolean> {
  if (reservedFor === null || reservedFor === addressHash) return false;
  const [row] = await sql<{ hash: string | null }>`select address_hash(${workspace}, ${address}) as hash`;
  return row?.hash !== reservedFor;
}

/** Checks consent, suppression, address and control group again, since they may have changed after the decision. */
async function findRecipient(
  { sql, now }: Within,
  version: Version,
  { workspace, person, node: id }: SendRef,
  standing: SendGate,
): Promise<Settlement | undefined> {
  const node = nodeAt(version, id);
  if (node.type !== 'message') return undefined;
  const { phoneCountry } = version.document;
  const { devices, results } = standing;
  const reach = devices && { [node.channel]: devices.length > 0 || Object.keys(results ?? {}).length > 0 };
  const facts = await readRecipient(sql, workspace, standing, phoneCountry);
  const bar = findRecipientBar({ ...facts, ...(reach && { reach }), now }, node, phoneCountry);
  if (bar) return { outcome: bar.outcome, detail: bar.detail };
  return isHeldOut(version, id, person) ? HELD_OUT : undefined;
}

/** Returns whether a provider may have the message: an earlier attempt was interrupted, or its answer was lost. */
const mayHaveIt = ({ state, mayBeOut, deviceOutcome }: SendGate): boolean =>
  state === 'claimed' || (mayBeOut && deviceOutcome === null); // each device's own result decides whether to repeat

const boundProviderOf = (standing: SendGate): string | undefined =>
  mayHaveIt(standing) ? (standing.provider ?? undefined) : undefined;

/** Returns whether the provider that may have the message must not get it twice. */
const mustNotRepeat = ({ provider }: SendGate, { atMostOnce, isAtMostOnce }: Delivery): boolean =>
  provider !== null && isAtMostOnce ? isAtMostOnce(provider) : atMostOnce;

/** Returns the settlement of a message that can't be sent any more, or undefined. */
function findBar(standing: SendGate, send: SendRef, delivery: Delivery): Settlement | undefined {
  const brokeOff = standing.state === 'claimed';
  if (mayHaveIt(standing) && mustNotRepeat(standing, delivery))
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

const HELD_OUT = { outcome: 'suppressed', detail: 'the user is in the workspace’s control group' } as const;
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
  { template, templateVersion, tags, topic, counts, address }: SendTerms & { readonly address: string | null },
  { announcesHandOver, provider, boundTo }: Delivery & { readonly boundTo: string | undefined },
) => sql`
  insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts,
                        claimed_at, sent_at, lease_until, template, template_version, tags, topic, counts, handed, provider, address_hash)
  values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version},
          ${send.node}, ${send.visit}, ${send.channel}, 'claimed', 1, ${now},
          coalesce((select arrived_at from instances i
                     where i.workspace = ${send.workspace} and i.id = ${send.instance} and i.visit = ${send.visit}
                       and i.arrived_at >= ${now - PUNCTUAL_MS}), ${now}),
          clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond', ${template}, ${templateVersion},
          ${tags}::text[],
          ${topic}, ${counts}, ${!announcesHandOver}, ${boundTo ?? provider ?? null},
          address_hash(${send.workspace}, ${address}))
  on conflict (workspace, key) do update
    set state = 'claimed', attempts = messages.attempts + 1, claimed_at = excluded.claimed_at,
        sent_at = excluded.sent_at, lease_until = excluded.lease_until,
        settled_at = null, position = null, next_try_at = null,
        version = excluded.version, template = excluded.template,
        template_version = excluded.template_version, tags = excluded.tags, topic = excluded.topic,
        counts = excluded.counts, handed = excluded.handed, provider = excluded.provider,
        address_hash = excluded.address_hash`;

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
