import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../../journey/json.ts';
import type { Result } from '../../journey/refusal.ts';
import type { Entered, EnterRequest } from '../../store/enter.ts';
import { Properties } from '../events/wire.ts';
import { JourneyParams, MessageId, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';
import { MAX_EVENT_BYTES } from './events.ts';

export interface EnterPorts {
  readonly enter: (request: EnterRequest) => Promise<Result<Entered>>;
}

const Entry = z.strictObject({
  userId: UserId,
  properties: Properties.default({}).describe(
    "The entry event's: the entry key is found in them, and the journey remembers them as context.entry",
  ),
  messageId: MessageId.optional().describe(
    'The same again is the same entry, for 35 days. The Idempotency-Key unless given',
  ),
});

const EnteredSchema = z
  .object({
    instance: z.string(),
    status: z
      .enum(['entered', 'already', 'delivered', 'control'])
      .describe(
        '`already`: by this very message; `delivered`: to the live instance, as an event, since the journey says so; `control`: qualified, and gets nothing',
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
      summary: 'Let one user into a journey',
      description: 'Judged at once: the answer is the instance, or why there is none.',
      params: JourneyParams,
      body: Entry,
      isKeyed: true,
      answer: EnteredSchema,
      statuses: {
        201: 'Entered',
        200: 'Had entered by this very message, was inside and is told of it, or is in the control group',
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
          'send less with it',
        );
      const entered = await enter({
        workspace,
        journey: params.id,
        userId: body.userId,
        properties: body.properties as JsonObject, // parsed from JSON
        messageId: body.messageId ?? keyIn(headers['idempotency-key']) ?? randomUUID(),
      });
      if (!entered.ok) return entered;
      return answer(entered.value, { status: entered.value.status === 'entered' ? 201 : 200 });
    },
  ),
];

/** Apart from what services call their events. */
const keyIn = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? `enter:${header}` : undefined;
