import { z } from 'zod';
import { MOST } from '../../journey/base/limits.ts';
import { ENGAGEMENTS } from '../../journey/events/own-events.ts';
import { EpochOrIso, readInstant } from '../../journey/time/time.ts';
import type { createEngagement } from '../../store/events/engagement.ts';
import { MAX_EVENT_BYTES } from '../events/intake.ts';
import { MessageId, Text } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface EngagementPorts {
  readonly engage: ReturnType<typeof createEngagement>;
}

const MessageParams = z.strictObject({
  key: Text(300).describe('The `key` of a message, which its provider received as the idempotency key'),
});

const Report = z.strictObject({
  type: z.enum(ENGAGEMENTS).describe('What happened to the message. Recorded as the event `$message.<type>`.'),
  at: EpochOrIso.optional().describe('When it happened, for reports. Decisions use the time of acceptance.'),
  url: Text(MOST.url).optional().describe('The clicked link'),
  text: Text(MOST.reply).optional().describe('Text of the reply'),
  permanent: z
    .boolean()
    .optional()
    .describe(
      'Whether a bounced address will never accept messages. False if left out, and ignored unless `type` is `bounced`.',
    ),
  reason: Text(MOST.reply).optional().describe('Why it bounced, or what the provider says about it'),
  machine: z
    .boolean()
    .optional()
    .describe(
      'Whether a scanner or a mail program viewed or clicked it instead of the user. Then it counts apart, and is no event. Ignored for other types.',
    ),
  messageId: MessageId.optional().describe(
    "The provider's ID of this report. Repeats are ignored. Without an ID, identical reports are ignored.",
  ),
});

const Reported = z
  .object({ messageId: z.string(), status: z.enum(['accepted', 'duplicate']).describe('`duplicate`: reported before') })
  .meta({ id: 'Reported' });

/** Route for providers' callbacks, already translated to one format: one report about one message. */
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
          'send a smaller report',
        );
      const { type: kind, at, url, text, permanent, machine, reason, messageId } = body;
      const accepted = await engage({
        workspace,
        key,
        kind,
        url,
        text,
        permanent,
        reason,
        messageId,
        isMachine: machine,
        at: at === undefined ? undefined : readInstant(at, 'UTC'),
      });
      if (!accepted)
        return refusal(
          'message-not-found',
          `no message has the key "${key}"`,
          "use the message's `key`, which the provider received as its idempotency key",
        );
      return answer({
        messageId: accepted.messageId,
        status: accepted.status === 'duplicate' ? 'duplicate' : 'accepted',
      });
    },
  ),
];
