import { z } from 'zod';
import { list, text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';
import { MessageId } from '../paging.ts';
import type { MessageType } from './message.ts';
import { IncomingEventName, Properties, USABLE_ID } from './wire.ts';

/** How clients should send dates. An unreadable date doesn't reject the event: only reports use it. */
const DateTime = text(MOST.moment).meta({ format: 'date-time' });

/** Fields that services should send. Within the same limits, message.ts accepts more. */
const ids = {
  userId: text(MOST.id, { min: 1 }).regex(USABLE_ID).optional().describe("The company's own id; this or anonymousId"),
  anonymousId: text(MOST.id, { min: 1 }).regex(USABLE_ID).optional(),
};
const common = {
  messageId: MessageId.optional().describe(
    'A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new.',
  ),
  ...ids,
  timestamp: DateTime.optional().describe('When it happened, for reports. Decisions use the time of arrival.'),
};
/** Requires at least one of the two user ids. */
const NEEDS_USER_ID = { anyOf: [{ required: ['userId'] }, { required: ['anonymousId'] }] };
const properties = Properties.optional();
const view = { name: text(MOST.said).optional(), category: text(MOST.said).optional(), properties };

const Track = z
  .looseObject({ ...common, event: IncomingEventName.describe('Its name, not beginning with $'), properties })
  .meta({
    id: 'Track',
    ...NEEDS_USER_ID,
    example: { userId: 'ada', event: 'Added to Cart', properties: { cartId: 'c1', total: 30 } },
  });
const Identify = z.looseObject({ ...common, traits: Properties.optional().describe('Null removes a trait') }).meta({
  id: 'Identify',
  ...NEEDS_USER_ID,
  example: { userId: 'ada', traits: { email: 'ada@example.com', plan: 'free' } },
});
const Page = z.looseObject({ ...common, ...view }).meta({ id: 'Page', ...NEEDS_USER_ID });
const Group = z
  .looseObject({
    ...common,
    groupId: text(MOST.id).optional(),
    traits: Properties.optional().describe('Traits of the group'),
  })
  .meta({
    id: 'Group',
    ...NEEDS_USER_ID,
    example: { userId: 'ada', groupId: 'acme', traits: { plan: 'enterprise' } },
  });
const Alias = z.looseObject(common).meta({ id: 'Alias' });

export const DOCUMENTED: Record<MessageType, z.ZodType> = {
  track: Track,
  identify: Identify,
  page: Page,
  screen: Page,
  group: Group,
  alias: Alias,
};

export const DocumentedBatch = z
  .looseObject({
    batch: list(z.looseObject({ type: text(MOST.said), ...common }), MOST.messages).describe(
      'Messages of the other routes, each with its type',
    ),
    sentAt: DateTime.optional().describe("The sender's clock when it sent the batch. Corrects the timestamps."),
  })
  .meta({
    id: 'Batch',
    example: {
      batch: [{ type: 'track', userId: 'ada', event: 'Charged', messageId: 'm-1', properties: { cartId: 'c1' } }],
    },
  });
