import { queryOptions } from '@tanstack/react-query';
import type { Template } from '../../../journey/delivery/template';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';
import { searchText } from '../client/search-text';

type Body = components['schemas']['MessageTemplate'] | components['schemas']['BlockTemplate'];

/** A template with the content of one version. */
export interface OpenTemplate {
  readonly latest: number;
  readonly version: number;
  readonly document: Template;
}

export interface TemplatesSearch {
  readonly cursor?: string | undefined;
  readonly search?: string | undefined;
  readonly kind?: 'message' | 'block' | undefined;
}
export const templatesIn = ({ cursor, search, kind }: Record<string, unknown>): TemplatesSearch => ({
  cursor: searchText(cursor),
  search: searchText(search),
  kind: kind === 'message' || kind === 'block' ? kind : undefined,
});

const SHOWN = 50;

export const templatesQuery = (search: TemplatesSearch) =>
  queryOptions({
    queryKey: ['templates', 'list', search],
    queryFn: () => unwrap(api.GET('/v1/templates', { params: { query: { ...search, limit: SHOWN } } }), AWAY),
    placeholderData: (before) => before,
  });

export const templateQuery = (id: string, version?: number) =>
  queryOptions({
    queryKey: ['templates', 'one', id, version],
    queryFn: async (): Promise<OpenTemplate> => {
      const found = await unwrap(api.GET('/v1/templates/{id}', { params: { path: { id }, query: { version } } }), AWAY);
      return { ...found, document: found.document as unknown as Template }; // the API has validated it
    },
  });

export const usesQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'uses', id],
    queryFn: async () => (await unwrap(api.GET('/v1/templates/{id}/uses', { params: { path: { id } } }), AWAY)).uses,
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'versions', id],
    queryFn: async () => {
      const query = { limit: SHOWN };
      return (await unwrap(api.GET('/v1/templates/{id}/versions', { params: { path: { id }, query } }), AWAY)).versions;
    },
  });

/** `version`: the version that was opened; 0: a new template. @throws Trouble 412: another user has changed it since */
export const putTemplate = (document: Template, version: number) =>
  unwrap(
    api.PUT('/v1/templates/{id}', {
      params: { path: { id: document.id }, header: { 'If-Match': `"${version}"` } },
      body: document as unknown as Body,
    }),
    AWAY,
  );

/** @throws Trouble */
export const deleteTemplate = (id: string) =>
  unwrap(api.DELETE('/v1/templates/{id}', { params: { path: { id } } }), AWAY);
