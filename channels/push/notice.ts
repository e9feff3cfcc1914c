import { createHash } from 'node:crypto';
import { URGENCIES, type Urgency } from '../../journey/delivery/device.ts';
import { Duration, inMs } from '../../journey/time/time.ts';
import type { MessageContent } from '../port.ts';

/** A push message and how it is delivered, as all providers need it. */
export interface Notice {
  readonly title: string | undefined;
  readonly body: string | undefined;
  readonly url: string | undefined;
  readonly image: string | undefined;
  readonly badge: number | undefined;
  readonly sound: string | undefined;
  readonly collapseId: string | undefined;
  readonly ttlSeconds: number | undefined;
  readonly urgency: Urgency;
}

/** Reads a rendered message. What isn't usable after rendering, such as a badge that isn't a number, is left out. */
export function readNotice(content: MessageContent): Notice {
  const ttl = Duration.safeParse(content.timeToLive);
  const badge = /^\d{1,6}$/.test(content.badge ?? '') ? Number(content.badge) : undefined;
  return {
    title: orNothing(content.title ?? content.subject),
    body: orNothing(content.text),
    url: webLink(content.url),
    image: webLink(content.image),
    badge,
    sound: orNothing(content.sound),
    collapseId: orNothing(content.collapseId),
    ttlSeconds: ttl.success ? Math.floor(inMs(ttl.data) / 1000) : undefined,
    urgency: URGENCIES.find((each) => each === content.urgency) ?? 'normal',
  };
}

const orNothing = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined);

/** Schemes that run script or read files. A deep link has the app's own scheme. */
const UNSAFE = /^\s*(javascript|data|vbscript|file|blob):/i;

/** Returns a link or a picture's address, unless a click on it could run script. */
const webLink = (url: string | undefined): string | undefined =>
  url === undefined || UNSAFE.test(removeControls(url)) ? undefined : orNothing(url);

/** Removes what URL parsers ignore inside a scheme. */
const removeControls = (url: string): string => url.replace(/[\p{Cc}]/gu, '');

/** Returns a short name for a text, in base64url, that is the same everywhere. */
export const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length);
