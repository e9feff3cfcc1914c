import type { NodemailerError } from 'nodemailer';
import type { Undelivered } from '../../journey/people/report-effects.ts';
import type { Answer } from '../port.ts';

/**
 * Returns what a failed SMTP conversation means for the message. Rethrows anything else, which is a bug.
 * @param hasBegun Whether the final dot of DATA may have been sent. Before that, the server can't have the message.
 */
export function answerOf(failure: unknown, hasBegun = true): Answer {
  if (!isSmtp(failure)) throw failure;
  const reason = reasonOf(failure);
  if (needsMending(failure)) return { type: 'misconfigured', reason: `${reason}; check SMTP_URL` };
  if (failure.responseCode !== undefined) return answerByReply(failure, failure.responseCode, reason);
  if (failure.code === 'EENVELOPE') return { type: 'rejected', reason };
  return isEarly(failure) || !hasBegun ? { type: 'busy', reason } : { type: 'busy', reason, ambiguous: true };
}

const isSmtp = (failure: unknown): failure is NodemailerError => failure instanceof Error && 'code' in failure;

/**
 * Returns what a reply means. Its first digit decides, and its enhanced code (RFC 3463) refines that. A refusal by
 * policy (x.7.x) says nothing about the address.
 */
function answerByReply({ permanent, command, response = '' }: NodemailerError, status: number, reason: string): Answer {
  const code = enhancedCodeIn(response);
  if (permanent !== true) {
    const isGrey = isGreylisting(status, code);
    const isOfRecipient = isGrey || (command === 'RCPT TO' && OF_MAILBOX.includes(status));
    return {
      type: 'busy',
      reason,
      ...(isGrey && { retryAfterMs: GREYLIST_MS }),
      ...(isOfRecipient && { isOfRecipient }),
      ...(isOfRecipient && !isGrey && undeliveredByCode(code).status === 'bounced' && { undelivered: SOFT_BOUNCE }),
    };
  }
  if (RELAYING.includes(code)) return { type: 'misconfigured', reason: `${reason}; check SMTP_URL and MAIL_FROM` };
  return { type: 'rejected', reason, status, ...undeliveredField(code, command) };
}

/** Only a refusal of the recipient, or of a mailbox by its code, is about the address. A refusal of the text isn't. */
function undeliveredField(code: string, command: string | undefined): { readonly undelivered?: Undelivered } {
  const isAboutAddress = command === 'RCPT TO' || /^[45]\.[12]\./.test(code);
  const undelivered = isAboutAddress ? undeliveredByCode(code) : undefined;
  return undelivered?.status === 'bounced' ? { undelivered } : {};
}

/**
 * Returns the effect of an enhanced code on the recipient. Codes about the sender, the size, the text or a policy don't
 * affect the address. The remaining codes may be temporary.
 */
export function undeliveredByCode(code: string): Undelivered {
  if (DEAD_ADDRESS.includes(code)) return { status: 'bounced', isPermanent: true };
  const isBlameless = /^[45]\.(1\.[78]$|2\.3$|3\.4$|6\.|7\.)/.test(code);
  return isBlameless ? { status: 'failed' } : SOFT_BOUNCE;
}
const SOFT_BOUNCE = { status: 'bounced', isPermanent: false } as const;
const DEAD_ADDRESS = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];

/** Returns the enhanced code in a reply, such as `5.1.1`; empty if it has none. */
export const enhancedCodeIn = (reply: string): string =>
  /^\d{3}[ -]?([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? '';

/** Temporary replies to a recipient that are about the mailbox. 421 and 454 are about the server. */
const OF_MAILBOX = [450, 451, 452];

/** Codes of a server that wants credentials to relay. */
const RELAYING = ['5.7.0', '5.7.8'];

/** A greylisting server takes the message later, from the same sender. Retrying sooner helps nothing. */
const isGreylisting = (status: number, code: string): boolean => (status === 450 || status === 451) && code === '4.7.1';
const GREYLIST_MS = 300_000;

/** Replies that ask for credentials (RFC 4954), as opposed to 454, "not at the moment". */
const WANTS_CREDENTIALS = [530, 534, 535, 538];
const NO_TRUST = /^(CERT_|ERR_SSL_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function needsMending({ code, responseCode = 0, originalCode = '' }: NodemailerError): boolean {
  if (WANTS_CREDENTIALS.includes(responseCode)) return true;
  if (code === 'EAUTH' || code === 'EOAUTH2') return responseCode < 400 || responseCode >= 500;
  return (
    code === 'ENOAUTH' || code === 'ETLS' || code === 'EREQUIRETLS' || code === 'ECONFIG' || NO_TRUST.test(originalCode)
  );
}

/**
 * Returns whether it certainly failed before the hand-over. A later connection error doesn't show how far it got
 * (nodemailer reports `CONN` for all of them), so the server may have the message.
 */
function isEarly({ code, syscall, timeoutType = 'SOCKET_TIMEOUT' }: NodemailerError): boolean {
  return code === 'EDNS' || syscall === 'connect' || (code === 'ETIMEDOUT' && timeoutType !== 'SOCKET_TIMEOUT');
}

/**
 * Returns the reason without email addresses, which servers like to repeat. OpenSSL errors are reduced to their code.
 */
const reasonOf = ({ message, response, originalCode = '' }: NodemailerError): string =>
  (response ?? (originalCode.startsWith('ERR_SSL_') ? originalCode : message))
    .split(/([\s<>:;,"])/)
    .map((part) => (/.@./.test(part) ? '…' : part))
    .join('')
    .replace(/\s+/g, ' ')
    .slice(0, 500);
