import webPush from 'web-push';
import { callProvider } from '../http.ts';
import type { Outbound } from '../outbound.ts';
import type { Adapter, Answer } from '../port.ts';
import { digest, type Notice, readNotice } from '../push/notice.ts';
import { answerOf } from './answer.ts';
import type { VapidKey } from './keys.ts';
import { isAllowedEndpoint, parseSubscription, type Subscription } from './subscription.ts';

export interface WebPushSettings {
  /** The key for new subscriptions first, then the keys of older ones. */
  readonly keys: readonly [VapidKey, ...VapidKey[]];
  /** Whom a push service can contact: `mailto:` or `https:`. */
  readonly subject: string;
  /** Hosts of push services besides the known ones. */
  readonly hosts: readonly string[];
  readonly delivery: 'at-most-once' | 'at-least-once';
  readonly outbound: Outbound;
  readonly perSecond?: number | undefined;
  readonly now: () => number;
}

/** Services take bodies of 4096 bytes, of which 103 are for encryption. */
const MOST_BYTES = 3_993;
const LONGEST_SECONDS = 28 * 86_400;

/** Creates the adapter that sends to the push services of browsers, encrypted (RFC 8291) and signed (RFC 8292). */
export function createWebPushAdapter({
  keys,
  subject,
  hosts,
  outbound,
  now,
  ...about
}: WebPushSettings): Adapter<'webPush'> {
  return {
    channel: 'webPush',
    provider: 'vapid',
    ...about,
    announcesHandOver: true,
    isByDevice: true,

    async deliver({ key, to, device, content }, handingOver = async () => {}) {
      const subscription = parseSubscription(to);
      if (!subscription) return dead('not a web push subscription');
      if (!isAllowedEndpoint(subscription.endpoint, hosts))
        return dead('the endpoint is none of a known push service; add its host to WEB_PUSH_HOSTS');
      const made = device?.vapidKey ?? null;
      const [first, ...others] = keys.filter(({ publicKey }) => made === null || publicKey === made);
      if (!first) return dead('it was subscribed with a VAPID key that VAPID_PRIVATE_KEY no longer has');
      const notice = readNotice(content);
      const payload = writePayload(key, notice);
      const bytes = Buffer.byteLength(payload);
      if (bytes > MOST_BYTES)
        return { type: 'rejected', reason: `the message has ${bytes} bytes; web push takes ${MOST_BYTES}` };
      const send = async (vapidKey: VapidKey) => {
        const request = encrypt(subscription, payload, notice, { ...vapidKey, subject });
        return answerOf(await callProvider(outbound, request, now()), key);
      };
      await handingOver();
      const answer = await send(first);
      return made === null && answer.type === 'misconfigured' ? tryOtherKeys(answer, others, send) : answer;
    },
  };
}

/**
 * Tries other keys where nobody knows the subscription's. A service that refuses a key has certainly not taken the
 * message. If none fits, the settings may be at fault or the subscription: it fails, and stays.
 */
async function tryOtherKeys(
  refusal: Extract<Answer, { type: 'misconfigured' }>,
  others: readonly VapidKey[],
  send: (key: VapidKey) => Promise<Answer>,
): Promise<Answer> {
  for (const other of others) {
    const again = await send(other);
    if (again.type !== 'misconfigured') return again;
  }
  return { type: 'rejected', reason: refusal.reason };
}

const dead = (reason: string): Answer => ({ type: 'rejected', reason, isDead: true });

function encrypt(
  subscription: Subscription,
  payload: string,
  { collapseId, ttlSeconds = LONGEST_SECONDS, urgency }: Notice,
  vapidDetails: VapidKey & { readonly subject: string },
) {
  const { endpoint, headers, body } = webPush.generateRequestDetails(subscription, payload, {
    vapidDetails,
    contentEncoding: 'aes128gcm',
    TTL: ttlSeconds,
    urgency,
    ...(collapseId !== undefined && { topic: topicOf(collapseId) }),
  });
  return {
    url: endpoint,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: { type: 'raw', contentType: 'application/octet-stream', bytes: body ?? '' },
  } as const;
}

/** A topic has at most 32 characters of base64url. Another ID is replaced by its digest. */
const topicOf = (collapseId: string): string =>
  /^[A-Za-z0-9_-]{1,32}$/.test(collapseId) ? collapseId : digest(collapseId, 32);

/** Data for the service worker. `tag` makes a second copy replace the first on the screen. */
const writePayload = (mid: string, { title, body, url, image, badge, collapseId }: Notice): string =>
  JSON.stringify({ title, body, url, image, badge, mid, tag: collapseId ?? digest(mid, 32) });
