/**
 * Returns an error's message with the messages of its causes. For a refused connection, Node gives only an
 * AggregateError without a message, so the messages of its parts are joined.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const own =
    error instanceof AggregateError && !error.message ? error.errors.map(messageOf).join('; ') : error.message;
  const cause = error.cause instanceof Error ? messageOf(error.cause) : '';
  return cause && !own.includes(cause) ? `${own || code}: ${cause}` : own || code;
}
