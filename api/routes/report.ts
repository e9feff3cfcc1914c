import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { fromLocal, IsoMoment, readDay, readInstant, TimeZone } from '../../journey/time/time.ts';
import { readSettings } from '../../store/access/settings.ts';
import { inOneSnapshot } from '../../store/base/snapshot.ts';
import type { Database, Sql } from '../../store/base/sql.ts';
import { readDocument } from '../../store/journeys/versions.ts';
import { findJourney } from '../../store/read-model/journeys.ts';
import { findDocument, readReport } from '../../store/read-model/report/report.ts';
import { readExtent, readTrend } from '../../store/read-model/report/trend.ts';
import { JourneyParams } from '../paging.ts';
import { csvOf, PANELS } from '../report/csv.ts';
import { BUCKETS, type Report, ReportSchema } from '../report/schema.ts';
import { reportOf } from '../report/view.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';

const Query = z.strictObject({
  from: IsoMoment.optional().describe(
    'Users who entered at or after this moment: an instant (ISO 8601), or a day in the zone',
  ),
  to: IsoMoment.optional().describe('Users who entered before this instant, or up to the end of this day'),
  by: z.enum(BUCKETS).optional().describe('Bucket of the trend. Default: chosen by the length of the range.'),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('Only this version'),
  zone: TimeZone.optional().describe("Time zone of days. Default: the workspace's, else the journey's, else UTC."),
  format: z.enum(['json', 'csv']).optional().describe('`csv` is the same as `Accept: text/csv`'),
  panel: z.enum(PANELS).optional().describe('Only this part of the CSV'),
});
type Query = z.infer<typeof Query>;

const DAY_MS = 86_400_000;
const BUCKET_DAYS = { day: 1, week: 7, month: 28 } as const;
const MAX_BUCKETS = 1_000;
/** The latest instant that a Date can hold, in ms. */
const END = 8_640_000_000_000_000;

export const reportRoutes = ({ database }: { readonly database: Pick<Database, 'transaction'> }): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/journeys/:id/report',
      name: 'getReport',
      isHeavy: true,
      tag: 'Journeys',
      access: 'read',
      summary: 'Get a journey’s report: figures, trend, funnel, messages, goals, lift and reconciliation',
      description:
        'Without a range, covers everything since the first entry. With a range, covers users who entered in it. All figures come from one snapshot of the database.',
      params: JourneyParams,
      query: Query,
      answer: ReportSchema,
      alsoIn: 'text/csv',
      refusals: ['journey-not-found', 'version-not-found'],
    },
    ({ params: { id }, query, headers, caller: { workspace } }) =>
      inOneSnapshot(database, async (sql) => {
        const report = await buildReport(sql, workspace, id, query);
        if (!report.ok || !wantsCsv(query, headers)) return report;
        const { value } = report;
        return answer(value, {
          inText: csvOf(value, query.panel),
          headers: { 'Content-Disposition': `attachment; filename="${id}-report.csv"`, Vary: 'Accept' },
        });
      }),
  ),
];

const wantsCsv = ({ format }: Query, { accept = '' }: IncomingHttpHeaders): boolean =>
  format === undefined ? accept.includes('text/csv') : format === 'csv';

async function buildReport(
  sql: Sql,
  workspace: WorkspaceId,
  id: JourneyId,
  query: Query,
): Promise<RouteResult<Report>> {
  const found = await findJourney(sql, workspace, id);
  if (!found) return refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');
  const { version = null } = query;
  const stored = version === null ? found.document : await findDocument(sql, workspace, id, version);
  if (stored === undefined) return noVersion(id, version);

  const document = readDocument(id, version ?? found.version, stored);
  const zone = query.zone ?? (await readSettings(sql, workspace)).timeZone ?? document.timeZone ?? 'UTC';
  const range = rangeOf(query, zone);
  if (!range.ok) return range;
  const { from, to } = range.value;
  const scope = { workspace, journey: id, version, from: from ?? 0, to: to ?? END };

  const { now, first } = await readExtent(sql, scope);
  const axis = axisOf({ begins: from ?? first ?? now, to: scope.to, now }, query.by);
  if (!axis.ok) return axis;
  const goals = readDocument(id, found.version, found.document).goals.map((goal) => goal.id);
  const rows = await readReport(sql, scope, from !== null || to !== null, goals);
  const trend = first === null ? [] : await readTrend(sql, scope, { ...axis.value, zone });
  return answer(reportOf({ id, now, from, to, version, zone, by: axis.value.by }, document, rows, trend));
}

const noVersion = (id: string, version: number | null) =>
  refusal('version-not-found', `"${id}" has no version ${version}`, `list them with GET /v1/journeys/${id}/versions`);

type Axis = Pick<Parameters<typeof readTrend>[2], 'by' | 'first' | 'last'>;

/** Returns the trend's bucket and range. Refuses more than 1000 buckets. */
function axisOf(
  { begins, to, now }: { readonly begins: number; readonly to: number; readonly now: number },
  asked: Report['by'] | undefined,
): RouteResult<Axis> {
  const last = Math.max(begins, Math.min(to - 1, now));
  const by = asked ?? bucketFor(last - begins);
  const isTooLong = (last - begins) / DAY_MS / BUCKET_DAYS[by] > MAX_BUCKETS;
  return isTooLong ? denyTooManyBuckets(by) : answer({ by, first: begins, last });
}

const bucketFor = (ms: number): Report['by'] => {
  if (ms <= 92 * DAY_MS) return 'day';
  return ms <= 2 * 366 * DAY_MS ? 'week' : 'month';
};

const denyTooManyBuckets = (by: Report['by']) =>
  refusal(
    'request-invalid',
    `query: by: the range has more than ${MAX_BUCKETS} ${by}s`,
    by === 'month' ? 'give a shorter range' : 'use by=month, or give a shorter range',
    { errors: [{ path: 'by', message: `more than ${MAX_BUCKETS} ${by}s`, fix: 'use month, or a shorter range' }] },
  );

function rangeOf(
  query: Query,
  zone: string,
): RouteResult<{ readonly from: number | null; readonly to: number | null }> {
  const from = query.from === undefined ? null : readInstant(query.from, zone);
  const to = query.to === undefined ? null : endOf(query.to, zone);
  if (from === undefined || (from !== null && from < 0)) return denyMoment('from');
  if (to === undefined) return denyMoment('to');
  if (from !== null && to !== null && to <= from)
    return refusal('request-invalid', 'query: to: is not after `from`', 'give a later moment', {
      errors: [{ path: 'to', message: 'is not after `from`', fix: 'give a later moment' }],
    });
  return answer({ from, to });
}

/** Reads the end of a range. A day counts as a whole. */
function endOf(text: string, zone: string): number | undefined {
  const day = readDay(text);
  return day === undefined ? readInstant(text, zone) : fromLocal({ day: day + 1, ms: 0 }, zone);
}

const denyMoment = (path: 'from' | 'to') => {
  const [message, fix] = ['is neither a day nor an instant', 'give 2026-12-01 or 2026-12-01T09:00:00Z'];
  return refusal('request-invalid', `query: ${path}: ${message}`, fix, { errors: [{ path, message, fix }] });
};
