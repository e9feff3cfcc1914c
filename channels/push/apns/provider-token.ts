import { createHash, createPrivateKey } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { createJwt } from '../jwt.ts';

/** A key of Apple's that signs for all apps of a team. */
export interface ApnsKey {
  readonly teamId: string;
  readonly keyId: string;
  /** The private number of the P-256 key. */
  readonly secret: Uint8Array;
}

/** Reads the `.p8` file that Apple's developer site offers. Undefined: it isn't one. */
export function parseApnsKey(pem: string): Uint8Array | undefined {
  try {
    const { crv, d } = createPrivateKey(pem.replaceAll('\\n', '\n')).export({ format: 'jwk' });
    return crv === 'P-256' && d !== undefined ? Buffer.from(d, 'base64url') : undefined;
  } catch {
    return undefined;
  }
}

/** Apple wants a token for 20 to 60 minutes. */
const SLOT_MS = 45 * 60_000;
/** For a clock that is fast: a token is never from Apple's future. */
const PAST_MS = 5 * 60_000;
/** After a refused token, when our clock is slow. No sooner than Apple allows another one. */
const REFRESH_MS = 20 * 60_000;

/**
 * Creates the source of provider tokens. Apple counts renewals per team, so every worker has to use the same token: its
 * time is rounded to slots of 45 minutes, and its signature is deterministic (RFC 6979).
 */
export function createProviderTokens({ teamId, keyId, secret }: ApnsKey, now: () => number) {
  let current = { iat: 0, token: '' };
  let refreshed = { at: Number.NEGATIVE_INFINITY, iat: 0 };

  const issue = (iat: number): string => {
    if (current.iat !== iat) {
      const sign = (text: string) => p256.sign(createHash('sha256').update(text).digest(), secret).toCompactRawBytes();
      current = { iat, token: createJwt({ alg: 'ES256', kid: keyId }, { iss: teamId, iat }, sign) };
    }
    return current.token;
  };
  const slotOf = (at: number): number => (Math.floor((at - PAST_MS) / SLOT_MS) * SLOT_MS) / 1000;

  return {
    get: (): string => issue(Math.max(slotOf(now()), refreshed.iat)),
    /** Returns a token of this moment, after Apple called the last one too old. Undefined: it is too soon for one. */
    refresh(): string | undefined {
      const at = now();
      if (at - refreshed.at < REFRESH_MS) return undefined;
      refreshed = { at, iat: Math.floor(at / 1000) };
      return issue(refreshed.iat);
    },
  };
}
