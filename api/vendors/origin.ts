import type { IncomingHttpHeaders } from 'node:http';
import { trimSlashes } from '../../journey/base/trim-slashes.ts';

/**
 * Returns where a client should send events: to the public URL, or else to the host that it has just called. An answer
 * with a host from a header goes to that caller alone and isn't cached.
 */
export function originFor(
  publicUrl: string | undefined,
  { host = '', 'x-forwarded-proto': forwarded }: IncomingHttpHeaders,
): { readonly protocol: 'http' | 'https'; readonly host: string } {
  if (publicUrl !== undefined) {
    const { protocol, host: own, pathname } = new URL(publicUrl);
    return { protocol: protocol === 'https:' ? 'https' : 'http', host: `${own}${trimSlashes(pathname)}` };
  }
  return { protocol: forwarded === 'https' ? 'https' : 'http', host: HOST.test(host) ? host : 'localhost' };
}

const HOST = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;
