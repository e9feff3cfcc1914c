import { z } from 'zod';
import { isMachine } from '../../channels/tracking/machines.ts';
import { SHORT_ID } from '../../channels/tracking/short.ts';
import type { LinkTokens, Tracked } from '../../channels/tracking/token.ts';
import { isTrackable } from '../../channels/tracking/track.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { TrackedRequest } from '../callbacks/tracked.ts';
import { Text } from '../paging.ts';
import { answer, type RawRequest, type Route, type RouteRequest, rawRoute } from '../route.ts';

export interface TrackingRoutePorts {
  /** Undefined if nothing is tracked. */
  readonly tokens: LinkTokens | undefined;
  /** Finds the message and the target of a short link; undefined if it is unknown, or its message has been deleted. */
  readonly findShort: (id: string) => Promise<Extract<Tracked, { type: 'click' }> | undefined>;
  /** Stores the request. Never throws: a reader's link works even while the database is away. */
  readonly record: (request: TrackedRequest) => Promise<void>;
}

/** Twice what a token needs for the longest link. */
const LONGEST = 6_000;
const Params = z.strictObject({ token: Text(LONGEST).describe('Signed by LINK_SECRET') });

const ShortParams = z.strictObject({ token: Text(MOST.id).describe('ID of the link') });

/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/**
 * Routes of the links in messages, called by mail programs. A click leads only where the signed token says, so that
 * nobody can use Sojourn to redirect to another site.
 */
export function trackingRoutes(ports: TrackingRoutePorts): readonly Route[] {
  const common = { method: 'get', tag: 'Events', access: 'open', kind: 'page', params: Params } as const;
  const note = async (tracked: Tracked, channel: 'email' | 'sms', { raw, headers }: Asked) => {
    const request = { method: raw.method, headers };
    const userAgent = headers['user-agent'] ?? '';
    await ports.record({ tracked, channel, isMachine: isMachine(tracked.type, request), userAgent });
  };
  return [
    rawRoute(
      {
        ...common,
        path: '/t/o/:token',
        name: 'trackOpen',
        summary: 'The image that shows that a message was opened',
        answer: 'image/gif',
      },
      async (asked) => {
        const tracked = ports.tokens?.read(asked.params.token);
        if (tracked?.type === 'open') await note(tracked, 'email', asked);
        // also for a wrong token: a broken image would show in the message
        return answer({ bytes: PIXEL }, { headers: { 'Cross-Origin-Resource-Policy': 'cross-origin' } });
      },
    ),
    rawRoute(
      {
        ...common,
        path: '/t/c/:token',
        name: 'trackClick',
        summary: 'The link of a message, which leads to where it was meant to',
        answer: 'text/plain',
        statuses: { 302: 'To the target of the link', 404: 'The link is damaged, or its secret is gone' },
      },
      async (asked) => {
        const tracked = ports.tokens?.read(asked.params.token);
        if (tracked?.type !== 'click' || !isTrackable(tracked.url)) return answer({ text: DAMAGED }, { status: 404 });
        await note(tracked, 'email', asked);
        return answer({ text: '' }, { status: 302, headers: { Location: new URL(tracked.url).href } });
      },
    ),
    rawRoute(
      {
        ...common,
        path: '/l/:token',
        name: 'trackShortLink',
        summary: 'The short link of an SMS, which leads to where it was meant to',
        params: ShortParams,
        answer: 'text/plain',
        statuses: { 302: 'To the target of the link', 404: 'There is no such link, or its message has been deleted' },
      },
      async (asked) => {
        const { token } = asked.params;
        const tracked = SHORT_ID.test(token) ? await ports.findShort(token) : undefined;
        if (!tracked || !isTrackable(tracked.url)) return answer({ text: EXPIRED }, { status: 404 });
        await note(tracked, 'sms', asked);
        return answer({ text: '' }, { status: 302, headers: { Location: new URL(tracked.url).href } });
      },
    ),
  ];
}

type Asked = RouteRequest<z.infer<typeof Params>, unknown, undefined> & { readonly raw: RawRequest };

const EXPIRED = 'This link is damaged, or has expired.';
const DAMAGED = 'This link is damaged. Open it from the message again, or copy all of it.';
