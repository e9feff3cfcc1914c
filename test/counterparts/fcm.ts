import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeProtectedHeader, jwtVerify } from 'jose';

/** A message as FCM took it. */
export interface FcmMessage {
  readonly token: string;
  readonly notification?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly android?: Readonly<Record<string, unknown>>;
  readonly apns?: { readonly headers?: Readonly<Record<string, string>> };
}

export type Respond = (response: ServerResponse) => void;

/** FCM's HTTP v1 API and Google's token endpoint, on one socket. */
export interface Fcm {
  readonly url: string;
  readonly sent: readonly FcmMessage[];
  /** Requests for access tokens. */
  readonly tokenRequests: () => number;
  readonly serviceAccount: string;
  /** Answers the next messages to this token so. `stores`: it has taken the message all the same. */
  answer(token: string, respond: Respond, options?: { readonly stores?: boolean; readonly times?: number }): void;
  /** Answers the next requests for access tokens so. */
  answerTokens(respond: Respond, times?: number): void;
  /** Access tokens given so far are refused from now on. */
  revokeTokens(): void;
  close(): Promise<void>;
}

const PROJECT = 'demo-project';
const MOST_BYTES = 4_096;
const RESERVED = /^(from|gcm|google|message_type)/;
/** One key for all tests: making one takes a while. */
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2_048 });

/**
 * Starts FCM, written from its documentation: https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages,
 * https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode, and
 * https://developers.google.com/identity/protocols/oauth2/service-account for access tokens.
 */
export async function startFcm(): Promise<Fcm> {
  const sent: FcmMessage[] = [];
  const answers = new Map<string, { respond: Respond; stores: boolean; times: number }>();
  let tokenAnswer: { respond: Respond; times: number } | undefined;
  let tokenRequests = 0;
  let granted = new Set<string>();

  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/token') return giveToken(request, response, body);
    if (request.url !== `/v1/projects/${PROJECT}/messages:send` || request.method !== 'POST')
      return fail(response, 404, 'NOT_FOUND');
    const message = takeMessage(request, response, body);
    if (message) answerMessage(message, response);
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function giveToken(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    tokenRequests += 1;
    if (tokenAnswer && tokenAnswer.times > 0) {
      tokenAnswer.times -= 1;
      return tokenAnswer.respond(response);
    }
    const fields = new URLSearchParams(body);
    if (
      !request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ||
      fields.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    )
      return json(response, 400, { error: 'unsupported_grant_type' });
    const assertion = fields.get('assertion') ?? '';
    const flaw = await findFlaw(assertion, `${url}/token`);
    if (flaw) return json(response, 400, { error: 'invalid_grant', error_description: flaw });
    const token = `ya29.${randomBytes(12).toString('hex')}`;
    granted.add(token);
    json(response, 200, { access_token: token, expires_in: 3_599, token_type: 'Bearer' });
  }

  function answerMessage(message: FcmMessage, response: ServerResponse): void {
    const planned = answers.get(message.token);
    const isPlanned = planned !== undefined && planned.times > 0;
    if (!isPlanned || planned.stores) sent.push(message);
    if (isPlanned) {
      planned.times -= 1;
      planned.respond(response);
      return;
    }
    json(response, 200, { name: `projects/${PROJECT}/messages/0:${Date.now()}%${randomBytes(4).toString('hex')}` });
  }

  function takeMessage(request: IncomingMessage, response: ServerResponse, body: string): FcmMessage | undefined {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined || !granted.has(bearer)) fail(response, 401, 'UNAUTHENTICATED');
    else {
      const message = readMessage(body);
      if (!('field' in message)) return message;
      badRequest(response, message.field, message.description);
    }
    return undefined;
  }

  return {
    ...{ url, sent },
    tokenRequests: () => tokenRequests,
    serviceAccount: JSON.stringify({
      type: 'service_account',
      project_id: PROJECT,
      private_key_id: 'key-1',
      private_key: KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      client_email: `sender@${PROJECT}.iam.gserviceaccount.com`,
      token_uri: `${url}/token`,
    }),
    answer: (token, respond, { stores = false, times = 1 } = {}) => answers.set(token, { respond, stores, times }),
    answerTokens: (respond, times = 1) => {
      tokenAnswer = { respond, times };
    },
    revokeTokens: () => {
      granted = new Set();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function findFlaw(assertion: string, audience: string): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(assertion, KEYS.publicKey, { algorithms: ['RS256'], audience });
    if (decodeProtectedHeader(assertion).kid !== 'key-1') return 'unknown key';
    if (payload.scope !== 'https://www.googleapis.com/auth/firebase.messaging') return 'Invalid scope';
    if (payload.iss !== `sender@${PROJECT}.iam.gserviceaccount.com`) return 'Invalid issuer';
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > 3_600) return 'Token must be a short-lived token';
    return undefined;
  } catch (failure) {
    return failure instanceof Error ? failure.message : 'Invalid JWT';
  }
}

const FIELDS = ['token', 'notification', 'data', 'android', 'apns', 'webpush', 'fcm_options'];

function readMessage(body: string): FcmMessage | { readonly field: string; readonly description: string } {
  const { message } = JSON.parse(body) as { readonly message?: FcmMessage };
  if (message === undefined) return { field: 'message', description: 'Message is required' };
  const unknown = Object.keys(message).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return { field: `message.${unknown}`, description: 'Unknown name' };
  const wrong = Object.entries(message.data ?? {}).find(([, value]) => typeof value !== 'string');
  if (wrong) return { field: `message.data[${wrong[0]}]`, description: 'Invalid value (TYPE_STRING)' };
  if (Object.keys(message.data ?? {}).some((name) => RESERVED.test(name)))
    return { field: 'message.data', description: 'Reserved key' };
  const ttl = message.android?.ttl;
  if (ttl !== undefined && !(/^\d+(\.\d+)?s$/.test(String(ttl)) && Number.parseInt(String(ttl), 10) <= 2_419_200))
    return { field: 'message.android.ttl', description: 'Invalid TTL' };
  const link = (message as { webpush?: { fcm_options?: { link?: string } } }).webpush?.fcm_options?.link;
  if (link !== undefined && !link.startsWith('https://'))
    return { field: 'message.webpush.fcm_options.link', description: 'Link must be HTTPS' };
  if (Buffer.byteLength(JSON.stringify([message.notification, message.data])) > MOST_BYTES)
    return { field: 'message', description: 'Android message is too big' };
  return message;
}

export function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
    .end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, code: string): void {
  json(response, status, { error: { code: status, message: code, status: code } });
}

/** An error in FCM's shape. */
export const fcmError =
  (
    status: number,
    errorCode: string,
    { message = 'Something is wrong', headers = {} as Record<string, string> } = {},
  ): Respond =>
  (response) =>
    json(
      response,
      status,
      {
        error: {
          ...{ code: status, message, status: errorCode },
          details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }],
        },
      },
      headers,
    );

function badRequest(response: ServerResponse, field: string, description: string): void {
  json(response, 400, {
    error: {
      ...{ code: 400, message: `Invalid value at '${field}'`, status: 'INVALID_ARGUMENT' },
      details: [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field, description }] }],
    },
  });
}
