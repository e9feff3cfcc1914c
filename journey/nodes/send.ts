import { type NodeId, sendKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Channel } from '../delivery/channel.ts';
import { type Capped, fullFor } from '../delivery/frequency-caps.ts';
import { findRelease, quietBy } from '../delivery/quiet-hours.ts';
import type { Input } from '../events/input.ts';
import { type Also, type Because, because, leave, type Move, stay } from '../moves/move.ts';
import { tallyOf } from '../moves/tally.ts';
import { findRecipientBar, isZoneMalformed } from '../people/recipient.ts';
import { type Duration, type Instant, inMs, instant, toIso } from '../time/time.ts';
import type { Visit } from './define.ts';

/** The parts of a message that the gates check. */
interface Gated extends Capped, Expiring {
  readonly topic?: string | undefined;
  readonly transactional: boolean;
}

/** A message that may expire. */
interface Expiring {
  readonly expiresAfter?: Duration | undefined;
  readonly links?: Readonly<Record<string, string>> | undefined;
}

/**
 * Checks the gates before a send, in order: consent, suppression, address, expiry, quiet hours, frequency caps
 * (design.md §8).
 * Returns undefined if the message may be sent.
 */
export function checkGates(visit: Visit<Gated>): Move | undefined {
  const { transactional } = visit.node;
  const bar = findRecipientBar(visit.facts, visit.node, visit.policies.phoneCountry);
  if (bar) return leave(bar.outcome, because(bar.rule, bar.read));
  if (isExpired(visit)) return leaveExpired(visit);
  return transactional ? undefined : (expireIfLate(visit, checkQuietHours(visit)) ?? checkCaps(visit));
}

const isExpired = (visit: Visit<Expiring>): boolean => {
  const end = expiryOf(visit.node, visit.id, visit.ordinal, visit.arrivedAt, visit.facts.context);
  return end !== undefined && visit.facts.now > end;
};

/** Expires a message immediately if it would be held beyond its expiry. */
function expireIfLate(visit: Visit<Gated>, move: Move | undefined): Move | undefined {
  if (move?.type !== 'wait' || move.until === null) return move;
  const end = expiryOf(visit.node, visit.id, visit.ordinal, visit.arrivedAt, visit.facts.context);
  return end !== undefined && move.until >= end ? leaveExpired(visit) : move;
}

const leaveExpired = ({ node }: Visit<Expiring>): Move =>
  leave(expiredPort(node), because('expired', node.expiresAfter === undefined ? {} : { after: node.expiresAfter }));

/** Returns the port for an expired message: `expired` if it has a link, else `failed`. */
export const expiredPort = ({ links = {} }: Expiring): 'expired' | 'failed' =>
  Object.hasOwn(links, 'expired') ? 'expired' : 'failed';

/**
 * Returns the last instant at which a message may be sent; undefined without `expiresAfter`. Counts from when the
 * message fell due, which is stored if it was held since.
 */
export function expiryOf(
  { expiresAfter }: Expiring,
  id: NodeId,
  visit: number,
  arrivedAt: Instant,
  context: JsonObject,
): Instant | undefined {
  if (expiresAfter === undefined) return undefined;
  return instant((tallyOf({ context }, id, `due.${visit}`) || arrivedAt) + inMs(expiresAfter));
}

/**
 * Holds or drops a message in quiet hours. Uses the current time rather than the scheduled one, since the user would
 * notice the message now.
 */
function checkQuietHours({
  node: { channel },
  arrivedAt,
  zone,
  facts: { now, profile },
  policies: { quietHours },
}: Visit<Gated>): Move | undefined {
  const row = quietHours.length === 0 ? undefined : quietBy(quietHours, channel, now, zone);
  if (!row) return undefined;
  const until = findRelease(quietHours, row, { channel, scheduled: arrivedAt }, now, zone);
  const read = { channel, from: row.from, to: row.to, zone };
  return until === undefined
    ? leave('suppressed', because('quiet-hours-dropped', read), flawIn(profile))
    : holdUntil(until, because('quiet-hours', { ...read, until: toIso(until) }), flawIn(profile));
}

/**
 * Returns until when a message is held in the user's current time zone. Returns the arrival if it isn't quiet there.
 */
export function heldUntil(visit: Visit<Gated>): Instant {
  const move = checkQuietHours(visit);
  return move?.type === 'wait' && move.until !== null ? move.until : visit.arrivedAt;
}

/** Reports a time zone that isn't one where it decides: quiet hours then go by the journey's zone. */
export const flawIn = (profile: JsonObject): Also | undefined =>
  isZoneMalformed(profile) ? { flaw: because('zone-malformed') } : undefined;

const holdUntil = (until: Instant, why: Because, also: Also | undefined): Move => ({
  type: 'wait',
  until,
  isHeld: true,
  because: why,
  ...(also && { also }),
});

function checkCaps({ node, id, instance, ordinal, facts, policies: { frequencyCaps } }: Visit<Gated>) {
  if (frequencyCaps.length === 0) return undefined;
  const slots = [...facts.slots, ...(facts.slotsByAddress?.[node.channel] ?? [])];
  const full = fullFor(frequencyCaps, node, sendKey(instance, id, ordinal), slots, facts.now);
  if (!full) return undefined;
  const { cap, taken, freeAt } = full;
  const scope = {
    ...(cap.channels.length > 0 && { channels: cap.channels }),
    ...(cap.tags.length > 0 && { tags: cap.tags }),
    ...(cap.topics.length > 0 && { topics: cap.topics }),
  };
  const read = { max: cap.max, per: cap.per, taken, ...scope };
  return leave('suppressed', because('capped', freeAt === null ? read : { ...read, freeAt: toIso(freeAt) }));
}

interface Sending {
  /** A flaw that was worked around. */
  readonly also?: Also | undefined;
  /** Rule code of engine/rules.ts. */
  readonly rule?: string;
  /** The registered activity to run. */
  readonly activity?: string;
}

/**
 * Returns a move that sends and waits for the outcome. An outcome always arrives: every send is settled, whatever its
 * provider does.
 */
export const send = (channel: Channel, { rule = 'send-decided', activity, also }: Sending = {}): Move => ({
  type: 'wait',
  until: null,
  send: channel,
  ...(activity !== undefined && { activity }),
  ...(also && { also }),
  because: because(rule, activity === undefined ? { channel } : { activity }),
});

/** Returns the move for a send's outcome. `unknown` takes `failed`, because the message may not have arrived. */
export function moveByOutcome(
  input: Input,
  ports: { readonly sent: string; readonly failed: string; readonly expired?: string },
  also?: Parameters<typeof leave>[2],
): Move {
  if (input.type !== 'outcome') return stay(because('send-under-way'));
  const read: Because['read'] = input.detail === null ? {} : { detail: input.detail };
  switch (input.outcome) {
    case 'sent':
      return leave(ports.sent, because('sent', read), also);
    case 'unreachable':
    case 'suppressed':
      return leave(input.outcome, because(input.outcome, read));
    case 'unknown':
      return leave(ports.failed, because('send-unknown', read), also);
    case 'failed':
      return leave(ports.failed, because('send-failed', read), also);
    case 'expired':
      return leave(ports.expired ?? ports.failed, because('expired', read), also);
    default:
      return stay(because(input.outcome, read));
  }
}
