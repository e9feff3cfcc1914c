import { z } from 'zod';
import { TYPES } from './events/message.ts';

const Rejected = z.object({
  index: z.int().describe('Index in the batch'),
  messageId: z.string().nullable(),
  path: z.string(),
  message: z.string(),
  fix: z.string(),
});

/** The answer of an event route: which messages of a request were accepted. */
export const Taken = z
  .object({
    success: z.literal(true),
    accepted: z.int().describe('New messages, now stored durably'),
    duplicates: z.int().describe('Messages accepted before with the same id'),
    rejected: z.array(Rejected).describe("Messages that were not accepted. Sending them again unchanged won't help."),
    ignored: z
      .array(z.object({ index: z.int(), messageId: z.string().nullable(), type: z.enum(TYPES) }))
      .describe('Messages accepted but unused, such as alias'),
  })
  .meta({ id: 'Taken' });
export type Taken = z.infer<typeof Taken>;
