import { createHash } from 'node:crypto';
import { storableText } from '../../channels/storable.ts';
import type { Tracked } from '../../channels/tracking/token.ts';
import { MOST } from '../../journey/base/limits.ts';
import { instant } from '../../journey/time/time.ts';
import type { IncomingCallback } from '../../store/callbacks/callbacks.ts';

/** A request for a tracking link. */
export interface TrackedRequest {
  readonly tracked: Tracked;
  /** The message's channel. */
  readonly channel: 'email' | 'sms';
  readonly isMachine: boolean;
  readonly userAgent: string;
}

/** Opens of one message within a minute are one, and so are clicks of one link. */
const SAME_MS = 60_000;
const MOST_AGENT = 300;

/** Returns a request for a tracking link as a report about its message. */
export function reportOfTracked(
  { tracked, isMachine, userAgent }: Omit<TrackedRequest, 'channel'>,
  now: number,
): IncomingCallback {
  const { type, key } = tracked;
  const url = tracked.type === 'click' ? tracked.url : undefined;
  const same = JSON.stringify([type, key, url, isMachine, Math.floor(now / SAME_MS)]);
  return {
    kind: 'report',
    dedupe: createHash('sha256').update(same).digest('base64url'),
    content: {
      ...{ key, at: instant(now), status: type === 'open' ? 'viewed' : 'clicked' },
      ...(isMachine && { isMachine }),
      ...(url !== undefined && { url: storableText(url.slice(0, MOST.url)) }),
    },
    raw: { userAgent: storableText(userAgent.slice(0, MOST_AGENT)) },
  };
}
