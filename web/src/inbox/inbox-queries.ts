import { queryOptions } from '@tanstack/react-query';
import type { Channel } from '../../../journey/delivery/channel';
import type { Engagement } from '../../../journey/events/own-events';
import { api, unwrap } from '../client/client';
import { AWAY, REFRESH_MS } from '../client/queries';
import type { components } from '../client/schema';
import { searchText } from '../client/search-text';

export type Caught = components['schemas']['CaughtMessage'];

export interface InboxSearch {
  /** Any text: the page ignores unknown channels, since the first page doesn't load the list of channels. */
  readonly channel?: string | undefined;
  readonly recipient?: string | undefined;
  readonly cursor?: string | undefined;
  /** Key of the message that is shown. */
  readonly key?: string | undefined;
}

/** The listed messages. */
export interface InboxFilter extends InboxSearch {
  readonly channel?: Channel | undefined;
}

/** Reads the inbox's search from the address. Unknown parameters are dropped. */
export const inboxIn = ({ channel, recipient, cursor, key }: Record<string, unknown>): InboxSearch => ({
  channel: searchText(channel),
  recipient: searchText(recipient),
  cursor: searchText(cursor),
  key: searchText(key),
});

const SHOWN = 50;

export const inboxQuery = ({ channel, recipient, cursor }: InboxFilter) =>
  queryOptions({
    queryKey: ['inbox', channel, recipient, cursor],
    queryFn: () =>
      unwrap(api.GET('/v1/inbox', { params: { query: { channel, recipient, cursor, limit: SHOWN } } }), AWAY),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });

export const caughtQuery = (key: string) =>
  queryOptions({
    queryKey: ['inbox', 'message', key],
    queryFn: () => unwrap(api.GET('/v1/inbox/{key}', { params: { path: { key } } }), AWAY),
  });

interface Reported {
  readonly url?: string;
  readonly text?: string;
  readonly permanent?: boolean;
}

/**
 * Reports an engagement as the message's provider would, so that the journey continues.
 * @throws Trouble
 */
export const report = (key: string, type: Engagement, more: Reported = {}) =>
  unwrap(api.POST('/v1/messages/{key}/events', { params: { path: { key } }, body: { type, ...more } }), AWAY);
