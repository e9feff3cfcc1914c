import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jwtVerify } from 'jose';

export interface ApnsMessage {
  readonly token: string;
  readonly headers: IncomingHttpHeaders;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a counterpart does with a message instead of taking it. */
export type ApnsTurn = (stream: ServerHttp2Stream, session: ServerHttp2Session) => void;

/** One of Apple's two services. */
export interface Apns {
  readonly url: string;
  readonly sent: readonly ApnsMessage[];
  /** Provider tokens seen, without repeats. */
  readonly providerTokens: ReadonlySet<string>;
  readonly sessions: () => number;
  /** Does this with the next messages to the device. `stores`: it has taken the message all the same. */
  turn(token: string, turn: ApnsTurn, options?: { readonly stores?: boolean; readonly times?: number }): void;
  close(): Promise<void>;
}

export const TEAM_ID = 'TEAM567890';
export const KEY_ID = 'KEY4567890';
export const TOPIC = 'com.shop.example';
const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** As the `.p8` file has it. */
export const APNS_KEY = KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const MOST_BYTES = 4_096;
const PUSH_TYPES = ['alert', 'background', 'voip', 'location', 'liveactivity'];

/**
 * Starts APNs over HTTP/2, written from
 * https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns and
 * https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns.
 */
export async function startApns(now: () => number = Date.now): Promise<Apns> {
  const sent: ApnsMessage[] = [];
  const turns = new Map<string, { turn: ApnsTurn; stores: boolean; times: number }>();
  const providerTokens = new Set<string>();
  const open = new Set<ServerHttp2Session>();
  let sessions = 0;

  const server = createServer();
  server.on('session', (session) => {
    sessions += 1;
    open.add(session);
    session.on('close', () => open.delete(session));
    session.on('error', () => {});
  });
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => {});
    const body = await text(stream).catch(() => '');
    if (stream.destroyed) return;
    const flaw = (await findTokenFlaw(headers, now(), providerTokens)) ?? findFlaw(headers, body);
    if (flaw) return refuse(...flaw)(stream, stream.session as ServerHttp2Session);
    const token = String(headers[':path']).slice('/3/device/'.length);
    const message = { token, headers, payload: JSON.parse(body) as ApnsMessage['payload'] };
    const planned = turns.get(token);
    if (planned && planned.times > 0) {
      planned.times -= 1;
      if (planned.stores) sent.push(message);
      return planned.turn(stream, stream.session as ServerHttp2Session);
    }
    sent.push(message);
    stream.respond({ ':status': 200, 'apns-id': headers['apns-id'] });
    stream.end();
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ sent, providerTokens },
    sessions: () => sessions,
    turn: (token, turn, { stores = false, times = 1 } = {}) => turns.set(token, { turn, stores, times }),
    async close() {
      for (const session of open) session.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** An error in Apple's shape. */
export const refuse =
  (status: number, reason: string, timestamp?: number): ApnsTurn =>
  (stream) => {
    stream.respond({ ':status': status });
    stream.end(JSON.stringify({ reason, timestamp }));
  };

type Flaw = readonly [status: number, reason: string];

async function findTokenFlaw(headers: IncomingHttpHeaders, now: number, seen: Set<string>): Promise<Flaw | undefined> {
  const token = /^bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return [403, 'MissingProviderToken'];
  seen.add(token);
  try {
    const key = createPublicKey(KEYS.privateKey);
    const { payload, protectedHeader } = await jwtVerify(token, key, { algorithms: ['ES256'], issuer: TEAM_ID });
    if (protectedHeader.kid !== KEY_ID || payload.iat === undefined) return [403, 'InvalidProviderToken'];
    const age = now / 1000 - payload.iat;
    if (age < 0) return [403, 'InvalidProviderToken'];
    return age > 3_600 ? [403, 'ExpiredProviderToken'] : undefined;
  } catch {
    return [403, 'InvalidProviderToken'];
  }
}

function findFlaw(headers: IncomingHttpHeaders, body: string): Flaw | undefined {
  if (headers[':method'] !== 'POST') return [405, 'MethodNotAllowed'];
  if (!String(headers[':path']).startsWith('/3/device/')) return [404, 'BadPath'];
  if (!/^\/3\/device\/[0-9a-f]{64,200}$/.test(String(headers[':path']))) return [400, 'BadDeviceToken'];
  if (headers['apns-topic'] === undefined) return [400, 'MissingTopic'];
  if (headers['apns-topic'] !== TOPIC) return [400, 'DeviceTokenNotForTopic'];
  return findHeaderFlaw(headers) ?? findBodyFlaw(body);
}

function findHeaderFlaw(headers: IncomingHttpHeaders): Flaw | undefined {
  if (!PUSH_TYPES.includes(String(headers['apns-push-type']))) return [400, 'InvalidPushType'];
  if (!['1', '5', '10'].includes(String(headers['apns-priority'] ?? '10'))) return [400, 'BadPriority'];
  if (!/^\d+$/.test(String(headers['apns-expiration'] ?? '0'))) return [400, 'BadExpirationDate'];
  if (Buffer.byteLength(String(headers['apns-collapse-id'] ?? '')) > 64) return [400, 'BadCollapseId'];
  const id = String(headers['apns-id'] ?? '');
  return id !== '' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? [400, 'BadMessageId'] : undefined;
}

function findBodyFlaw(body: string): Flaw | undefined {
  if (body === '') return [400, 'PayloadEmpty'];
  return Buffer.byteLength(body) > MOST_BYTES ? [413, 'PayloadTooLarge'] : undefined;
}
