import type { Channel } from '../channel.ts';
import type { Facts } from '../engine/move.ts';
import { type Because, because, leave, type Move, stay } from '../engine/move.ts';
import type { Input } from '../input.ts';
import { addressOf, hasConsent } from '../profile.ts';

/** The gates before a send, in order: consent, address (design.md §8). Undefined: it may go. */
export function gate(channel: Channel, transactional: boolean, { profile }: Facts): Move | undefined {
  if (!transactional && !hasConsent(profile, channel))
    return leave('suppressed', because('no-consent', { [`profile.consent.${channel}`]: false }));
  if (addressOf(profile, channel) === undefined) return leave('unreachable', because('no-address', { channel }));
  return undefined;
}

/** Sends and waits for the outcome, which surely comes: a send is settled, whatever its provider does. */
export const send = (channel: Channel): Move => ({
  type: 'wait',
  until: null,
  send: channel,
  because: because('send-decided', { channel }),
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
