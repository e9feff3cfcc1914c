import { queryOptions } from '@tanstack/react-query';
import type { SegmentCondition } from '../../../journey/segments/segment';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';
import { searchText } from '../client/search-text';

/** The condition as the API takes it. The API checks whether it is complete. */
type Condition = components['schemas']['SegmentCondition'];
type Document = components['schemas']['Segment'];
export type SegmentView = components['schemas']['SegmentView'];

export interface SegmentsSearch {
  readonly cursor?: string | undefined;
}
export const segmentsIn = ({ cursor }: Record<string, unknown>): SegmentsSearch => ({
  cursor: searchText(cursor),
});

const SHOWN = 50;
/** Interval between two reads, since memberships change continuously. */
const REFRESH_MS = 10_000;

export const segmentsQuery = ({ cursor }: SegmentsSearch) =>
  queryOptions({
    queryKey: ['segments', 'list', cursor],
    queryFn: () => unwrap(api.GET('/v1/segments', { params: { query: { cursor, limit: SHOWN } } }), AWAY),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'one', id],
    queryFn: () => unwrap(api.GET('/v1/segments/{id}', { params: { path: { id } } }), AWAY),
    refetchInterval: REFRESH_MS,
  });

/** Counts the users whom a condition matches now. Isn't refetched, since it may count all users. */
export const previewQuery = (condition: SegmentCondition) =>
  queryOptions({
    queryKey: ['segments', 'preview', condition],
    queryFn: () =>
      unwrap(api.POST('/v1/segments/preview', { body: { condition: condition as unknown as Condition } }), AWAY),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before) => before,
  });

/** `version`: the version that was opened; 0: a new segment. @throws Trouble 412: another user has changed it since */
export const putSegment = (id: string, document: object, version: number) =>
  unwrap(
    api.PUT('/v1/segments/{id}', {
      params: { path: { id }, header: { 'If-Match': `"${version}"` } },
      body: document as Document,
    }),
    AWAY,
  );

/** @throws Trouble */
export const deleteSegment = (id: string) =>
  unwrap(api.DELETE('/v1/segments/{id}', { params: { path: { id } } }), AWAY);
