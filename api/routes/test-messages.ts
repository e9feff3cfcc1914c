import { z } from 'zod';
import type { FindTrialAdapter } from '../../channels/trial/adapters.ts';
import { type TrialPorts, tryMessage } from '../../channels/trial/trial.ts';
import { list, record, text } from '../../journey/base/bounded.ts';
import { NodeId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import { Channel } from '../../journey/delivery/channel.ts';
import { recordAudit } from '../../store/access/audit.ts';
import type { Database } from '../../store/base/sql.ts';
import { findUserMark } from '../../store/messages/test-keys.ts';
import { findUser } from '../../store/read-model/users.ts';
import type { Limits } from '../limits.ts';
import { JourneyId, Text, UserId } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';
import { findSuppression, readAddresses } from '../trial/addresses.ts';
import { findSource } from '../trial/source.ts';

export interface TestMessagePorts {
  readonly database: Pick<Database, 'sql'>;
  readonly write: TrialPorts['write'];
  readonly findAdapter: FindTrialAdapter;
  readonly limits: Pick<Limits, 'countTests'>;
  readonly now: () => number;
}

const MOST_ADDRESSES = 5;
/** Fits the longest address: a web push subscription as JSON. */
const MOST_ADDRESS = 4_000;
const Json = record(text(MOST.member), z.unknown(), { max: MOST.members });

const Body = z.strictObject({
  journey: JourneyId.optional().describe(
    'The journey that has the node. With `inline`: the journey whose content blocks and time zone the node uses.',
  ),
  version: z
    .union([z.literal('draft'), z.number().int().min(1).max(2_147_483_647)])
    .optional()
    .describe('Default: the draft, or the running version if there is no draft'),
  node: Text(MOST.name).optional().describe('ID of a `message` or `webhook` node of the journey'),
  inline: Json.optional().describe('A `message` or `webhook` node as JSON, instead of `node`'),
  userId: UserId.optional().describe('Renders the message with this user’s profile'),
  profile: Json.optional().describe('Sample traits, instead of the profile of `userId`'),
  context: Json.optional().describe('Sample context, such as `{"entry": {"product": "lamp"}}`'),
  to: list(Text(MOST_ADDRESS), MOST_ADDRESSES)
    .default([])
    .describe(
      'Your own addresses: email address, phone number, push token, web push subscription as JSON, or user ID for in-app messages. Without an address, a webhook calls the node’s URL.',
    ),
  via: z
    .enum(['sandbox', 'provider'])
    .default('sandbox')
    .describe('`sandbox`: show the message in the inbox. `provider`: deliver it.'),
  provider: Text(MOST.name).optional().describe('A provider of the channel. Default: the first.'),
});

const Result = z.object({
  to: z.string(),
  outcome: z
    .enum(['sent', 'failed', 'held', 'unknown', 'refused'])
    .describe(
      '`refused`: Sojourn didn’t send it. `held`: the provider can’t accept it right now, or isn’t set up. `unknown`: the provider may have it, because its answer didn’t arrive.',
    ),
  reason: z.string().nullable(),
  provider: z.string(),
  providerId: z.string().nullable(),
  key: z.string().describe('Key of the message in the inbox and at the provider'),
});
const Answer = z
  .object({
    channel: Channel.exclude(['activity']),
    content: z.record(z.string(), z.unknown()).nullable().describe('The sent message. Null if its template failed.'),
    results: z.array(Result).describe('One result per address'),
  })
  .meta({ id: 'TestedMessage' });

/** Route that sends a test message to the author's own addresses, without counting it or checking consent. */
export const testMessageRoutes = (ports: TestMessagePorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/messages/test',
      name: 'testMessage',
      tag: 'Journeys',
      access: 'author',
      summary: 'Send a test message to your own addresses',
      description:
        'Sends the message of a node, marked with “[Test]” where the channel allows it. Reports and caps don’t count test messages, and test messages need no consent. Suppressed addresses are refused. Each key has an hourly limit, and the audit log records each test.',
      body: Body,
      answer: Answer,
      refusals: [
        ...([
          'request-invalid',
          'document-invalid',
          'journey-not-found',
          'version-not-found',
          'draft-not-found',
        ] as const),
        ...(['user-not-found', 'provider-not-found', 'rate-limited'] as const),
      ],
    },
    async ({ body, caller }) => {
      const { workspace } = caller;
      const { sql } = ports.database;
      const source = await findSource(sql, workspace, body);
      if (!source.ok) return source;
      const { version, node, channel } = source.value;
      const reader = await readReader(ports, workspace, body);
      if (!reader.ok) return reader;
      const to = readAddresses(channel, body.to, version.document.phoneCountry);
      if (!to.ok) return to;
      const adapter = ports.findAdapter(channel, body);
      if (!adapter) return refuseNoProvider(channel, body.provider);
      const denial = await ports.limits.countTests(`${workspace}/${caller.key}`, to.value.length);
      if (denial) return { ok: false, refusal: denial };
      const { via } = body;
      const about = {
        channel,
        via,
        provider: adapter.provider,
        journey: version.document.id,
        node,
        n: to.value.length,
      };
      await recordAudit(sql, { workspace, actor: caller.key, action: 'message.test', about });
      const findBar = (address: string) => findSuppression(sql, { workspace, channel, now: ports.now() }, address);
      const userMark = await findUserMark(sql, workspace, body.userId);
      const tried = await tryMessage(
        { write: ports.write, findBar },
        { ...{ version, node: NodeId.parse(node), reader: reader.value, workspace, adapter, to: to.value, userMark } },
      );
      return answer({
        channel,
        content: tried.content && { ...tried.content },
        results: tried.results.map((result) => ({ ...result })),
      });
    },
  ),
];

async function readReader(
  { database: { sql }, now }: TestMessagePorts,
  workspace: WorkspaceId,
  { userId, profile = {}, context = {} }: z.output<typeof Body>,
) {
  const user = userId === undefined ? undefined : await findUser(sql, workspace, userId);
  if (userId !== undefined && !user)
    return refusal(
      'user-not-found',
      `there is no user "${userId}"`,
      'check the ID, or send sample traits as `profile`',
    );
  return answer({
    userId: userId ?? 'test-user',
    profile: { ...user?.profile, ...(profile as JsonObject) },
    context: context as JsonObject,
    now: now(),
  });
}

const refuseNoProvider = (channel: string, provider: string | undefined): RouteResult<never> =>
  refusal(
    'provider-not-found',
    provider === undefined ? `no provider is set up for ${channel}` : `${channel} has no provider "${provider}" here`,
    'add it to the channel’s _PROVIDER variable, or use `"via": "sandbox"`',
  );
