import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Result } from '../../journey/base/refusal.ts';
import type { Sql } from '../../store/base/sql.ts';
import type { ListRequest, ListRow, Uploaded } from '../../store/broadcasts/lists.ts';
import type { BeginRequest } from '../../store/broadcasts/occurrences.ts';
import { type BroadcastLine, listBroadcasts, listRejected } from '../../store/read-model/broadcasts.ts';
import { isJourney } from '../../store/read-model/journeys.ts';
import { readRows } from '../list-rows.ts';
import { LIST_TYPES } from '../lists/records.ts';
import { Cursor, isoOf, JourneyId, JourneyParams, Limit, Next, NumberCursor, nextOf, Text, Time } from '../paging.ts';
import { answer, type Route, refusal, route, uploadRoute } from '../route.ts';

export interface BroadcastPorts {
  readonly sql: Sql;
  readonly upload: (request: ListRequest, rows: AsyncIterable<ListRow>) => Promise<Result<Uploaded>>;
  readonly begin: (request: BeginRequest) => Promise<Result<{ readonly id: string }>>;
}

const Broadcast = z
  .object({
    id: z.string(),
    source: z.enum(['schedule', 'list']),
    state: z
      .enum(['uploading', 'waiting', 'filling', 'filled', 'skipped', 'failed'])
      .describe(
        '`waiting`: not started yet. `filling`: users are being queued. `filled`: all users are queued. `skipped`, `failed`: see detail.',
      ),
    detail: z.string().nullable(),
    at: Time,
    version: z.int().nullable().describe('The version that was running when it began'),
    total: z.int().nullable().describe('Estimated number of users; while a list is uploading, users so far'),
    queued: z.int().describe('Users queued so far, each with their own entry time'),
    waiting: z
      .int()
      .describe('Queued users whose entry time is still to come. For the others see listInstances and listRefusals.'),
    rejected: z.int().describe('Unreadable rows of a list: see listRejectedRows'),
    createdBy: z.string(),
  })
  .meta({ id: 'Broadcast', description: 'One run of a schedule or list' });

const Page = z.object({ broadcasts: z.array(Broadcast), next: Next }).meta({ id: 'BroadcastPage' });

const UploadedSchema = z
  .object({
    id: z.string(),
    rows: z.int().describe('Accepted rows'),
    rejected: z.int().describe('See listRejectedRows'),
  })
  .meta({ id: 'UploadedList' });

const RejectedPage = z
  .object({
    rejected: z.array(z.object({ row: z.int().describe('Line number'), reason: z.string(), fix: z.string() })),
    next: Next,
  })
  .meta({ id: 'RejectedRowPage' });

const toView = ({ at, ...line }: BroadcastLine) => ({ ...line, at: isoOf(at) });
const denyUnknownJourney = (id: string) =>
  refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');

/** Routes for schedules and lists, which enter many users at once. */
export const broadcastRoutes = (ports: BroadcastPorts): readonly Route[] => [
  ...occurrenceRoutes(ports),
  ...listRoutes(ports),
];

const occurrenceRoutes = ({ sql, begin }: BroadcastPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/journeys/:id/broadcasts',
      name: 'listBroadcasts',
      tag: 'Journeys',
      access: 'read',
      summary: 'List past and upcoming runs of schedules and lists, newest first',
      params: JourneyParams,
      query: z.strictObject({ limit: Limit, cursor: Cursor }),
      answer: Page,
      refusals: ['journey-not-found'],
    },
    async ({ params: { id }, query: { cursor, limit }, caller: { workspace } }) => {
      if (!(await isJourney(sql, workspace, id))) return denyUnknownJourney(id);
      const before = cursor === undefined ? {} : { before: cursor };
      const { broadcasts, next } = await listBroadcasts(sql, { workspace, journey: id, limit, ...before });
      return answer({ broadcasts: broadcasts.map(toView), next });
    },
  ),
  route(
    {
      method: 'post',
      path: '/v1/journeys/:id/broadcasts',
      name: 'beginBroadcast',
      tag: 'Journeys',
      access: 'operate',
      summary: 'Run a schedule now',
      description: "An extra run: later runs don't change. The entry's re-entry rule still applies.",
      params: JourneyParams,
      isKeyed: true,
      answer: z.object({ id: z.string() }).meta({ id: 'BegunBroadcast' }),
      statuses: { 201: 'Started' },
      refusals: ['journey-not-found', 'journey-not-running', 'entry-refused'],
    },
    async ({ params: { id }, caller: { workspace, key } }) => {
      if (!(await isJourney(sql, workspace, id))) return denyUnknownJourney(id);
      const begun = await begin({ workspace, journey: id, actor: key });
      return begun.ok ? answer(begun.value, { status: 201 }) : begun;
    },
  ),
];

const listRoutes = ({ sql, upload }: BroadcastPorts): readonly Route[] => [
  uploadRoute(
    {
      method: 'post',
      path: '/v1/journeys/:id/lists',
      name: 'uploadList',
      tag: 'Journeys',
      access: 'operate',
      summary: 'Enter the users of a list',
      description:
        'CSV with a header, or NDJSON. The column `userId` names the user; other columns are stored as `context.entry`. Nobody enters until the whole list has arrived, so an interrupted upload has no effect. See listBroadcasts for progress.',
      params: JourneyParams,
      takes: LIST_TYPES,
      headers: { 'Idempotency-Key': 'Repeating a key uploads the list only once' },
      answer: UploadedSchema,
      statuses: { 202: 'Uploaded; its users are being queued' },
      refusals: ['journey-not-found', 'journey-not-running', 'entry-refused', 'idempotency-key-reused'],
    },
    async ({ params: { id }, headers, upload: { stream, type }, caller: { workspace, key } }) => {
      const given = headers['idempotency-key'];
      const request = {
        workspace,
        journey: id,
        actor: key,
        id: typeof given === 'string' ? listIdFor(given) : undefined,
      };
      const uploaded = await upload(request, readRows(stream, type));
      return uploaded.ok ? answer(uploaded.value, { status: 202 }) : uploaded;
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/journeys/:id/lists/:list/rejected',
      name: 'listRejectedRows',
      tag: 'Journeys',
      access: 'read',
      summary: 'List rejected rows of a list, with reasons',
      params: z.strictObject({ id: JourneyId, list: Text(100) }),
      query: z.strictObject({ limit: Limit, cursor: NumberCursor }),
      answer: RejectedPage,
      refusals: ['journey-not-found'],
    },
    async ({ params: { id, list }, query: { cursor, limit }, caller: { workspace } }) => {
      const after = cursor === undefined ? {} : { after: cursor };
      const found = await listRejected(sql, { workspace, journey: id, broadcast: list, limit, ...after });
      if (!found)
        return refusal(
          'journey-not-found',
          `journey "${id}" has no list "${list}"`,
          `see GET /v1/journeys/${id}/broadcasts`,
        );
      const rejected = found.rejected.map(({ nr, reason, fix }) => ({ row: nr, reason, fix }));
      return answer({ rejected, next: nextOf(found.next) });
    },
  ),
];

const listIdFor = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 24);
