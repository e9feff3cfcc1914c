/**
 * An error in words, its causes too. Node's own for a refused connection has no message, only those of each address it
 * tried.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const own =
    error instanceof AggregateError && !error.message ? error.errors.map(messageOf).join('; ') : error.message;
  const cause = error.cause instanceof Error ? messageOf(error.cause) : '';
  return cause && !own.includes(cause) ? `${own || code}: ${cause}` : own || code;
}
