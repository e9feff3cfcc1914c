import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';

export type Report = components['schemas']['Report'];

const BUCKETS = ['day', 'week', 'month'] as const;
const RANGES = ['all', '7', '30', '90', 'days'] as const;
export type Bucket = (typeof BUCKETS)[number];
export type Range = (typeof RANGES)[number];

export interface ReportSearch {
  readonly by?: Bucket | undefined;
  /** Days back from now; `days`: the two below. */
  readonly range?: Range | undefined;
  /** `2026-12-01`, of the report's zone; `to` is among them. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly version?: number | undefined;
}

/** Reads a day from the address; undefined if it has another format. */
const dayIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;

export const reportIn = ({ by, range, from, to, version }: Record<string, unknown>): ReportSearch => ({
  by: BUCKETS.find((each) => each === by),
  range: RANGES.find((each) => each === String(range)),
  from: dayIn(from),
  to: dayIn(to),
  version: Number.isSafeInteger(version) && Number(version) > 0 ? Number(version) : undefined,
});

const DAY_MS = 86_400_000;
/**
 * Interval between two reads of a report. It is long, since a report of a range reads the trace of every user in it.
 */
const REFRESH_MS = 60_000;

/** Returns the start of the range: the beginning of a day, so that an address means the same all day. */
const backFrom = (days: number): string =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS).toISOString();

function rangeOf({ range = 'all', from, to }: ReportSearch): { readonly from?: string; readonly to?: string } {
  if (range === 'all') return {};
  if (range !== 'days') return { from: backFrom(Number(range)) };
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Without a bucket: what the range can be read by. */
const queryOf = ({ by, version, ...search }: ReportSearch) => ({
  ...(by !== undefined && { by }),
  ...rangeOf(search),
  ...(version !== undefined && { version }),
});

export const reportQuery = (id: string, search: ReportSearch) =>
  queryOptions({
    queryKey: ['report', id, search],
    queryFn: async () =>
      (await unwrap(
        api.GET('/v1/journeys/{id}/report', { params: { path: { id }, query: queryOf(search) } }),
        AWAY,
      )) as Report, // as CSV only where that is asked for
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });

/** A file by our own session: a link alone cannot say that it is us. @throws Trouble */
export async function downloadCsv(id: string, search: ReportSearch): Promise<Blob> {
  const query = { ...queryOf(search), format: 'csv' as const };
  const text = await unwrap(
    api.GET('/v1/journeys/{id}/report', { params: { path: { id }, query }, parseAs: 'text' }),
    AWAY,
  );
  return new Blob([String(text)], { type: 'text/csv' });
}
