import { inOneSnapshot } from '../../store/base/snapshot.ts';
import type { Database } from '../../store/base/sql.ts';
import { readDocument } from '../../store/journeys/versions.ts';
import { countGoals, readGroups } from '../../store/read-model/goals.ts';
import { findJourney } from '../../store/read-model/journeys.ts';
import { GoalsSchema, goalIds, goalsOf } from '../goals-view.ts';
import { JourneyParams } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export const goalRoutes = ({ database }: { readonly database: Pick<Database, 'transaction'> }): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/journeys/:id/goals',
      name: 'getGoals',
      isHeavy: true,
      tag: 'Journeys',
      access: 'read',
      summary: 'Get conversions by goal, version, node and message, and lift over the control group',
      params: JourneyParams,
      answer: GoalsSchema,
      refusals: ['journey-not-found'],
    },
    ({ params: { id }, caller: { workspace } }) =>
      inOneSnapshot(database, async (sql) => {
        const found = await findJourney(sql, workspace, id);
        if (!found)
          return refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');
        const { goals } = readDocument(id, found.version, found.document);
        const counts = await countGoals(sql, workspace, id);
        const ids = goalIds(
          goals.map((goal) => goal.id),
          counts,
        );
        const hasControl = counts.some(({ measure }) => measure === 'control');
        const groups = hasControl ? await readGroups(sql, workspace, id, ids) : [];
        return answer({ goals: goalsOf(ids, counts, groups) });
      }),
  ),
];
