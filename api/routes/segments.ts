import { z } from 'zod';
import type { Result } from '../../journey/base/refusal.ts';
import { reachFlaws } from '../../journey/segments/reach.ts';
import { Segment, SegmentCondition } from '../../journey/segments/segment.ts';
import type { Database } from '../../store/base/sql.ts';
import { previewSegment } from '../../store/segments/preview.ts';
import {
  checkSegment,
  deleteSegment,
  findSegment,
  listSegments,
  putSegment,
  refuseNoSegment,
  type StoredSegment,
} from '../../store/segments/segments.ts';
import { readExpectedVersion, refuseIfMatch } from '../if-match.ts';
import { Cursor, Limit, Next, Time } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface SegmentPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  /** Days for which events are stored. No segment can look further back. */
  readonly keptDays: number;
}

const Params = z.strictObject({ id: Segment.shape.id });
const Document = z.record(z.string(), z.unknown()).describe('The segment. See the schema Segment.');
const View = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.int().describe('Goes up with each change'),
    members: z.int().describe('Current members'),
    isUnreadable: z
      .boolean()
      .describe("True if the stored document can't be read: changed by hand, or written by another release"),
    isFilling: z.boolean().describe('True while users are still being evaluated after a change'),
    updatedAt: Time,
    document: Document,
  })
  .meta({ id: 'SegmentView' });
const Page = z.object({ segments: z.array(View), next: Next }).meta({ id: 'SegmentPage' });
const Written = z
  .object({ id: z.string(), version: z.int(), isNew: z.boolean().describe('False if the segment was the same before') })
  .meta({ id: 'SegmentWritten' });
const PreviewView = z
  .object({
    count: z.int(),
    sample: z.array(
      z.object({ userId: z.string(), read: z.record(z.string(), z.unknown()).describe('Values that decided it') }),
    ),
  })
  .meta({ id: 'SegmentPreview' });

/** Size limit. Every relevant change of a user reads the segment, and one page lists up to 200 of them. */
const MOST_BYTES = 262_144;

const tag = 'Segments';

export const segmentRoutes = (ports: SegmentPorts): readonly Route[] => [...readRoutes(ports), ...writeRoutes(ports)];

const readRoutes = ({ database: { sql }, keptDays }: SegmentPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/segments',
      name: 'listSegments',
      tag,
      access: 'read',
      summary: 'List segments by ID, with member counts',
      query: z.strictObject({ limit: Limit, cursor: Cursor }),
      answer: Page,
    },
    async ({ query: { limit, cursor }, caller: { workspace } }) => {
      const found = await listSegments(sql, { workspace, after: cursor, limit: limit + 1 });
      const segments = found.slice(0, limit).map(viewOf);
      return answer({ segments, next: found.length > limit ? (segments.at(-1)?.id ?? null) : null });
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/segments/:id',
      name: 'getSegment',
      tag,
      access: 'read',
      summary: 'Get a segment with its member count',
      description: 'Send its ETag as If-Match when you update it.',
      params: Params,
      answer: View,
      refusals: ['segment-not-found'],
    },
    async ({ params: { id }, caller: { workspace } }) => {
      const found = await findSegment(sql, workspace, id);
      return found ? answer(viewOf(found), { headers: { ETag: `"${found.version}"` } }) : refuseNoSegment(id);
    },
  ),
  route(
    {
      method: 'post',
      path: '/v1/segments/preview',
      name: 'previewSegment',
      isHeavy: true,
      tag,
      access: 'read',
      summary: 'Preview a segment: member count and sample users',
      body: z.strictObject({ condition: SegmentCondition, dateOrder: Segment.shape.dateOrder }),
      answer: PreviewView,
      refusals: ['document-invalid'],
    },
    async ({ body: { condition, dateOrder }, caller: { workspace } }) => {
      const errors = [
        ...reachFlaws({ condition }, keptDays),
        ...(await checkSegment(sql, workspace, { id: '', condition })),
      ];
      if (errors[0]) return refusal('document-invalid', errors[0].message, errors[0].fix, { errors });
      const { count, sample } = await previewSegment(sql, workspace, { condition, dateOrder });
      return answer({ count, sample: sample.map(({ userId, read }) => ({ userId, read: { ...read } })) });
    },
  ),
];

const writeRoutes = ({ database, keptDays }: SegmentPorts): readonly Route[] => [
  route(
    {
      method: 'put',
      path: '/v1/segments/:id',
      name: 'putSegment',
      tag,
      access: 'author',
      summary: 'Create or update a segment',
      description:
        'All users are evaluated in the background. Users who join or leave cause $segment.joined and $segment.left events.',
      params: Params,
      body: Segment,
      answer: Written,
      statuses: { 201: 'Created or updated', 200: 'Unchanged' },
      headers: { 'If-Match': 'ETag: update only if this is the current version' },
      refusals: ['document-invalid', 'version-conflict'],
    },
    async ({ params: { id }, body, headers, bodyBytes, caller }) => {
      if (bodyBytes > MOST_BYTES)
        return refusal(
          'document-invalid',
          `segment "${id}" has ${bodyBytes} bytes, more than ${MOST_BYTES}`,
          'use shorter lists, or one trait instead of a list',
        );
      if (body.id !== id)
        return refusal(
          'document-invalid',
          `the segment's ID is "${body.id}", but the URL says "${id}"`,
          'use the same ID in both',
        );
      const errors = reachFlaws(body, keptDays);
      if (errors[0])
        return refusal('document-invalid', `segment "${id}": ${errors[0].message}`, errors[0].fix, { errors });
      const expected = readExpectedVersion(headers);
      if (expected === 'malformed') return refuseIfMatch(headers);
      const put = await putSegment(database, {
        workspace: caller.workspace,
        document: body,
        actor: caller.key,
        expected,
      });
      if (!put.ok) return put;
      const { version, made } = put.value;
      return answer(
        { id, version, isNew: made !== 'nothing' },
        { status: made === 'nothing' ? 200 : 201, headers: { ETag: `"${version}"` } },
      );
    },
  ),
  route(
    {
      method: 'delete',
      path: '/v1/segments/:id',
      name: 'deleteSegment',
      tag,
      access: 'author',
      summary: 'Delete a segment',
      description: 'Refused while an active journey or another segment uses it. No $segment.left events are sent.',
      params: Params,
      answer: z.object({ id: z.string() }).meta({ id: 'SegmentDeleted' }),
      refusals: ['segment-not-found', 'segment-in-use'],
    },
    async ({ params: { id }, caller: { workspace, key } }) => {
      const deleted: Result<unknown> = await deleteSegment(database, { workspace, id, actor: key });
      return deleted.ok ? answer({ id }) : deleted;
    },
  ),
];

const viewOf = ({ document, ...segment }: StoredSegment) => ({
  ...segment,
  document: { ...document },
});
