import { z } from 'zod';
import { MOST } from '../../journey/base/limits.ts';
import { ENGAGEMENTS } from '../../journey/events/own-events.ts';
import { EpochOrIso, readInstant } from '../../journey/time/time.ts';
import type { createEngagement } from '../../store/events/engagement.ts';
import { MessageId, Text } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';
import { MAX_EVENT_BYTES } from './events.ts';

export interface EngagementPorts {
  readonly engage: ReturnType<typeof createEngagement>;
}

const MessageParams = z.strictObject({
  key: Text(300).describe('What the provider was given as its idempotency key; `key` of a message in the answers here'),
});

const Report = z.strictObject({
  type: z.enum(ENGAGEMENTS).describe('What happened to the message: it becomes the event `$message.<type>`'),
  at: EpochOrIso.optional().describe('When, for reports: decisions go by when it is accepted'),
  url: Text(MOST.url).optional().describe('What was clicked'),
  text: Text(MOST.reply).optional().describe('What was replied'),
  messageId: MessageId.optional().describe(
    "The provider's ID of this report. Repeats are ignored. Without an ID, identical reports are ignored.",
  ),
});

const Reported = z
  .object({ messageId: z.string(), status: z.enum(['accepted', 'duplicate']).describe('`duplicate`: known before') })
  .meta({ id: 'Reported' });

/** Where providers' callbacks end up, whatever their format: one report about one message. */
export const engagementRoutes = ({ engage }: EngagementPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/messages/:key/events',
      name: 'reportMessage',
      tag: 'Events',
      access: 'ingest',
      summary: 'Report delivery or engagement of a message',
      description:
        'Records an event of the recipient. Nodes that wait for it continue, and entries, goals and exits can use it.',
      params: MessageParams,
      body: Report,
      answer: Reported,
      refusals: ['body-too-large', 'message-not-found'],
    },
    async ({ params: { key }, body, bodyBytes, caller: { workspace } }) => {
      if (bodyBytes > MAX_EVENT_BYTES)
        return refusal(
          'body-too-large',
          `the report has ${bodyBytes} bytes, more than ${MAX_EVENT_BYTES}`,
          'send less with it',
        );
      const { type: kind, at, url, text, messageId } = body;
      const accepted = await engage({
        workspace,
        key,
        kind,
        url,
        text,
        messageId,
        at: at === undefined ? undefined : readInstant(at, 'UTC'),
      });
      if (!accepted)
        return refusal(
          'message-not-found',
          `no message has the key "${key}"`,
          'use the key that the provider was given',
        );
      return answer({
        messageId: accepted.messageId,
        status: accepted.status === 'duplicate' ? 'duplicate' : 'accepted',
      });
    },
  ),
];
