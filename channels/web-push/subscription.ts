import { z } from 'zod';

/** A browser's subscription (Push API). */
export interface Subscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

const Subscribed = z.looseObject({
  endpoint: z.string().max(4_096),
  keys: z.looseObject({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}(==)?$/),
  }),
});

/** Parses a subscription in JSON. Undefined: it isn't one. */
export function parseSubscription(given: string): Subscription | undefined {
  try {
    const { endpoint, keys } = Subscribed.parse(JSON.parse(given));
    return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
  } catch {
    return undefined;
  }
}

/** Push services of Chrome, Firefox, Edge and Safari. A leading dot stands for any host below. */
const SERVICES = [
  ...['fcm.googleapis.com', 'jmt17.google.com', '.push.services.mozilla.com', 'push.services.mozilla.com'],
  ...['.notify.windows.com', 'web.push.apple.com', '.push.apple.com'],
];

/**
 * Returns whether an endpoint is one of a known push service. Endpoints come from browsers, so anybody could name any
 * URL. `more` are hosts, with their port, that the operator allows, too.
 */
export function isAllowedEndpoint(endpoint: string, more: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, host, port } = new URL(endpoint);
  if (more.includes(host)) return protocol === 'https:' || protocol === 'http:';
  const isKnown = SERVICES.some((each) => (each.startsWith('.') ? hostname.endsWith(each) : hostname === each));
  return protocol === 'https:' && port === '' && isKnown;
}
