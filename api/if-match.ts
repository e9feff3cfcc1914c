import type { IncomingHttpHeaders } from 'node:http';
import { type Answered, refusal } from './route.ts';

/** Which version a change is meant for; undefined where any will do: none is named, or `*` is. */
export function expectedBy({ 'if-match': given }: IncomingHttpHeaders): number | undefined | 'malformed' {
  if (given === undefined || given.trim() === '*') return undefined;
  const version = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(given)?.[1];
  return version === undefined ? 'malformed' : Number(version);
}

export const malformed = ({ 'if-match': given }: IncomingHttpHeaders): Answered<never> =>
  refusal('request-invalid', `If-Match is ${given}`, 'give an ETag as it was given: "3"', {
    errors: [{ path: 'If-Match', message: 'is not an ETag of ours', fix: 'give one such as "3", or *' }],
  });
