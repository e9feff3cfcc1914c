/** SQLSTATE classes and codes of a server that is away, starting, stopping, full or too busy: the same call may succeed later. */
const CLASSES = ['08', '53', '58'];
const STATES = new Set(['57P01', '57P02', '57P03', '57014', '40001', '40P01', '55P03', '25P03']);
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** What the pg library says in words alone. */
const IN_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|pool after calling end|Query read timeout|Client was closed/;

/** Whether it was the database that failed us, and not the call that was wrong. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NETWORK.has(code) || STATES.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code) && CLASSES.includes(code.slice(0, 2))) return true;
  return IN_WORDS.test(error.message) || isStoreAway(error.cause);
}
