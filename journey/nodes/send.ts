import type { Channel } from '../channel.ts';
import { type Because, because, leave, type Move, stay } from '../engine/move.ts';
import { type Capped, fullFor } from '../frequency-caps.ts';
import { sendKey } from '../ids.ts';
import type { Input } from '../input.ts';
import { addressOf, hasConsent } from '../profile.ts';
import { quietBy, releaseOf } from '../quiet-hours.ts';
import { type Instant, toIso } from '../time.ts';
import type { Visit } from './define.ts';

/** What the gates ask of a message. */
interface Gated extends Capped {
  readonly transactional: boolean;
}

/** The gates before a send, in order: consent, address, quiet hours, frequency caps (design.md §8). Undefined: it may go. */
export function gate(visit: Visit<Gated>): Move | undefined {
  const { channel, transactional } = visit.node;
  const { profile } = visit.facts;
  if (!transactional && !hasConsent(profile, channel))
    return leave('suppressed', because('no-consent', { [`profile.consent.${channel}`]: false }));
  if (addressOf(profile, channel) === undefined) return leave('unreachable', because('no-address', { channel }));
  return transactional ? undefined : (quiet(visit) ?? capped(visit));
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
  const until = releaseOf(quietHours, row, channel, arrivedAt, now, zone);
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
 * The way that a settled send takes. `unknown` may have arrived or not: it takes `failed`, since nobody can say that it was sent.
 */
export function outcome(
  input: Input,
  ports: { readonly sent: string; readonly failed: string },
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
    default:
      return stay(because(input.outcome, read));
  }
}
