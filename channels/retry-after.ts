const LONGEST_MS = 24 * 3_600_000;

/**
 * Reads `Retry-After`, as seconds or a date (RFC 9110 §10.2.3). Returns ms from `now`, at most a day, or undefined if
 * the header is absent or invalid.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}
