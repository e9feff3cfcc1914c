import type { NodemailerError } from 'nodemailer';
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
    };
  }
  if (RELAYING.includes(code)) return { type: 'misconfigured', reason: `${reason}; check SMTP_URL and MAIL_FROM` };
  return { type: 'rejected', reason, status };
}

/** Returns the enhanced code in a reply, such as `5.1.1`; empty if it has none. */
export const enhancedCodeIn = (reply: string): string =>
  /^\d{3}[ -]?([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? '';

/** Returns whether an enhanced code says that no mail will ever reach the address. */
export const isDeadAddress = (code: string): boolean => DEAD_ADDRESS.includes(code);
const DEAD_ADDRESS = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];

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
