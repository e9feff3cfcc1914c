import { createHash, createHmac } from 'node:crypto';
import { isSameText } from '../../same-text.ts';

/** How an account signs the SMS API's callbacks. `md5hash` is Vonage's default. */
export const SIGNATURE_METHODS = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const;
export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];

type Fields = Readonly<Record<string, string>>;

/** Signs the fields of a request, without `sig`, in hex. */
export function signFields(fields: Fields, secret: string, method: SignatureMethod): string {
  const text = Object.keys(fields)
    .filter((name) => name !== 'sig')
    .sort()
    .map((name) => `&${name}=${(fields[name] ?? '').replaceAll(/[&=]/g, '_')}`)
    .join('');
  return method === 'md5hash'
    ? createHash('md5')
        .update(text + secret)
        .digest('hex')
    : createHmac(method, secret).update(text).digest('hex');
}

/** Vonage repeats a callback for 24 hours. */
const LONGEST_AGE_S = 25 * 3_600;
const CLOCK_SKEW_S = 300;

/** Returns what is wrong with the signature of a callback of the SMS API. */
export function findSignatureFlaw(
  fields: Fields,
  {
    secrets,
    method,
    now,
  }: { readonly secrets: readonly string[]; readonly method: SignatureMethod; readonly now: number },
): string | undefined {
  const { sig = '', timestamp = '' } = fields;
  if (!secrets.some((secret) => isSameText(sig.toLowerCase(), signFields(fields, secret, method))))
    return 'sig is missing or wrong';
  const age = /^\d{9,11}$/.test(timestamp) ? now / 1_000 - Number(timestamp) : Number.NaN;
  return age <= LONGEST_AGE_S && age >= -CLOCK_SKEW_S ? undefined : 'timestamp is missing or too old';
}
