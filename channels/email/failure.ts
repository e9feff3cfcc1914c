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
  if (failure.responseCode !== undefined)
    return failure.permanent === true
      ? { type: 'rejected', reason, status: failure.responseCode }
      : { type: 'busy', reason };
  if (failure.code === 'EENVELOPE') return { type: 'rejected', reason };
  return isEarly(failure) || !hasBegun ? { type: 'busy', reason } : { type: 'busy', reason, ambiguous: true };
}

const isSmtp = (failure: unknown): failure is NodemailerError => failure instanceof Error && 'code' in failure;

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
