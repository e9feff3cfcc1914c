import { createHash, createHmac, createPrivateKey, createSign, type KeyObject, randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../../journey/base/json.ts';
import { isSameText } from '../../same-text.ts';

/** Ten minutes: a token is made for each request. */
const LIFE_S = 600;

/** Creates the tokens by which an application authenticates: RS256, signed with its private key. */
export function createSigner(applicationId: string, privateKey: string): (now: number) => string {
  const key: KeyObject = createPrivateKey(privateKey.replaceAll('\\n', '\n')); // a variable has one line
  return (now) => {
    const iat = Math.floor(now / 1_000);
    const claims = { application_id: applicationId, iat, exp: iat + LIFE_S, jti: randomUUID() };
    const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  };
}

const encode = (value: JsonValue): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Vonage repeats a callback for 24 hours. An older one is a replay; a newer one is recognized by its message and
 * status.
 */
const LONGEST_AGE_S = 25 * 3_600;
const CLOCK_SKEW_S = 300;

/** Returns what is wrong with a callback's token: HS256, signed with the account's secret, over the body's hash. */
export function findTokenFlaw(
  authorization: string | undefined,
  body: Buffer,
  { secrets, now }: { readonly secrets: readonly string[]; readonly now: number },
): string | undefined {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization ?? '');
  if (!token) return 'the token is missing';
  const [, header = '', payload = '', signature = ''] = token;
  if (decode(header).alg !== 'HS256') return 'the token isn’t signed by HS256';
  const isSigned = secrets.some((secret) =>
    isSameText(signature, createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')),
  );
  if (!isSigned) return 'the signature is wrong';
  const { iat, payload_hash: hash } = decode(payload);
  const age = typeof iat === 'number' ? now / 1_000 - iat : Number.NaN;
  if (!(age <= LONGEST_AGE_S && age >= -CLOCK_SKEW_S)) return 'the token is too old';
  return typeof hash === 'string' && isSameText(hash.toLowerCase(), createHash('sha256').update(body).digest('hex'))
    ? undefined
    : 'the token is of another body';
}

function decode(part: string): JsonObject {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}
