import { z } from 'zod';
import { text } from '../journey/base/bounded.ts';
import { InstanceId, JourneyId, NodeId } from '../journey/base/ids.ts';
import { MOST } from '../journey/base/limits.ts';

/** Schema of a text in a query or path. Excludes NUL, which PostgreSQL can't store. */
export const Text = (most: number) => text(most, { min: 1 }).regex(/^[^\0]*$/, 'has a NUL character');

/** Schema of a client's message id. Ids that begin with "$" are reserved for Sojourn. */
export const MessageId = text(MOST.id, { min: 1 }).regex(
  /^[^\0$][^\0]*$/,
  'begins with "$", which is reserved for ids of Sojourn, or has a NUL character',
);

/** Schema of the name of a key or a person. The limit counts surrounding spaces, which are then removed. */
export const PersonName = text(MOST.person)
  .regex(/^\s*[^\s\0][^\0]*$/, 'is blank, or has a NUL character')
  .trim();

export const UserId = Text(MOST.id).describe("The company's own id of the user");
export const Limit = z.coerce.number().int().min(1).max(200).default(50).describe('Maximum number of results');
/** Cursor of pages ordered by a text. */
export const Cursor = Text(300).optional().describe('`next` of the page before');
/** Cursor of pages ordered by a number. */
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
