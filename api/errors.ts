import { type Denial, Denied, deny } from './problem.ts';
import { isStoreAway } from './store-away.ts';

/** Whatever was thrown on the way, as what is answered. Undefined: nobody expected it. */
export function denialOf(error: unknown): Denial | undefined {
  if (error instanceof Denied) return error.denial;
  if (isStoreAway(error))
    return deny('unavailable', 'the database cannot be reached now', 'send the same request again', {
      headers: { 'Retry-After': '1' },
    });
  return ofExpress(error);
}

/** Errors of Express and body-parser carry a status and, most of them, a type. */
function ofExpress(error: unknown): Denial | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (error instanceof URIError)
    return deny('url-malformed', 'the URL has a % that is not followed by two hex digits', 'percent-encode it');
  if (type === 'entity.too.large')
    return deny(
      'body-too-large',
      `the body is larger than ${'limit' in error ? error.limit : 'what is taken'} bytes`,
      'send it in parts',
    );
  if (error.status === 415)
    return deny('body-encoding', 'the body is compressed in a way that is not understood', 'use gzip, deflate or br');
  if (error.status < 500)
    return deny('body-malformed', `the body cannot be read: ${error.message}`, 'send one JSON value in UTF-8');
  return undefined;
}

export const UNEXPECTED: Denial = deny(
  'internal',
  'something went wrong here that should not',
  'try again; if it stays, look for this instance in the log of the API',
);
