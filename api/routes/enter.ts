import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Result } from '../../journey/base/refusal.ts';
import type { Entered, EnterRequest } from '../../store/entry/enter.ts';
import { MAX_EVENT_BYTES } from '../events/intake.ts';
import { Properties } from '../events/wire.ts';
import { JourneyParams, MessageId, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface EnterPorts {
  readonly enter: (request: EnterRequest) => Promise<Result<Entered>>;
}

const Entry = z.strictObject({
  userId: UserId,
  properties: Properties.default({}).describe(
    "Properties of the entry event. The entry key is read from them, and they're stored as context.entry.",
  ),
  messageId: MessageId.optional().describe(
    'Repeats within 35 days are the same entry. Defaults to the Idempotency-Key.',
  ),
});

const EnteredSchema = z
  .object({
    instance: z.string(),
    status: z
      .enum(['entered', 'already', 'delivered', 'control'])
      .describe(
        '`already`: this message has entered before. `delivered`: sent to the current instance as an event. `control`: in the control group.',
      ),
  })
  .meta({ id: 'Entered' });

export const enterRoutes = ({ enter }: EnterPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/journeys/:id/enter',
      name: 'enterJourney',
      tag: 'Journeys',
      access: 'ingest',
      summary: 'Enter a user into a journey',
      description: 'Answers immediately with the instance, or with the reason why there is none.',
      params: JourneyParams,
      body: Entry,
      isKeyed: true,
      answer: EnteredSchema,
      statuses: {
        201: 'Entered',
        200: 'Entered by this message before, delivered to the live instance, or in the control group',
      },
      refusals: [
        'body-too-large',
        'journey-not-found',
        'journey-not-running',
        'entry-refused',
        'instance-already-live',
      ],
    },
    async ({ params, body, bodyBytes, headers, caller: { workspace } }) => {
      if (bodyBytes > MAX_EVENT_BYTES)
        return refusal(
          'body-too-large',
          `the request has ${bodyBytes} bytes, more than ${MAX_EVENT_BYTES}`,
          'send fewer or shorter properties',
        );
      const entered = await enter({
        workspace,
        journey: params.id,
        userId: body.userId,
        properties: body.properties as JsonObject, // parsed from JSON
        messageId: body.messageId ?? messageIdFrom(headers['idempotency-key']) ?? randomUUID(),
      });
      if (!entered.ok) return entered;
      return answer(entered.value, { status: entered.value.status === 'entered' ? 201 : 200 });
    },
  ),
];

/** Prefixes the key, so that it never equals a message id of an event. */
const messageIdFrom = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? `enter:${header}` : undefined;
