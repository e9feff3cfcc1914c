/**
 * How the database failed a call that was itself valid and may succeed later. `away`: unreachable. `busy`: no
 * connection, lock or memory free. `full`: disk full. `readOnly`: accepts no changes. `slow`: query timeout.
 */
export type StoreFault = 'away' | 'busy' | 'full' | 'readOnly' | 'slow';

/** Fault by SQLSTATE, Node error code or an error code of the store. */
const CODES: Readonly<Record<string, StoreFault>> = {
  57014: 'slow',
  53100: 'full',
  25006: 'readOnly',
  STORE_SILENT: 'away',
  STORE_BUSY: 'busy',
  ...mapCodes('away', ['57P01', '57P02', '57P03', '25P03']),
  ...mapCodes('busy', ['40001', '40P01', '55P03']),
  ...mapCodes('away', ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']),
};
const CLASSES: Readonly<Record<string, StoreFault>> = { '08': 'away', 53: 'busy', 58: 'away' };

function mapCodes(fault: StoreFault, codes: readonly string[]): Record<string, StoreFault> {
  return Object.fromEntries(codes.map((code) => [code, fault]));
}

/** Errors of the pg library that have a message but no code. */
const IN_WORDS =
  /Connection terminated|connection error and is not queryable|pool after calling end|Query read timeout|Client was closed/;

/** Returns how the database failed, or undefined if the error says nothing about the database. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isState = /^[0-9A-Z]{5}$/.test(code);
  const fault = CODES[code] ?? (isState ? CLASSES[code.slice(0, 2)] : undefined);
  if (fault) return fault;
  // the pool's error when all connections are in use
  if (error.message.includes('timeout exceeded when trying to connect')) return 'busy';
  return IN_WORDS.test(error.message) ? 'away' : storeFaultOf(error.cause);
}
