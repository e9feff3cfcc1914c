import { type NodeId, sendKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Capped } from '../delivery/frequency-caps.ts';
import {
  findFullCap,
  findQuiet,
  hasQuietHours,
  isInControlGroup,
  type Policies,
  type Zones,
} from '../delivery/policies.ts';
import type { Input } from '../events/input.ts';
import { type Also, type Because, because, leave, type Move, stay } from '../moves/move.ts';
import { tallyOf } from '../moves/tally.ts';
import { zoneOf } from '../people/profile.ts';
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
 * Checks the gates before a send, in order: consent, suppression, address, the workspace's control group, expiry, quiet
 * hours, frequency caps (design.md §8). Both the workspace's and the journey's quiet hours and caps apply.
 * Returns undefined if the message may be sent.
 */
export function checkGates(visit: Visit<Gated>): Move | undefined {
  const { transactional } = visit.node;
  const bar = findRecipientBar(visit.facts, visit.node, visit.policies.phoneCountry);
  if (bar) return leave(bar.outcome, because(bar.rule, bar.read));
  const { controlGroup } = visit.policies.workspace;
  if (!transactional && isInControlGroup(controlGroup, visit.person))
    return leave('suppressed', because('workspace-control-group', { percent: controlGroup?.percent ?? null }));
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
  policies,
}: Visit<Gated>): Move | undefined {
  if (!hasQuietHours(policies)) return undefined;
  const quiet = findQuiet(policies, { channel, scheduled: arrivedAt }, now, zonesFor(profile, policies, zone));
  if (!quiet) return undefined;
  const { by, row, until, isEndless } = quiet;
  const read = { by, channel, from: row.from, to: row.to, zone: quiet.zone };
  return until === undefined
    ? leave('suppressed', because(isEndless ? 'quiet-hours-endless' : 'quiet-hours-dropped', read), flawIn(profile))
    : holdUntil(until, because('quiet-hours', { ...read, until: toIso(until) }), flawIn(profile));
}

/**
 * Returns until when a message is held in the user's current time zone. Returns the arrival if it isn't quiet there.
 */
export function heldUntil(visit: Visit<Gated>): Instant {
  const move = checkQuietHours(visit);
  return move?.type === 'wait' && move.until !== null ? move.until : visit.arrivedAt;
}

/**
 * Returns the time zones of quiet hours. A user without one has the workspace's for its hours, and the journey's for
 * the journey's: no journey moves the workspace's hours.
 */
export const zonesFor = (profile: JsonObject, { workspace }: Policies, journeyZone: string | undefined): Zones => ({
  workspace: zoneOf(profile, workspace.timeZone),
  journey: zoneOf(profile, journeyZone),
});

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

function checkCaps({ node, id, instance, ordinal, facts, policies }: Visit<Gated>) {
  if (policies.frequencyCaps.length === 0 && policies.workspace.frequencyCaps.length === 0) return undefined;
  const slots = [...facts.slots, ...(facts.slotsByAddress?.[node.channel] ?? [])];
  const full = findFullCap(policies, node, sendKey(instance, id, ordinal), slots, facts.now);
  if (!full) return undefined;
  const { by, cap, taken, freeAt } = full;
  const scope = {
    ...(cap.channels.length > 0 && { channels: cap.channels }),
    ...(cap.tags.length > 0 && { tags: cap.tags }),
    ...(cap.topics.length > 0 && { topics: cap.topics }),
  };
  const read = { by, max: cap.max, per: cap.per, taken, ...scope };
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
