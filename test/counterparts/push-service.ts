import { createECDH, createPublicKey, type ECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import ece from 'http_ece';
import { jwtVerify } from 'jose';

export interface PushedMessage {
  readonly device: string;
  readonly headers: IncomingHttpHeaders;
  /** What the browser decrypts. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A browser's push service, with browsers that decrypt. */
export interface PushService {
  /** Host and port. */
  readonly host: string;
  readonly sent: readonly PushedMessage[];
  /** Subscribes a browser with a VAPID key. Returns the subscription as JSON. */
  subscribe(publicKey: string): string;
  /** Answers the next message to the subscription so. `stores`: it has taken the message all the same. */
  answer(
    subscription: string,
    respond: (response: ServerResponse) => void,
    options?: { readonly stores: boolean },
  ): void;
  close(): Promise<void>;
}

interface Browser {
  readonly keys: ECDH;
  readonly auth: Buffer;
  readonly vapidKey: string;
}

/**
 * Starts a push service, written from RFC 8030 (§5), RFC 8188, RFC 8291 and RFC 8292. It decrypts with the package
 * `http_ece` as a browser would.
 */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const answers = new Map<string, { respond: (response: ServerResponse) => void; stores: boolean }>();
  const sent: PushedMessage[] = [];

  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const device = (request.url ?? '').slice('/push/'.length);
    const browser = browsers.get(device);
    if (!browser) return end(response, 410);
    const refused = findHeaderFlaw(request, body) ?? (await findTokenFlaw(request, browser, host()));
    if (refused !== undefined) return end(response, refused);
    const message = { device, headers: request.headers, payload: decrypt(browser, body) };
    const planned = answers.get(device);
    answers.delete(device);
    if (!planned || planned.stores) sent.push(message);
    if (planned) planned.respond(response);
    else end(response, 201, { location: `http://${host()}/message/${randomBytes(6).toString('hex')}` });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const deviceOf = (subscription: string) =>
    new URL((JSON.parse(subscription) as { endpoint: string }).endpoint).pathname.slice('/push/'.length);

  return {
    host: host(),
    sent,
    subscribe(vapidKey) {
      const device = randomBytes(8).toString('hex');
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const auth = randomBytes(16);
      browsers.set(device, { keys, auth, vapidKey });
      return JSON.stringify({
        endpoint: `http://${host()}/push/${device}`,
        keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
      });
    },
    answer: (subscription, respond, { stores } = { stores: false }) =>
      answers.set(deviceOf(subscription), { respond, stores }),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function end(response: ServerResponse, status: number, headers: Record<string, string> = {}, body = ''): void {
  response.writeHead(status, headers).end(body);
}

const MOST_BYTES = 4_096;

function findHeaderFlaw({ method, headers }: IncomingMessage, body: Buffer): number | undefined {
  if (method !== 'POST') return 405;
  const { ttl, urgency = 'normal', topic = 'x', 'content-encoding': encoding } = headers;
  if (!/^\d+$/.test(String(ttl))) return 400;
  if (!['very-low', 'low', 'normal', 'high'].includes(String(urgency))) return 400;
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(String(topic)) || encoding !== 'aes128gcm') return 400;
  return body.length > MOST_BYTES ? 413 : undefined;
}

/** RFC 8292: signed by the key of the subscription, for this service, for at most a day. */
async function findTokenFlaw({ headers }: IncomingMessage, { vapidKey }: Browser, host: string) {
  const [, token = '', key = ''] = /^vapid t=([^,\s]+),\s*k=(\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (key !== vapidKey) return 403;
  const bytes = Buffer.from(key, 'base64url');
  const [x, y] = [bytes.subarray(1, 33).toString('base64url'), bytes.subarray(33).toString('base64url')];
  try {
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const { payload } = await jwtVerify(token, publicKey, { algorithms: ['ES256'], audience: `http://${host}` });
    const isLong = (payload.exp ?? Number.POSITIVE_INFINITY) - Date.now() / 1000 > 86_400;
    return isLong || !/^(mailto:|https:)/.test(payload.sub ?? '') ? 403 : undefined;
  } catch {
    return 403;
  }
}

const decrypt = ({ keys, auth }: Pick<Browser, 'keys' | 'auth'>, body: Buffer): PushedMessage['payload'] =>
  JSON.parse(
    ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret: auth.toString('base64url') }).toString(),
  );
