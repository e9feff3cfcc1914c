import { z } from 'zod';
import { InstanceId, JourneyId, NodeId } from '../journey/ids.ts';

/** A text of a query or path: nothing that PostgreSQL could not take. */
export const Text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !text.includes('\0'), 'has a NUL character');

export const UserId = Text(250).describe("The company's own id of the user");
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
