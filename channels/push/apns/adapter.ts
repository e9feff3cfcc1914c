import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http2';
import type { JsonObject } from '../../../journey/base/json.ts';
import type { ApnsEnvironment } from '../../../journey/delivery/device.ts';
import type { Adapter, Answer } from '../../port.ts';
import { APNS_PRIORITIES, shortCollapseId } from '../fcm/message.ts';
import { digest, type Notice, readNotice } from '../notice.ts';
import { type Meaning, readReply } from './answer.ts';
import { type ApnsConnection, createApnsConnection } from './connection.ts';
import { type ApnsKey, createProviderTokens } from './provider-token.ts';

export interface ApnsSettings {
  readonly key: ApnsKey;
  /** Bundle ID of the app, for devices that name none. */
  readonly topic: string;
  readonly urls: Readonly<Record<ApnsEnvironment, string>>;
  readonly delivery: 'at-most-once' | 'at-least-once';
  readonly perSecond?: number | undefined;
  readonly timeoutMs?: number;
  readonly now: () => number;
}

const MOST_BYTES = 4_096;
const TOKEN = /^[0-9a-f]{8,400}$/i;

/** Creates the adapter that sends to Apple's push service. */
export function createApnsAdapter({ key, topic, urls, timeoutMs, now, ...about }: ApnsSettings): Adapter<'push'> {
  const tokens = createProviderTokens(key, now);
  const connections: Readonly<Record<ApnsEnvironment, ApnsConnection>> = {
    production: createApnsConnection(urls.production, timeoutMs),
    development: createApnsConnection(urls.development, timeoutMs),
  };

  /** Sends once, and once more if Apple calls the provider token too old. */
  async function send(service: ApnsEnvironment, { headers, body, key: label }: Request): Promise<Meaning> {
    const attempt = async (token: string) => {
      const given = { ...headers, authorization: `bearer ${token}` };
      return readReply(await connections[service].send(given, body), label);
    };
    const first = await attempt(tokens.get());
    if (isServerError(first)) connections[service].renew();
    const renewed = first.type === 'expired-token' ? tokens.refresh() : undefined;
    return renewed === undefined ? first : attempt(renewed);
  }

  return {
    channel: 'push',
    provider: 'apns',
    ...about,
    announcesHandOver: true,
    isByDevice: true,

    async deliver({ key: sendKey, to, device, content }, handingOver = async () => {}) {
      const request = writeRequest({ to, sendKey, topic: device?.app ?? topic }, readNotice(content), now());
      if ('type' in request) return request;
      const known = device?.environment ?? 'production';
      const unready = await connections[known].prepare();
      if (unready !== undefined) return { type: 'busy', reason: unready };
      await handingOver();
      const first = await send(known, request);
      if (first.type !== 'bad-token' || device?.environment) return toAnswer(first);
      // A token of the other service: it has certainly not got the message, so that is tried once and remembered.
      const second = await send('development', request);
      return second.type === 'accepted' ? { ...second, environment: 'development' } : toAnswer(first);
    },

    close: async () => {
      for (const connection of Object.values(connections)) connection.close();
    },
  };
}

interface Request {
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  /** Stands for APNs's own ID, should it give none. */
  readonly key: string;
}

function writeRequest(addressed: Addressed, notice: Notice, now: number): Request | Answer {
  const body = JSON.stringify(writePayload(addressed.sendKey, notice));
  const bytes = Buffer.byteLength(body);
  if (bytes > MOST_BYTES)
    return { type: 'rejected', reason: `the message has ${bytes} bytes; APNs takes ${MOST_BYTES}` };
  if (!TOKEN.test(addressed.to)) return { type: 'rejected', reason: 'not a token of APNs', isDead: true };
  return { headers: writeHeaders(addressed, notice, now), body, key: addressed.sendKey };
}

const isServerError = (meaning: Meaning): boolean => meaning.type === 'busy' && (meaning.status ?? 0) >= 500;

function toAnswer(meaning: Meaning): Answer {
  switch (meaning.type) {
    case 'bad-token':
      return { type: 'rejected', reason: meaning.reason, isDead: true };
    case 'expired-token':
      return { type: 'misconfigured', reason: `${meaning.reason}; check the clock of this machine` };
    default:
      return meaning;
  }
}

interface Addressed {
  readonly to: string;
  readonly sendKey: string;
  readonly topic: string;
}

function writeHeaders({ to, sendKey, topic }: Addressed, { collapseId, ttlSeconds, urgency }: Notice, now: number) {
  return {
    ':method': 'POST',
    ':path': `/3/device/${to}`,
    'content-type': 'application/json',
    'apns-topic': topic,
    'apns-push-type': 'alert',
    'apns-priority': APNS_PRIORITIES[urgency],
    'apns-id': labelOf(`${sendKey}/${to}`),
    // A repeat replaces the first copy on the screen.
    'apns-collapse-id': collapseId === undefined ? digest(sendKey, 32) : shortCollapseId(collapseId),
    ...(ttlSeconds !== undefined && { 'apns-expiration': String(Math.floor(now / 1000) + ttlSeconds) }),
  };
}

/** Returns a UUID for a text. APNs echoes it; it is no key against repeats. */
function labelOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function writePayload(mid: string, { title, body, url, image, badge, sound }: Notice): JsonObject {
  const aps = { alert: { title, body }, badge, sound, 'mutable-content': image === undefined ? undefined : 1 };
  return JSON.parse(JSON.stringify({ aps, mid, url, image })) as JsonObject; // without what is undefined
}
