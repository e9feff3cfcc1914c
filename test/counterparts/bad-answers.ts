/** Ways in which a provider misbehaves (`counterpart.ts`), with the expected answer for at-most-once delivery. */
export const BAD_ANSWERS = [
  { how: '429', answer: { type: 'busy', status: 429 } },
  { how: '429 with Retry-After', answer: { type: 'busy', retryAfterMs: 7_000 } },
  { how: 'accepts and cuts the connection', answer: { type: 'busy', ambiguous: true } },
  { how: '500 after storing', answer: { type: 'busy', ambiguous: true } },
  { how: 'HTML instead of JSON', answer: { type: 'busy', ambiguous: true } },
  { how: 'garbage with 200', answer: { type: 'busy', ambiguous: true } },
  { how: 'endless body', answer: { type: 'busy', ambiguous: true } },
  { how: 'no answer', answer: { type: 'busy', ambiguous: true } },
] as const;
