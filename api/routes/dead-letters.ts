import { z } from 'zod';
import { list } from '../../journey/base/bounded.ts';
import type { Sql } from '../../store/base/sql.ts';
import {
  findDeadLetter,
  listDeadLetters,
  MOST_REPLAYED,
  type Replayed,
  type ReplayRequest,
} from '../../store/outbox/dead-letters.ts';
import { Limit, Next, NumberCursor, nextOf, Text, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface DeadLetterPorts {
  readonly sql: Sql;
  readonly replay: (request: ReplayRequest) => Promise<Replayed>;
}

const Kind = z
  .enum(['event', 'due', 'loop'])
  .describe(
    "`event`: a journey failed to process it. `due`: scheduled work failed. `loop`: the event triggered itself too often, so it can't be replayed.",
  );

const DeadLetterView = z
  .object({
    id: z.int(),
    kind: Kind,
    userId: z.string().nullable().describe('Null if the user has been erased'),
    what: z.string().nullable().describe('Name of the event, or kind of the due row'),
    reason: z.string(),
    setAsideAt: Time,
    position: z.int(),
  })
  .meta({ id: 'DeadLetter' });

const filter = {
  kind: Kind.optional(),
  userId: UserId.optional(),
  reason: Text(200).optional().describe('Reasons that contain this text'),
};

const Body = z
  .strictObject({
    ids: list(z.int().min(1).max(Number.MAX_SAFE_INTEGER), MOST_REPLAYED, 1)
      .optional()
      .describe('Dead letters to replay. Without ids, all that match the filter.'),
    ...filter,
  })
  .meta({ id: 'ReplayDeadLetters' });

const common = { tag: 'Operations' } as const;

/** Routes that list and replay dead letters. */
export const deadLetterRoutes = ({ sql, replay }: DeadLetterPorts): readonly Route[] => [
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/dead-letters',
      name: 'listDeadLetters',
      access: 'read',
      summary: 'List events and scheduled work set aside after repeated failures, newest first',
      query: z.strictObject({ ...filter, limit: Limit, cursor: NumberCursor }),
      answer: z.object({ deadLetters: z.array(DeadLetterView), next: Next }).meta({ id: 'DeadLetterPage' }),
    },
    async ({ query: { cursor, limit, ...asked }, caller: { workspace } }) => {
      const deadLetters = await listDeadLetters(sql, workspace, { ...asked, before: cursor, limit });
      const last = deadLetters.length === limit ? deadLetters.at(-1) : undefined;
      return answer({ deadLetters, next: nextOf(last?.id ?? null) });
    },
  ),
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/dead-letters/:id',
      name: 'getDeadLetter',
      access: 'read',
      summary: 'Get a dead letter with its content',
      params: z.strictObject({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
      answer: DeadLetterView.extend({
        content: z.record(z.string(), z.unknown()).nullable().describe('Properties of the event, or the due row'),
      }).meta({ id: 'DeadLetterDetail' }),
      refusals: ['dead-letter-not-found'],
    },
    async ({ params: { id }, caller: { workspace } }) => {
      const found = await findDeadLetter(sql, workspace, id);
      return found
        ? answer(found)
        : refusal(
            'dead-letter-not-found',
            `there is no dead letter ${id}`,
            'it may have been replayed: list them with GET /v1/dead-letters',
          );
    },
  ),
  route(
    {
      ...common,
      method: 'post',
      path: '/v1/dead-letters/replay',
      name: 'replayDeadLetters',
      access: 'operate',
      summary: 'Replay one, many or all dead letters',
      description: `Replays up to ${MOST_REPLAYED} in one call, and none twice. Work that fails again is set aside again.`,
      body: Body,
      answer: z
        .object({
          replayed: z.int().describe('Dead letters replayed'),
          left: z.int().describe("Loops, which can't be replayed"),
          more: z.boolean().describe('True if more dead letters match: call again'),
        })
        .meta({ id: 'DeadLettersReplayed' }),
    },
    async ({ body: { ids, ...asked }, caller: { workspace, key } }) =>
      answer(await replay({ workspace, actor: key, ids, filter: asked })),
  ),
];
