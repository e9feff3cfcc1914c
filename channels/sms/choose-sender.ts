import { countryOfNumber } from '../../journey/delivery/phone-number.ts';
import type { Answer } from '../port.ts';
import { type Senders, senderFor } from './senders.ts';

/** Returns the sender for a message, or why no provider would take it. */
export function chooseSender(
  senders: Senders,
  to: string,
  text: string,
): { readonly type: 'chosen'; readonly sender: string } | Extract<Answer, { type: 'rejected' }> {
  if (text.trim() === '') return { type: 'rejected', reason: 'the text is empty' };
  const country = countryOfNumber(to);
  const sender = senderFor(senders, country);
  if (sender !== undefined) return { type: 'chosen', sender };
  const where = country ?? 'numbers without a country';
  return { type: 'rejected', reason: `no sender for ${where}: add one to SMS_SENDERS` };
}
