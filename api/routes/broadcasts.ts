import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Result } from '../../journey/base/refusal.ts';
import type { Sql } from '../../store/base/sql.ts';
import type { CancelledList, ListOf } from '../../store/broadcasts/cancel-list.ts';
import { AnotherFile, type ListContent, type ListRequest, type Uploaded } from '../../store/broadcasts/lists.ts';
import type { BeginRequest } from '../../store/broadcasts/occurrences.ts';
import { type BroadcastLine, listBroadcasts, listRejected } from '../../store/read-model/broadcasts.ts';
import { isJourney } from '../../store/read-model/journeys.ts';
import { openUserList } from '../list-rows.ts';
import { LIST_TYPES, ListFileSchema, ListQuery } from '../lists/file-format.ts';
import { Cursor, isoOf, JourneyId, JourneyParams, Limit, Next, NumberCursor, nextOf, Text, Time } from '../paging.ts';
import { answer, type Route, refusal, route, uploadRoute } from '../route.ts';

export interface BroadcastPorts {
  readonly sql: Sql;
  readonly upload: (request: ListRequest, content: ListContent) => Promise<Result<Uploaded>>;
  readonly cancel: (request: ListOf & { readonly actor: string }) => Promise<Result<CancelledList>>;
  readonly begin: (request: BeginRequest) => Promise<Result<{ readonly id: string }>>;
}

const Broadcast = z
  .object({
    id: z.string(),
    source: z.enum(['schedule', 'list']),
    state: z
      .enum(['uploading', 'waiting', 'filling', 'filled', 'skipped', 'failed', 'cancelled'])
      .describe(
        '`waiting`: not started yet. `filling`: users are being queued. `filled`: all users are queued. `skipped`, `failed`, `cancelled`: see detail.',
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
    repeated: z.int().describe('Rows of a list whose user is on it already: see listRejectedRows'),
    createdBy: z.string(),
  })
  .meta({ id: 'Broadcast', description: 'One run of a schedule or list' });

const Page = z.object({ broadcasts: z.array(Broadcast), next: Next }).meta({ id: 'BroadcastPage' });

const UploadedSchema = z
  .object({
    id: z.string(),
    rows: z.int().describe('Accepted rows'),
    rejected: z.int().describe('See listRejectedRows'),
    repeated: z.int().describe('Rows whose user is on the list already. Such a user enters once, by the first row.'),
    file: ListFileSchema.nullable(),
  })
  .meta({ id: 'UploadedList' });

const ListParams = z.strictObject({ id: JourneyId, list: Text(100) });

const RejectedPage = z
  .object({
    rejected: z.array(
      z.object({
        row: z.int().describe('Line number'),
        outcome: z
          .enum(['refused', 'repeated', 'unchanged'])
          .describe(
            '`refused`: the row can’t be read. `repeated`: an earlier row has the user. `unchanged`: the user enters, but traits or consents of the row weren’t stored.',
          ),
        reason: z.string(),
        fix: z.string(),
      }),
    ),
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

const listRoutes = (ports: BroadcastPorts): readonly Route[] => [
  uploadListRoute(ports),
  rejectedRoute(ports),
  route(
    {
      method: 'post',
      path: '/v1/journeys/:id/lists/:list/cancel',
      name: 'cancelList',
      tag: 'Journeys',
      access: 'operate',
      summary: 'Cancel a list',
      description:
        'An upload that is under way is refused. Users who are still queued don’t enter; users who have entered stay.',
      params: ListParams,
      answer: z
        .object({ id: z.string(), removed: z.int().describe('Queued users who don’t enter') })
        .meta({ id: 'CancelledList' }),
      refusals: ['journey-not-found'],
    },
    async ({ params: { id: journey, list: id }, caller: { workspace, key } }) => {
      const cancelled = await ports.cancel({ workspace, journey, id, actor: key });
      return cancelled.ok ? answer(cancelled.value) : cancelled;
    },
  ),
];

const uploadListRoute = ({ upload }: BroadcastPorts): Route =>
  uploadRoute(
    {
      method: 'post',
      path: '/v1/journeys/:id/lists',
      name: 'uploadList',
      tag: 'Journeys',
      access: 'operate',
      summary: 'Enter the users of a list',
      description:
        'CSV with a header, or NDJSON. The column `userId` names the user; other columns are stored as `context.entry`. `columns` maps columns to `userId`, `trait:<name>`, `entry:<name>`, `consent:<channel>`, `consent:<channel>/<topic>` or `ignore`: traits and consents are stored before the user enters. A user who is on the list twice enters once. Nobody enters until the whole list has arrived, so an interrupted upload has no effect. See listBroadcasts for progress.',
      params: JourneyParams,
      query: ListQuery.extend({
        resume: z
          .enum(['true', 'false'])
          .optional()
          .describe(
            'Continues an upload of the same file that broke off less than a day ago. Needs its Idempotency-Key.',
          ),
      }),
      takes: LIST_TYPES,
      headers: { 'Idempotency-Key': 'Repeating a key uploads the list only once' },
      answer: UploadedSchema,
      statuses: { 202: 'Uploaded; its users are being queued' },
      refusals: ['journey-not-found', 'journey-not-running', 'entry-refused', 'idempotency-key-reused'],
    },
    async ({ params: { id }, query: { resume, ...query }, headers, upload: given, caller: { workspace, key } }) => {
      const name = headers['idempotency-key'];
      const request = {
        ...{ workspace, journey: id, actor: key, isResumed: resume === 'true' },
        id: typeof name === 'string' ? listIdFor(name) : undefined,
      };
      const uploaded = await refuseAnotherFile(upload(request, openUserList(given, query)));
      return uploaded.ok ? answer(uploaded.value, { status: 202 }) : uploaded;
    },
  );

const rejectedRoute = ({ sql }: BroadcastPorts): Route =>
  route(
    {
      method: 'get',
      path: '/v1/journeys/:id/lists/:list/rejected',
      name: 'listRejectedRows',
      tag: 'Journeys',
      access: 'read',
      summary: 'List rows of a list that were rejected, repeated or not stored in full, with reasons',
      params: ListParams,
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
      const rejected = found.rejected.map(({ nr, ...about }) => ({ row: nr, ...about }));
      return answer({ rejected, next: nextOf(found.next) });
    },
  );

const refuseAnotherFile = (uploaded: Promise<Result<Uploaded>>) =>
  uploaded.catch((cause: unknown) => {
    if (!(cause instanceof AnotherFile)) throw cause;
    return refusal(
      'idempotency-key-reused',
      'the list begins with other rows than the upload that broke off',
      'send the same file with the same columns, or leave out "resume" to replace the upload',
    );
  });

const listIdFor = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 24);
