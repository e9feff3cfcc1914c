import { DocumentFault } from '../journey/base/document-fault.ts';
import { BROKEN } from './body.ts';
import { type Denial, Denied, deny } from './problem.ts';
import { type StoreFault, storeFaultOf } from './store-away.ts';

/** Whatever was thrown on the way, as what is answered. Undefined: nobody expected it. */
export function denialOf(error: unknown): Denial | undefined {
  if (error instanceof Denied) return error.denial;
  if (isOfZlib(error)) return BROKEN;
  if (error instanceof DocumentFault) return deny('document-unreadable', `${error.message} by this release`, REREAD);
  const fault = storeFaultOf(error);
  return fault ? STORE_FAULTS[fault] : ofExpress(error);
}

/** A list is inflated as it is read, so that its reader hears of it first. */
const isOfZlib = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^Z_[A-Z_]+$/.test(String(error.code));

const REREAD = 'publish the journey again, or restore the document; if a newer release wrote it, run that release';
const LATER = { headers: { 'Retry-After': '1' } };
const STORE_FAULTS: Readonly<Record<StoreFault, Denial>> = {
  away: deny('unavailable', 'the database cannot be reached now', 'send the same request again', LATER),
  busy: deny('busy', 'the database has no connection or lock free for this now', 'send the same request again', LATER),
  full: deny(
    'store-full',
    "the database's disk is full: it takes no changes until there is room",
    'make room on the disk of PostgreSQL, then send the same request again',
    { headers: { 'Retry-After': '10' } },
  ),
  readOnly: deny(
    'unavailable',
    'the database takes no changes now: it is read-only, as a standby is',
    'send the same request again; if it stays, let DATABASE_URL name the primary',
    LATER,
  ),
  slow: deny(
    'query-timeout',
    'the database did not finish this within the time that a query may take (QUERY_TIMEOUT)',
    'ask for less: a shorter range, a narrower filter or fewer rows',
  ),
};

/** Errors of Express, and of what serves its files, carry a status. */
function ofExpress(error: unknown): Denial | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error instanceof URIError)
    return deny('url-malformed', 'the URL has a % that is not followed by two hex digits', 'percent-encode it');
  return error.status < 500
    ? deny('url-malformed', `the URL cannot be served: ${error.message}`, 'see /docs for what there is')
    : undefined;
}

export const UNEXPECTED: Denial = deny(
  'internal',
  'something went wrong here that should not',
  'try again; if it stays, look for this instance in the log of the API',
);
