import { sign } from 'node:crypto';
import { type Answered, answerUnanswered, callProvider, objectIn, reasonOf, textIn } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Answer } from '../../port.ts';
import { createJwt } from '../jwt.ts';
import type { ServiceAccount } from './service-account.ts';

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const ASSERTION_SECONDS = 3_600;
/** A token is replaced this long before it expires. */
const EARLY_MS = 5 * 60_000;

export type Token =
  | { readonly ok: true; readonly token: string }
  /** Why there is none. Nothing has been handed over. */
  | { readonly ok: false; readonly answer: Answer };

/** Access tokens of a service account, one for all sends of the process. */
export interface AccessTokens {
  /** Returns a token that is still valid. Concurrent calls share one request. */
  get(): Promise<Token>;
  /** Forgets a token that was refused. */
  forget(token: string): void;
}

/** Creates the source of access tokens, by OAuth 2.0 for service accounts (RFC 7523). */
export function createAccessTokens(account: ServiceAccount, outbound: Outbound, now: () => number): AccessTokens {
  let current: { readonly token: string; readonly until: number } | undefined;
  let underWay: Promise<Token> | undefined;

  async function renew(): Promise<Token> {
    const at = now();
    const reply = await callProvider(
      outbound,
      {
        url: account.tokenUrl,
        body: {
          type: 'form',
          fields: [
            ['grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
            ['assertion', assertionOf(account, at)],
          ],
        },
      },
      at,
    );
    if (reply.type !== 'answered') return { ok: false, answer: withoutDoubt(answerUnanswered(reply)) };
    const { access_token, expires_in } = objectIn(reply.json);
    const token = textIn(access_token);
    if (reply.status !== 200 || token === undefined) return { ok: false, answer: answerNoToken(reply) };
    const seconds = typeof expires_in === 'number' && expires_in > 0 ? expires_in : ASSERTION_SECONDS;
    current = { token, until: at + seconds * 1000 - EARLY_MS };
    return { ok: true, token };
  }

  return {
    async get() {
      if (current && now() < current.until) return { ok: true, token: current.token };
      underWay ??= renew().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    forget(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

function assertionOf({ email, key, keyId, tokenUrl }: ServiceAccount, at: number): string {
  const seconds = Math.floor(at / 1000);
  const claims = { iss: email, scope: SCOPE, aud: tokenUrl, iat: seconds, exp: seconds + ASSERTION_SECONDS };
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) };
  return createJwt(header, claims, (text) => sign('sha256', Buffer.from(text), key));
}

function answerNoToken({ status, json, retryAfterMs }: Answered): Answer {
  const { error, error_description: words } = objectIn(json);
  const said = [textIn(error), textIn(words)].filter(Boolean).join(': ');
  const reason = reasonOf(`Google gave no access token: answered ${status}${said === '' ? '' : `: ${said}`}`);
  return status >= 500 || status === 429 || status === 408
    ? { type: 'busy', reason, status, ...(retryAfterMs !== undefined && { retryAfterMs }) }
    : { type: 'misconfigured', reason: `${reason}; check FCM_SERVICE_ACCOUNT and the clock` };
}

/** A lost token request is no message in doubt. */
const withoutDoubt = (answer: Answer): Answer =>
  answer.type === 'busy' ? { type: 'busy', reason: answer.reason } : answer;
