import { DocumentFault } from '../journey/base/document-fault.ts';
import { BROKEN } from './body.ts';
import { type Denial, Denied, deny } from './problem.ts';
import { type StoreFault, storeFaultOf } from './store-away.ts';

/** Returns the answer for a thrown error, or undefined for an error that nothing in the API expects. */
export function denialOf(error: unknown): Denial | undefined {
  if (error instanceof Denied) return error.denial;
  if (isZlibError(error)) return BROKEN;
  if (error instanceof DocumentFault) return deny('document-unreadable', `${error.message} by this release`, REREAD);
  const fault = storeFaultOf(error);
  return fault ? STORE_FAULTS[fault] : expressDenialOf(error);
}

/** Recognizes zlib errors, which surface in the code that reads an upload while it is being inflated. */
const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^Z_[A-Z_]+$/.test(String(error.code));

const REREAD = 'publish the journey again, or restore the document; if a newer release wrote it, run that release';
const LATER = { headers: { 'Retry-After': '1' } };
const STORE_FAULTS: Readonly<Record<StoreFault, Denial>> = {
  away: deny('unavailable', 'the database cannot be reached', 'send the same request again', LATER),
  busy: deny('busy', 'the database has no free connection or lock for this request', 'send it again', LATER),
  full: deny(
    'store-full',
    "the database's disk is full, so it accepts no changes",
    "free space on PostgreSQL's disk, then send the same request again",
    { headers: { 'Retry-After': '10' } },
  ),
  readOnly: deny(
    'unavailable',
    'the database is read-only, as a standby is, and accepts no changes',
    'send the same request again; if that keeps failing, point DATABASE_URL at the primary',
    LATER,
  ),
  slow: deny(
    'query-timeout',
    'the query took longer than QUERY_TIMEOUT',
    'ask for less: a shorter range, a narrower filter or fewer rows',
  ),
};

/** Returns the answer for an error of Express or its file server, which carry a status. */
function expressDenialOf(error: unknown): Denial | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error instanceof URIError)
    return deny('url-malformed', 'the URL has a % that is not followed by two hex digits', 'percent-encode it');
  return error.status < 500
    ? deny('url-malformed', `the URL cannot be served: ${error.message}`, 'see /docs for all routes')
    : undefined;
}

export const UNEXPECTED: Denial = deny(
  'internal',
  'an unexpected error occurred in Sojourn',
  "try again; if that keeps failing, search the API's log for this request's id",
);
