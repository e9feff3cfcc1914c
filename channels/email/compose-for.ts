import type { Answer, Parcel } from '../port.ts';
import { composeEmail, type Email } from './compose.ts';
import { needsUtf8 } from './mailbox.ts';

type ComposedFor =
  | { readonly ok: true; readonly email: Email }
  | { readonly ok: false; readonly answer: Extract<Answer, { type: 'rejected' }> };

/** Composes a parcel's email for a provider that takes only ASCII before the “@” of an address. */
export function composeFor(title: string, parcel: Parcel<'email'>, mailFrom: string): ComposedFor {
  const composed = composeEmail(parcel, mailFrom);
  if (!composed.ok) return { ok: false, answer: { type: 'rejected', reason: composed.reason } };
  if (!needsUtf8(composed.email.to)) return composed;
  const reason = `${title} doesn’t support non-ASCII characters before the “@” of an address`;
  return { ok: false, answer: { type: 'rejected', reason } };
}
