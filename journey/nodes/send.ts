import { type NodeId, sendKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Channel } from '../delivery/channel.ts';
import { type Capped, fullFor } from '../delivery/frequency-caps.ts';
import { findRelease, quietBy } from '../delivery/quiet-hours.ts';
import type { Input } from '../events/input.ts';
import { type Because, because, leave, type Move, stay } from '../moves/move.ts';
import { tallyOf } from '../moves/tally.ts';
import { addressOf, hasConsent } from '../people/profile.ts';
import { type Duration, type Instant, inMs, instant, toIso } from '../time/time.ts';
import type { Visit } from './define.ts';

/** What the gates ask of a message. */
interface Gated extends Capped, Expiring {
  readonly transactional: boolean;
}

/** A message that may be too late. */
interface Expiring {
  readonly expiresAfter?: Duration | undefined;
  readonly links?: Readonly<Record<string, string>> | undefined;
}

/**
 * The gates before a send, in order: consent, address, quiet hours, frequency caps (design.md §8). Undefined: it may
 * go.
 */
export function gate(visit: Visit<Gated>): Move | undefined {
  const { channel, transactional } = visit.node;
  const { profile } = visit.facts;
  if (!transactional && !hasConsent(profile, channel))
    return leave('suppressed', because('no-consent', { [`profile.consent.${channel}`]: false }));
  if (addressOf(profile, channel) === undefined) return leave('unreachable', because('no-address', { channel }));
  if (isExpired(visit)) return expired(visit);
  return transactional ? undefined : (inTime(visit, quiet(visit)) ?? capped(visit));
}

const isExpired = (visit: Visit<Expiring>): boolean => {
  const end = expiryOf(visit.node, visit.id, visit.ordinal, visit.arrivedAt, visit.facts.context);
  return end !== undefined && visit.facts.now > end;
};

/** What would be held until it is too late isn't held at all. */
function inTime(visit: Visit<Gated>, move: Move | undefined): Move | undefined {
  if (move?.type !== 'wait' || move.until === null) return move;
  const end = expiryOf(visit.node, visit.id, visit.ordinal, visit.arrivedAt, visit.facts.context);
  return end !== undefined && move.until >= end ? expired(visit) : move;
}

const expired = ({ node }: Visit<Expiring>): Move =>
  leave(expiredPort(node), because('expired', node.expiresAfter === undefined ? {} : { after: node.expiresAfter }));

/** A link of its own, or else that of everything that fails. */
export const expiredPort = ({ links = {} }: Expiring): 'expired' | 'failed' =>
  Object.hasOwn(links, 'expired') ? 'expired' : 'failed';

/**
 * The last instant at which a message may go; undefined: there is none. It counts from when it fell due, which is
 * remembered where it has been held since then.
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

/** Held until the hours are over, or dropped. By the clock, not by when it was due: it would be heard now. */
function quiet({
  node: { channel },
  arrivedAt,
  zone,
  facts: { now },
  policies: { quietHours },
}: Visit<Gated>): Move | undefined {
  const row = quietHours.length === 0 ? undefined : quietBy(quietHours, channel, now, zone);
  if (!row) return undefined;
  const until = findRelease(quietHours, row, { channel, scheduled: arrivedAt }, now, zone);
  const read = { channel, from: row.from, to: row.to, zone };
  return until === undefined
    ? leave('suppressed', because('quiet-hours-dropped', read))
    : held(until, because('quiet-hours', { ...read, until: toIso(until) }));
}

/** Until when a message is held, where the person is now; it has passed where it isn't quiet there. */
export function heldUntil(visit: Visit<Gated>): Instant {
  const move = quiet(visit);
  return move?.type === 'wait' && move.until !== null ? move.until : visit.arrivedAt;
}

const held = (until: Instant, why: Because): Move => ({
  type: 'wait',
  until,
  isHeld: true,
  because: why,
});

function capped({ node, id, instance, ordinal, facts: { now, slots }, policies: { frequencyCaps } }: Visit<Gated>) {
  if (frequencyCaps.length === 0) return undefined;
  const full = fullFor(frequencyCaps, node, sendKey(instance, id, ordinal), slots, now);
  if (!full) return undefined;
  const { cap, taken, freeAt } = full;
  const scope = {
    ...(cap.channels.length > 0 && { channels: cap.channels }),
    ...(cap.tags.length > 0 && { tags: cap.tags }),
  };
  const read = { max: cap.max, per: cap.per, taken, ...scope };
  return leave('suppressed', because('capped', freeAt === null ? read : { ...read, freeAt: toIso(freeAt) }));
}

interface Sending {
  /** A code of engine/rules.ts. */
  readonly rule?: string;
  /** The registered activity that is run. */
  readonly activity?: string;
}

/** Sends and waits for the outcome, which surely comes: a send is settled, whatever its provider does. */
export const send = (channel: Channel, { rule = 'send-decided', activity }: Sending = {}): Move => ({
  type: 'wait',
  until: null,
  send: channel,
  ...(activity !== undefined && { activity }),
  because: because(rule, activity === undefined ? { channel } : { activity }),
});

/**
 * The way that a settled send takes. `unknown` may have arrived or not: it takes `failed`, since nobody can say that it
 * was sent.
 */
export function outcome(
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
