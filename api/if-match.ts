import type { IncomingHttpHeaders } from 'node:http';
import { text } from '../journey/base/bounded.ts';
import { cut } from '../journey/base/refusal.ts';
import { type Answered, refusal } from './route.ts';

/** An ETag that the API returned, or `*`. */
export const IfMatch = text(20).regex(/^(\*|(W\/)?"\d{1,9}")$/, 'is not an ETag that this API returned');

/** Which version a change is meant for; undefined where any will do: none is named, or `*` is. */
export function expectedBy({ 'if-match': given }: IncomingHttpHeaders): number | undefined | 'malformed' {
  if (given === undefined) return undefined;
  const read = IfMatch.safeParse(given.trim());
  if (!read.success) return 'malformed';
  return read.data === '*' ? undefined : Number(/\d+/.exec(read.data)?.[0]);
}

export const malformed = ({ 'if-match': given }: IncomingHttpHeaders): Answered<never> =>
  refusal('request-invalid', `If-Match is ${cut(String(given))}`, 'give an ETag as it was given: "3"', {
    errors: [{ path: 'If-Match', message: 'is not an ETag that this API returned', fix: 'give one such as "3", or *' }],
  });
