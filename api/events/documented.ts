import { z } from 'zod';
import { list, text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';
import { MessageId } from '../paging.ts';
import type { MessageType } from './message.ts';
import { IncomingEventName, Properties } from './wire.ts';

/** What a client should send. A date that cannot be read is no reason to lose an event: it is for reports alone. */
const DateTime = text(MOST.moment).meta({ format: 'date-time' });

/** What a service should send, within the limits that message.ts keeps to. More is taken: see there. */
const ids = {
  userId: text(MOST.id, { min: 1 }).optional().describe("The company's own id; this or anonymousId"),
  anonymousId: text(MOST.id, { min: 1 }).optional(),
};
const common = {
  messageId: MessageId.optional().describe(
    'The same again is taken once, for 35 days; without it every message is new',
  ),
  ...ids,
  timestamp: DateTime.optional().describe('When it happened, for reports: decisions go by when it came here'),
};
/** Whose it is has to be said by one of the two. */
const ofSomebody = { anyOf: [{ required: ['userId'] }, { required: ['anonymousId'] }] };
const properties = Properties.optional();
const view = { name: text(MOST.said).optional(), category: text(MOST.said).optional(), properties };

const Track = z
  .looseObject({ ...common, event: IncomingEventName.describe('Its name, not beginning with $'), properties })
  .meta({
    id: 'Track',
    ...ofSomebody,
    example: { userId: 'ada', event: 'Added to Cart', properties: { cartId: 'c1', total: 30 } },
  });
const Identify = z.looseObject({ ...common, traits: Properties.optional().describe('Null removes one') }).meta({
  id: 'Identify',
  ...ofSomebody,
  example: { userId: 'ada', traits: { email: 'ada@example.com', plan: 'free' } },
});
const Page = z.looseObject({ ...common, ...view }).meta({ id: 'Page', ...ofSomebody });
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
    batch: list(z.looseObject({ type: text(MOST.said), ...common }), MOST.messages).describe(
      'Messages of the other routes, each with its type',
    ),
    sentAt: DateTime.optional().describe('By the clock of the sender: timestamps are corrected by it'),
  })
  .meta({
    id: 'Batch',
    example: {
      batch: [{ type: 'track', userId: 'ada', event: 'Charged', messageId: 'm-1', properties: { cartId: 'c1' } }],
    },
  });
