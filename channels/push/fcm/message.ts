import type { JsonObject } from '../../../journey/base/json.ts';
import type { Urgency } from '../../../journey/delivery/device.ts';
import { digest, type Notice } from '../notice.ts';

/** Writes the body of `messages:send` for one token. */
export function writeFcmMessage(token: string, key: string, notice: Notice, now: number): JsonObject {
  const { title, body, url, image, badge, sound, collapseId, ttlSeconds, urgency } = notice;
  const expires = ttlSeconds === undefined ? undefined : String(Math.floor(now / 1000) + ttlSeconds);
  const message = {
    token,
    notification: { title, body, image },
    data: { mid: key, url }, // all values must be texts
    android: {
      priority: urgency === 'high' ? 'HIGH' : 'NORMAL',
      ttl: ttlSeconds === undefined ? undefined : `${ttlSeconds}s`,
      collapse_key: collapseId,
      // A second copy of the same message replaces the first one on the screen.
      notification: { tag: collapseId ?? digest(key, 32), sound, notification_count: badge },
    },
    apns: {
      headers: {
        'apns-priority': APNS_PRIORITIES[urgency],
        'apns-collapse-id': collapseId === undefined ? digest(key, 32) : shortCollapseId(collapseId),
        'apns-expiration': expires,
      },
      payload: { aps: { badge, sound, 'mutable-content': image === undefined ? undefined : 1 } },
      fcm_options: image === undefined ? undefined : { image },
    },
    webpush: {
      headers: { Urgency: urgency, TTL: ttlSeconds === undefined ? undefined : String(ttlSeconds) },
      fcm_options: url?.startsWith('https://') ? { link: url } : undefined,
    },
  };
  return JSON.parse(JSON.stringify({ message })) as JsonObject; // without what is undefined
}

/** 10 shows it immediately, 5 when it suits the battery, 1 when the device wakes anyway. */
export const APNS_PRIORITIES: Readonly<Record<Urgency, string>> = {
  'very-low': '1',
  low: '5',
  normal: '10',
  high: '10',
};

const MOST_COLLAPSE_BYTES = 64;

/** APNs takes at most 64 bytes; a longer ID is replaced by its digest. */
export const shortCollapseId = (id: string): string =>
  Buffer.byteLength(id) <= MOST_COLLAPSE_BYTES && /^[\x20-\x7e]+$/.test(id) ? id : digest(id, 32);
