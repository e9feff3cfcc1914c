import { z } from 'zod';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../../store/base/sql.ts';
import { listUnmatched } from '../../store/callbacks/unmatched.ts';
import { Limit, Next, NumberCursor, nextOf, Time } from '../paging.ts';
import { answer, type Route, route } from '../route.ts';

const Unmatched = z
  .object({
    id: z.int(),
    channel: MessageChannel,
    provider: z.string(),
    status: z.string().describe('The reported status, such as `bounced`. `inbound`: a message from a user.'),
    reason: z.string().nullable().describe('Reason from the provider, without addresses'),
    receivedAt: Time,
  })
  .meta({ id: 'UnmatchedCallback' });

/** Route that lists callbacks that match no message. */
export const unmatchedCallbackRoutes = ({ sql }: { readonly sql: Sql }): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/unmatched-callbacks',
      name: 'listUnmatchedCallbacks',
      tag: 'Operations',
      access: 'read',
      summary: 'List provider callbacks that match no message, newest first',
      description:
        'Sojourn tries to match a callback for 48 hours. A permanent bounce or a complaint suppresses its address immediately, even without a match.',
      query: z.strictObject({ channel: MessageChannel.optional(), limit: Limit, cursor: NumberCursor }),
      answer: z.object({ callbacks: z.array(Unmatched), next: Next }).meta({ id: 'UnmatchedCallbackPage' }),
    },
    async ({ query: { channel, limit, cursor }, caller: { workspace } }) => {
      const found = await listUnmatched(sql, { workspace, channel, before: cursor, limit: limit + 1 });
      const callbacks = found.slice(0, limit);
      return answer({ callbacks, next: nextOf(found.length > limit ? (callbacks.at(-1)?.id ?? null) : null) });
    },
  ),
];
