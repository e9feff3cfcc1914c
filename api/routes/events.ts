import { z } from 'zod';
import { MOST } from '../../journey/base/limits.ts';
import { DOCUMENTED, DocumentedBatch } from '../events/documented.ts';
import { type EventPorts, MAX_BATCH_BYTES, MAX_EVENT_BYTES, takeBatch, takeMessage } from '../events/intake.ts';
import { type MessageType, parseMessage, TYPES } from '../events/message.ts';
import { MessageBody } from '../events/wire.ts';
import { type Route, route } from '../route.ts';
import { Taken } from '../taken.ts';

const Batch = z.looseObject({
  batch: z.array(z.unknown(), 'must be a list of messages'),
  sentAt: z.unknown().optional(),
});

const SUMMARIES: Record<MessageType, string> = {
  track: 'Record an event of a user: {userId, event, properties}',
  identify: 'Change the traits of a user: {userId, traits}',
  page: 'Record a page view as the event "Page Viewed"',
  screen: 'Record a screen view as the event "Screen Viewed"',
  group: 'Set the trait `group` of a user: {userId, groupId, traits}',
  alias: 'Accepted for compatibility; has no effect',
};

/** Describes a shorter path that Segment's and RudderStack's browser clients call. */
const sameAs = (path: string): string => `Alias of \`POST ${path}\` for browser clients`;

/**
 * Routes in the wire format of Segment's and RudderStack's clients. One bad message never fails the batch: those
 * clients would drop or endlessly retry all of it.
 */
export function eventRoutes(ports: EventPorts): readonly Route[] {
  return [
    ...TYPES.flatMap((type) => [
      { type, path: `/v1/${type}`, name: type as string, summary: SUMMARIES[type] },
      { type, path: `/v1/${type.charAt(0)}`, name: `${type}Short`, summary: sameAs(`/v1/${type}`) },
    ]).map(({ type, ...of }) =>
      route(
        {
          ...of,
          method: 'post',
          tag: 'Events',
          access: 'ingest',
          kind: 'events',
          description: `At most ${MAX_EVENT_BYTES} bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey.`,
          body: MessageBody,
          documentedBody: DOCUMENTED[type],
          answer: Taken,
          refusals: ['body-too-large'],
        },
        ({ body, bodyBytes, caller: { workspace } }) =>
          takeMessage(ports, {
            ...{ workspace, bodyBytes, message: body },
            parse: (given, arrival) => parseMessage(given, arrival, type),
          }),
      ),
    ),
    ...[
      {
        path: '/v1/batch',
        name: 'batch',
        summary: 'Record many messages at once: {batch: [{type, userId, …}]}',
      },
      { path: '/v1/b', name: 'batchShort', summary: sameAs('/v1/batch') },
      { path: '/v1/import', name: 'import', summary: sameAs('/v1/batch') },
    ].map((of) =>
      route(
        {
          ...of,
          method: 'post',
          tag: 'Events',
          access: 'ingest',
          kind: 'events',
          description: `At most ${MOST.messages} messages and ${MAX_BATCH_BYTES} bytes. Messages that are malformed or can't be kept exactly are listed in \`rejected\`; the others are accepted.`,
          body: Batch,
          documentedBody: DocumentedBatch,
          answer: Taken,
          refusals: ['body-too-large'],
        },
        ({ body: { batch, sentAt }, bodyBytes, caller: { workspace } }) =>
          takeBatch(ports, { workspace, bodyBytes, messages: batch, list: 'batch', sentAt, parse: parseMessage }),
      ),
    ),
  ];
}
