import { createHash, createHmac } from 'node:crypto';
import type { CallbackRequest } from '../../provider.ts';
import { isSameText } from '../../same-text.ts';

export interface TwilioSecrets {
  /** Auth tokens, several while one replaces another. */
  readonly authTokens: readonly string[];
  /** Keys of a webhooks rule, which signs by HMAC-SHA256. */
  readonly webhookKeys: readonly string[];
}

/**
 * Returns whether Twilio signed the request. Twilio signs the URL, sometimes with and sometimes without the standard
 * port, and every field of a form. A JSON body is signed by the hash of it in the URL.
 */
export function isSignedByTwilio({ url, headers, body }: CallbackRequest, secrets: TwilioSecrets): boolean {
  const signature = headers['x-twilio-signature'];
  if (typeof signature !== 'string') return false;
  const isRule = /algorithm=HMAC_SHA256/i.test(String(headers['x-twilio-webhooks-signature-settings'] ?? ''));
  const [algorithm, keys] = isRule ? ['sha256', secrets.webhookKeys] : ['sha1', secrets.authTokens];
  const hash = new URL(url).searchParams.get('bodySHA256');
  if (hash !== null && !isSameText(hash.toLowerCase(), createHash('sha256').update(body).digest('hex'))) return false;
  const fields = hash === null ? joinFields(readForm(body)) : '';
  return keys.some((key) =>
    spellingsOf(url).some((spelling) =>
      isSameText(
        signature,
        createHmac(algorithm, key)
          .update(spelling + fields)
          .digest('base64'),
      ),
    ),
  );
}

export const readForm = (body: Buffer): URLSearchParams => new URLSearchParams(body.toString('utf8'));

/** Joins names and values in order of the names. A repeated name has each of its values once, in order. */
function joinFields(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  return names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value)).join('');
}

/**
 * Returns the URL as it is, with and without its standard port. Everything else stays as it was sent: parsing would
 * encode it once more.
 */
function spellingsOf(url: string): readonly string[] {
  const [, scheme = '', host = '', rest = ''] = /^(https?:\/\/)([^/?#]*)(.*)$/s.exec(url) ?? [];
  const port = scheme === 'https://' ? '443' : '80';
  const bare = host.replace(/:\d+$/, '');
  return [url, `${scheme}${bare}${rest}`, `${scheme}${bare}:${port}${rest}`];
}
