import { queryOptions } from '@tanstack/react-query';
import { api, toTrouble, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components, operations } from '../client/schema';
import type { ImportKind } from './targets';

export type Preview = components['schemas']['ImportPreview'];
export type Imported = components['schemas']['Imported'];
export type UploadedList = components['schemas']['UploadedList'];

/** Settings of the file that the reader of the app has chosen instead of what was found. */
export type Asked = Pick<NonNullable<operations['previewImport']['parameters']['query']>, 'delimiter' | 'encoding'>;

/** An import by its kind, and the journey of a list. */
export type ImportOf =
  | { readonly kind: 'list'; readonly journey: string }
  | { readonly kind: Exclude<ImportKind, 'list'> };

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const typeOf = ({ name }: File): 'text/csv' | 'application/x-ndjson' | typeof XLSX => {
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'application/x-ndjson';
  return /\.xlsx$/i.test(name) ? XLSX : 'text/csv';
};

/** Part of a file that a preview needs. A workbook has its table of contents at the end. */
const PART_BYTES = 262_144;

export const previewQuery = (kind: ImportKind, file: File, asked: Asked) =>
  queryOptions({
    queryKey: ['import-preview', kind, file.name, file.size, file.lastModified, asked],
    queryFn: () => {
      const type = typeOf(file);
      const isPart = type !== XLSX && file.size > PART_BYTES;
      return unwrap(
        api.POST('/v1/imports/preview', {
          params: { query: { kind, ...asked, ...(isPart && { part: 'true' as const }) } },
          body: (isPart ? file.slice(0, PART_BYTES) : file) as unknown as string,
          bodySerializer: (body: unknown) => body as Blob,
          headers: { 'Content-Type': type },
        }),
        AWAY,
      );
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

const pathOf = (of: ImportOf): string =>
  of.kind === 'list' ? `/v1/journeys/${encodeURIComponent(of.journey)}/lists` : `/v1/${of.kind}/import`;

interface Sending {
  readonly of: ImportOf;
  readonly file: File;
  readonly query: Readonly<Record<string, string>>;
  /** Idempotency key of a list: the same one continues it. */
  readonly key: string;
  /** Reports the part that has been sent, from 0 to 1. */
  readonly onSent: (part: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file unchanged. Not by fetch, which doesn't tell how much has been sent. @throws Trouble */
export const sendFile = ({ of, file, query, key, onSent, signal }: Sending): Promise<Imported | UploadedList> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${pathOf(of)}?${new URLSearchParams(query)}`);
    request.responseType = 'json';
    request.setRequestHeader('X-Sojourn', '1');
    request.setRequestHeader('Content-Type', typeOf(file));
    if (of.kind === 'list') request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
    request.onload = () => {
      const isFine = request.status >= 200 && request.status < 300;
      if (isFine) resolve(request.response as Imported | UploadedList);
      else reject(toTrouble(request.response, request.status, AWAY));
    };
    request.onerror = () => reject(toTrouble({ code: 'away' }, 0, AWAY));
    request.onabort = () => reject(toTrouble({ code: STOPPED }, 0, AWAY));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });

/** Code of an import that was stopped here. */
export const STOPPED = 'stopped';

const SHOWN = 200;

/** Rows of a list that weren't taken as they are. @throws Trouble */
export const reportQuery = (journey: string, list: string) =>
  queryOptions({
    queryKey: ['list-report', journey, list],
    queryFn: () =>
      unwrap(
        api.GET('/v1/journeys/{id}/lists/{list}/rejected', {
          params: { path: { id: journey, list }, query: { limit: SHOWN } },
        }),
        AWAY,
      ),
  });
