import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';
import { Channel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../../store/base/sql.ts';
import { findCaught, INBOX_CURSOR, listInbox } from '../../store/messages/inbox.ts';
import { Limit, Next, Text, Time } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface InboxPorts {
  readonly sql: Sql;
}

const Caught = z
  .object({
    key: z.string(),
    channel: Channel,
    caughtBy: z.enum(['smtp', 'sandbox']),
    recipient: z.string(),
    subject: z.string().nullable(),
    body: z.unknown(),
    caughtAt: Time,
    copies: z.int().describe('How often it was sent with this key'),
    about: z
      .object({ userId: z.string(), journey: z.string(), instance: z.string(), node: z.string() })
      .nullable()
      .describe('The user, journey and node; null if no journey sent it'),
  })
  .meta({ id: 'CaughtMessage' });

const Before = text(MOST.cursor)
  .regex(INBOX_CURSOR, "is not a page's next")
  .optional()
  .describe('`next` of the page before');
const filter = { channel: Channel.optional(), recipient: Text(MOST.recipient).optional() };
const Listed = z.object({ messages: z.array(Caught), next: Next }).meta({ id: 'InboxPage' });

/** Routes for messages that the inbox caught instead of sending. */
export function inboxRoutes({ sql }: InboxPorts): readonly Route[] {
  const common = { method: 'get', tag: 'Inbox', access: 'read' } as const;
  return [
    route(
      {
        ...common,
        path: '/v1/inbox',
        name: 'listInbox',
        summary: 'List messages caught by the sandbox, newest first',
        query: z.strictObject({ ...filter, limit: Limit, cursor: Before }),
        answer: Listed,
      },
      async ({ query: { cursor, ...asked }, caller: { workspace } }) => {
        const { messages, next = null } = await listInbox(sql, { workspace, before: cursor, ...asked });
        return answer({ messages: [...messages], next });
      },
    ),
    route(
      {
        ...common,
        path: '/v1/inbox/:key',
        name: 'getCaughtMessage',
        summary: 'Get a caught message',
        params: z.strictObject({ key: Text(400) }),
        answer: Caught,
        refusals: ['message-not-found'],
      },
      async ({ params: { key }, caller: { workspace } }) => {
        const message = await findCaught(sql, workspace, key);
        return message
          ? answer(message)
          : refusal('message-not-found', `no caught message has the key "${key}"`, 'list them with GET /v1/inbox');
      },
    ),
  ];
}
