/**
 * What of the database failed us, where it was not the call that was wrong. `away`: it cannot be reached. `busy`: it can, and has no
 * connection, lock or memory left. `full`: its disk is. `readOnly`: it takes no changes. `slow`: it has worked on this for as long as it may. All
 * may succeed later.
 */
export type StoreFault = 'away' | 'busy' | 'full' | 'readOnly' | 'slow';

/** By SQLSTATE, or the code of Node or of ours. */
const CODES: Readonly<Record<string, StoreFault>> = {
  57014: 'slow',
  53100: 'full',
  25006: 'readOnly',
  STORE_SILENT: 'away',
  STORE_BUSY: 'busy',
  ...of('away', ['57P01', '57P02', '57P03', '25P03']),
  ...of('busy', ['40001', '40P01', '55P03']),
  ...of('away', ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']),
};
const CLASSES: Readonly<Record<string, StoreFault>> = { '08': 'away', 53: 'busy', 58: 'away' };

function of(fault: StoreFault, codes: readonly string[]): Record<string, StoreFault> {
  return Object.fromEntries(codes.map((code) => [code, fault]));
}

/** What the pg library says in words alone. */
const IN_WORDS =
  /Connection terminated|connection error and is not queryable|pool after calling end|Query read timeout|Client was closed/;

export function storeFaultOf(error: unknown): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isState = /^[0-9A-Z]{5}$/.test(code);
  const fault = CODES[code] ?? (isState ? CLASSES[code.slice(0, 2)] : undefined);
  if (fault) return fault;
  if (error.message.includes('timeout exceeded when trying to connect')) return 'busy'; // the pool's, when all are in use
  return IN_WORDS.test(error.message) ? 'away' : storeFaultOf(error.cause);
}
