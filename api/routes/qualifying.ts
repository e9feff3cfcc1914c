import { z } from 'zod';
import type { Sql } from '../../store/base/sql.ts';
import { isJourney } from '../../store/read-model/journeys.ts';
import { listQualifying } from '../../store/read-model/qualifying.ts';
import { Cursor, isoOf, JourneyParams, Limit, Next, Time } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

const QualifyingPage = z
  .object({
    qualifying: z.array(
      z.object({
        userId: z.string(),
        kind: z
          .enum(['inaction', 'grace'])
          .describe(
            "`inaction`: waiting to see whether the user does the second event. `grace`: the filter doesn't match yet and is checked again.",
          ),
        since: Time.describe('When the event that started the wait was accepted'),
        until: Time,
      }),
    ),
    next: Next,
  })
  .meta({ id: 'QualifyingPage' });

/** Route for users who may still qualify. */
export const qualifyingRoutes = ({ sql }: { readonly sql: Sql }): readonly Route[] => [
  route(
    {
      method: 'get',
      tag: 'Journeys',
      access: 'read',
      path: '/v1/journeys/:id/qualifying',
      name: 'listQualifying',
      summary: 'List users who may still qualify',
      description: "These users haven't entered yet.",
      params: JourneyParams,
      query: z.strictObject({ limit: Limit, cursor: Cursor }),
      answer: QualifyingPage,
      refusals: ['journey-not-found'],
    },
    async ({ params: { id }, query: { cursor, limit }, caller: { workspace } }) => {
      if (!(await isJourney(sql, workspace, id)))
        return refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');
      const { qualifying, next } = await listQualifying(sql, { workspace, journey: id, after: cursor, limit });
      const shown = qualifying.map(({ userId, kind, since, until }) => ({
        userId,
        kind,
        since: isoOf(since),
        until: isoOf(until),
      }));
      return answer({ qualifying: shown, next });
    },
  ),
];
