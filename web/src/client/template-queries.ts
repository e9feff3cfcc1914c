import { queryOptions } from '@tanstack/react-query';
import type { Library } from '../../../journey/delivery/template';
import type { Needed } from '../../../journey/validate/needed-templates';
import { api, unwrap } from './client';
import { AWAY } from './queries';
import type { components } from './schema';

export type ListedTemplate = components['schemas']['ListedTemplate'];
type Channel = NonNullable<components['schemas']['MessageTemplate']['channel']>;

const FRESH_MS = 30_000;

/** Loads the templates in a draft, with the content blocks that they render. */
export const takenQuery = (needed: Needed) =>
  queryOptions({
    queryKey: ['templates', 'taken', needed],
    queryFn: async (): Promise<Library> => {
      const body = { templates: [...needed.templates], blocks: [...needed.blocks] };
      const { templates } = await unwrap(api.POST('/v1/templates/take', { body }), AWAY);
      return templates as unknown as Library; // the API has validated them
    },
    staleTime: FRESH_MS,
    placeholderData: (before) => before,
  });

const MANY = 200;

/** Lists the templates for a channel. */
export const choicesQuery = (channel: string) =>
  queryOptions({
    queryKey: ['templates', 'choices', channel],
    queryFn: async () => {
      const query = { kind: 'message', channel: channel as Channel, limit: MANY } as const;
      return (await unwrap(api.GET('/v1/templates', { params: { query } }), AWAY)).templates;
    },
    staleTime: FRESH_MS,
  });
