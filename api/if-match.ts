import type { IncomingHttpHeaders } from 'node:http';
import { text } from '../journey/base/bounded.ts';
import { cut } from '../journey/base/refusal.ts';
import { type RouteResult, refusal } from './route.ts';

/** Schema of `If-Match`: an ETag that the API returned, or `*`. */
export const IfMatch = text(20).regex(/^(\*|(W\/)?"\d{1,9}")$/, 'is not an ETag that this API returned');

/** Returns the version that a change expects. Undefined: any, since the header is absent or `*`. */
export function readExpectedVersion({ 'if-match': given }: IncomingHttpHeaders): number | undefined | 'malformed' {
  if (given === undefined) return undefined;
  const read = IfMatch.safeParse(given.trim());
  if (!read.success) return 'malformed';
  return read.data === '*' ? undefined : Number(/\d+/.exec(read.data)?.[0]);
}

export const refuseIfMatch = ({ 'if-match': given }: IncomingHttpHeaders): RouteResult<never> =>
  refusal('request-invalid', `If-Match is ${cut(String(given))}`, 'send an ETag as the API returned it, such as "3"', {
    errors: [{ path: 'If-Match', message: 'is not an ETag that this API returned', fix: 'give one such as "3", or *' }],
  });
