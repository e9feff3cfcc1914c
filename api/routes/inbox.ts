import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { inboxPage, inboxPolicy, messagePage, messagePolicy } from '../../channels/inbox-page.ts';
import { Channel } from '../../journey/channel.ts';
import { type CaughtMessage, findCaught, isInboxCursor, listInbox } from '../../store/inbox.ts';
import type { Sql } from '../../store/sql.ts';
import { Limit, Next, Text, Time } from '../paging.ts';
import { type Answered, answer, pageRoute, type Route, refusal, route } from '../route.ts';

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
    copies: z.int().describe('More than one: it came again under the same key'),
  })
  .meta({ id: 'CaughtMessage' });

const Before = Text(400).refine(isInboxCursor, "is not a page's next").optional().describe('`next` of the page before');
const filter = { channel: Channel.optional(), recipient: Text(320).optional() };
const Listed = z.object({ messages: z.array(Caught), next: Next }).meta({ id: 'InboxPage' });

/** Messages that were caught here and sent to nobody. */
export function inboxRoutes({ sql }: InboxPorts): readonly Route[] {
  const common = { method: 'get', tag: 'Inbox', access: 'read' } as const;
  const page = { ...common, kind: 'page', answer: 'text/html' } as const;
  return [
    route(
      {
        ...common,
        path: '/v1/inbox',
        name: 'listInbox',
        summary: 'Messages that the mail catcher and the sandboxes caught, newest first',
        query: z.strictObject({ ...filter, limit: Limit, cursor: Before }),
        answer: Listed,
      },
      async ({ query: { cursor, ...asked }, caller: { workspace } }) => {
        const { messages, next = null } = await listInbox(sql, { workspace, before: cursor, ...asked });
        return answer({ messages: [...messages], next });
      },
    ),
    pageRoute(
      {
        ...page,
        path: '/inbox',
        name: 'inboxPage',
        summary: 'The same for people',
        query: z.strictObject({ channel: filter.channel, recipient: z.string().max(320).optional(), before: Before }),
      },
      async ({ query, caller: { workspace } }) => {
        const { channel, before } = query;
        const recipient = query.recipient?.trim() || undefined; // the search field sends an empty one
        const { messages, next } = await listInbox(sql, { workspace, channel, recipient, before, limit: PAGE });
        const nonce = newNonce();
        const text = inboxPage({ messages, next, filter: { channel, recipient, before }, nonce });
        return answer({ text }, { headers: { 'Content-Security-Policy': inboxPolicy(nonce) } });
      },
    ),
    pageRoute(
      {
        ...page,
        path: '/inbox/:key',
        name: 'inboxMessagePage',
        summary: 'One caught message, as its reader would see it',
        params: z.strictObject({ key: Text(400) }),
        refusals: ['message-not-found'],
      },
      async ({ params: { key }, caller: { workspace } }) => shown(await findCaught(sql, workspace, key), key),
    ),
  ];
}

const PAGE = 50;
const newNonce = (): string => randomBytes(16).toString('base64');

const shown = (message: CaughtMessage | undefined, key: string): Answered<{ readonly text: string }> =>
  message
    ? answer(
        { text: messagePage({ message, nonce: newNonce() }) },
        { headers: { 'Content-Security-Policy': messagePolicy() } },
      )
    : refusal('message-not-found', `no caught message has the key "${key}"`, 'list them at /inbox');
