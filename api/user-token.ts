import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import type { ApiKey } from '../store/access/keys.ts';

/**
 * Tokens that a company hands to one user's browser or app: JWTs (HS256) whose `sub` is the user's ID. A secret API key
 * signs them: `kid` is its id, and the HMAC key is the SHA-256 of its secret, which is all that is stored of it. So a
 * company's service can sign them itself, and revoking the key ends them.
 */

const AUDIENCE = 'sojourn:user';
const ALGORITHM = 'HS256';
/** Longest token that is looked at, in characters. */
const MOST = 4_000;

export const MOST_SECONDS = 30 * 86_400;

type SigningKey = Pick<ApiKey, 'id' | 'secretHash'>;

/** Creates a token for a user, valid for some seconds from `now` (ms). */
export const createUserToken = (key: SigningKey, userId: string, seconds: number, now: number): Promise<string> => {
  const at = Math.floor(now / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, kid: key.id })
    .setSubject(userId)
    .setAudience(AUDIENCE)
    .setIssuedAt(at)
    .setExpirationTime(at + seconds)
    .sign(key.secretHash);
};

/**
 * Returns the user of a token and the key that signed it. Undefined if the token is malformed, expired, valid for too
 * long, or signed by no active key.
 */
export async function readUserToken(
  token: string,
  find: (id: string) => Promise<ApiKey | undefined>,
  now: number,
): Promise<{ readonly key: ApiKey; readonly userId: string } | undefined> {
  const key = token.length <= MOST ? await findSigner(token, find) : undefined;
  if (!key) return undefined;
  try {
    const { payload } = await jwtVerify(token, key.secretHash, {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(now),
    });
    const { sub = '', exp = 0 } = payload;
    return sub !== '' && exp * 1000 - now <= MOST_SECONDS * 1000 ? { key, userId: sub } : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

async function findSigner(token: string, find: (id: string) => Promise<ApiKey | undefined>) {
  try {
    const { kid } = decodeProtectedHeader(token);
    return kid === undefined ? undefined : await find(kid);
  } catch (error) {
    if (error instanceof TypeError) return undefined; // not a JWT
    throw error;
  }
}
