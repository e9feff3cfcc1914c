import { z } from 'zod';
import type { Sql } from '../../store/base/sql.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import {
  findInstance,
  INSTANCE_FILTERS,
  listInstances,
  listMessages,
  readTimeline,
} from '../../store/read-model/instances.ts';
import { DetailSchema, detailOf, InstanceSchema, linesOf, TraceSchema, viewOf } from '../instance-view.ts';
import {
  Cursor,
  InstanceParams,
  JourneyId,
  Limit,
  Next,
  NodeId,
  NumberCursor,
  nextOf,
  Text,
  UserId,
} from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';

export interface InstancePorts {
  readonly sql: Sql;
  readonly versions: Pick<Versions, 'get'>;
}

const Filter = z.strictObject({
  journey: JourneyId.optional(),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  node: NodeId.optional().describe('Instances at this node now'),
  status: z.enum(INSTANCE_FILTERS).optional().describe('`live` includes paused and stuck instances'),
  reason: Text(63).optional().describe('Exit reason'),
  userId: UserId.optional(),
  limit: Limit,
  cursor: Cursor,
});
const List = z.object({ instances: z.array(InstanceSchema), next: Next }).meta({ id: 'InstancePage' });
const Timeline = z.object({ lines: z.array(TraceSchema), next: Next }).meta({ id: 'Timeline' });

/** Routes for instances and their timelines. */
export function instanceRoutes({ sql, versions }: InstancePorts): readonly Route[] {
  const common = { method: 'get', tag: 'Instances', access: 'read' } as const;
  return [
    route(
      {
        ...common,
        path: '/v1/instances',
        name: 'listInstances',
        summary: 'List instances, latest entry first',
        query: Filter,
        answer: List,
      },
      async ({ query: { cursor, ...filter }, caller: { workspace } }) => {
        const { instances, next } = await listInstances(sql, { workspace, before: cursor, ...filter });
        return answer({ instances: instances.map(viewOf), next });
      },
    ),
    route(
      {
        ...common,
        path: '/v1/instances/:id',
        name: 'getInstance',
        summary: 'Get an instance: its node, wait and deadline',
        params: InstanceParams,
        answer: DetailSchema,
        refusals: ['instance-not-found'],
      },
      async ({ params: { id }, caller: { workspace } }) => {
        const found = await findInstance(sql, workspace, id);
        if (!found) return noInstance(id);
        const version = await versions.get(workspace, found.journey, found.version);
        return answer(detailOf(found, version, await listMessages(sql, { workspace, instance: id })));
      },
    ),
    route(
      {
        ...common,
        path: '/v1/instances/:id/timeline',
        name: 'getTimeline',
        summary: 'Get the timeline of an instance: what happened, when and why',
        description: 'A page has all lines of up to `limit` decisions.',
        params: InstanceParams,
        query: z.strictObject({ limit: Limit, cursor: NumberCursor }),
        answer: Timeline,
        refusals: ['instance-not-found'],
      },
      async ({ params: { id }, query: { cursor, limit }, caller: { workspace } }) => {
        const { steps, next } = await readTimeline(sql, { workspace, instance: id, after: cursor, limit });
        if (steps.length === 0 && !(await findInstance(sql, workspace, id))) return noInstance(id);
        return answer({ lines: steps.flatMap(linesOf), next: nextOf(next) });
      },
    ),
  ];
}

const noInstance = (id: string): RouteResult<never> =>
  refusal('instance-not-found', `there is no instance "${id}"`, 'list them with GET /v1/instances');
