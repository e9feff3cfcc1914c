import { z } from 'zod';
import type { Sql } from '../../store/base/sql.ts';
import { type ActivityLine, listActivities } from '../../store/journeys/activities.ts';
import { Time } from '../paging.ts';
import { answer, type Route, route } from '../route.ts';

const Schema = z.record(z.string(), z.unknown());

const Activities = z
  .object({
    activities: z.array(
      z.object({
        name: z.string().describe('Name that `activity` nodes use'),
        title: z.string(),
        about: z.string(),
        ports: z.array(z.string()).describe('Ports that it can return. Every activity also has `failed`.'),
        input: Schema.describe('JSON Schema of an object'),
        output: Schema.nullable().describe('JSON Schema; null if it returns only a port'),
        seenAt: Time.describe('When a worker last registered it: at its start, then hourly'),
      }),
    ),
  })
  .meta({ id: 'Activities' });

/** Routes for activities: the company's own code that journeys can run. */
export const activityRoutes = ({ sql }: { readonly sql: Sql }): readonly Route[] => [
  route(
    {
      method: 'get',
      tag: 'Journeys',
      access: 'read',
      path: '/v1/activities',
      name: 'listActivities',
      summary: 'List registered activities',
      description: 'An activity that no worker has offered for seven days is removed.',
      answer: Activities,
    },
    async () => answer({ activities: (await listActivities(sql)).map(toView) }),
  ),
];

const toView = ({ ports, ...line }: ActivityLine) => ({ ...line, ports: [...ports] });
