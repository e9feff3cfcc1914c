import { z } from 'zod';
import type { MessageType } from './message.ts';

/** What a service should send. More is taken: see message.ts. */
const common = {
  messageId: z
    .string()
    .optional()
    .describe('The same again is taken once, for 35 days; without it every message is new'),
  userId: z.string().optional().describe("The company's own id; this or anonymousId"),
  anonymousId: z.string().optional(),
  timestamp: z.iso.datetime().optional().describe('When it happened, for reports: decisions go by when it came here'),
};
const properties = z.record(z.string(), z.unknown()).optional();
const view = { name: z.string().optional(), category: z.string().optional(), properties };

const Track = z
  .looseObject({ ...common, event: z.string().describe('Its name, not beginning with $'), properties })
  .meta({ id: 'Track', example: { userId: 'ada', event: 'Added to Cart', properties: { cartId: 'c1', total: 30 } } });
const Identify = z
  .looseObject({ ...common, traits: z.record(z.string(), z.unknown()).optional().describe('Null removes one') })
  .meta({ id: 'Identify', example: { userId: 'ada', traits: { email: 'ada@example.com', plan: 'free' } } });
const Page = z.looseObject({ ...common, ...view }).meta({ id: 'Page' });
const Other = z.looseObject(common).meta({ id: 'OtherMessage' });

export const DOCUMENTED: Record<MessageType, z.ZodType> = {
  track: Track,
  identify: Identify,
  page: Page,
  screen: Page,
  group: Other,
  alias: Other,
};

export const DocumentedBatch = z
  .looseObject({
    batch: z
      .array(z.looseObject({ type: z.string(), ...common }))
      .describe('Messages of the other routes, each with its type'),
    sentAt: z.iso.datetime().optional().describe('By the clock of the sender: timestamps are corrected by it'),
  })
  .meta({
    id: 'Batch',
    example: {
      batch: [{ type: 'track', userId: 'ada', event: 'Charged', messageId: 'm-1', properties: { cartId: 'c1' } }],
    },
  });
