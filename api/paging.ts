import { z } from 'zod';
import { text } from '../journey/base/bounded.ts';
import { InstanceId, JourneyId, NodeId } from '../journey/base/ids.ts';
import { MOST } from '../journey/base/limits.ts';

/** A text of a query or path: nothing that PostgreSQL could not take. */
export const Text = (most: number) => text(most, { min: 1 }).regex(/^[^\0]*$/, 'has a NUL character');

/** An id that a service gives to a message: those that begin with "$" are ours. */
export const MessageId = text(MOST.id, { min: 1 }).regex(
  /^[^\0$][^\0]*$/,
  'begins with "$", which is for ids of our own, or has a NUL character',
);

/** What somebody calls a key or themselves. Measured as it is written, and kept without the spaces around it. */
export const PersonName = text(MOST.person)
  .regex(/^\s*[^\s\0][^\0]*$/, 'is blank, or has a NUL character')
  .trim();

export const UserId = Text(MOST.id).describe("The company's own id of the user");
export const Limit = z.coerce.number().int().min(1).max(200).default(50).describe('How many at most');
/** Of pages in the order of texts. */
export const Cursor = Text(300).optional().describe('`next` of the page before');
/** Of pages in the order of numbers. */
export const NumberCursor = z.coerce
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .optional()
  .describe('`next` of the page before');
export const Next = z.string().nullable().describe('The `cursor` of the next page; null on the last');

export const nextOf = (next: string | number | null): string | null => (next === null ? null : String(next));

export const Time = z.iso.datetime().describe('UTC');
export const isoOf = (ms: number): string => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoOf(ms));

export const JourneyParams = z.strictObject({ id: JourneyId });
export const InstanceParams = z.strictObject({ id: InstanceId.regex(/^[\x21-\x7e]{1,100}$/, 'is not an instance id') });
export { JourneyId, NodeId };
