import { generateKeyPairSync } from 'node:crypto';
import type { createServer as createHttp, IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createApiServer } from '../../api/server.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { startApi, type TestApi } from '../api.ts';
import { makeCertificate } from '../counterparts/certificate.ts';

/** What a request meets instead of its answer. `cut`: it is served, but the connection ends before the answer. */
export type Fault = 'cut' | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** The API behind real sockets, as a client of a vendor meets it. */
export interface ClientServer {
  readonly api: TestApi;
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** The same over TLS, with a certificate that nothing trusts. */
  readonly secureOrigin: string;
  /** May record events. */
  readonly key: string;
  /** Requests so far, preflights apart. */
  readonly seen: readonly Seen[];
  /** Lets the next requests that send something meet faults, in order. */
  fail(...faults: readonly Fault[]): void;
  /** Events of a user or visitor, in order. */
  events(id: string): Promise<readonly { readonly name: string; readonly properties: JsonObject }[]>;
  profile(userId: string): Promise<JsonObject | undefined>;
  close(): Promise<void>;
}

export async function startClientServer(): Promise<ClientServer> {
  const api = await startApi();
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  const listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request;
    response.once('finish', () => {
      if (method !== 'OPTIONS') seen.push({ method, path: url, status: response.statusCode, headers });
    });
    const fault = method === 'POST' || method === 'PUT' ? faults.shift() : undefined;
    if (fault === undefined) return api.app(request, response);
    if (fault !== 'cut') {
      request.resume();
      response.writeHead(fault.status, { 'Access-Control-Allow-Origin': '*', ...fault.headers }).end('{}');
      return;
    }
    response.writeHead = () => {
      request.socket.destroy();
      return response;
    };
    api.app(request, response);
  };
  const plain = createApiServer(listener, { maxConnections: 1_000, maxPerAddress: 1_000 });
  const secure = createHttps(makeTls(), listener);
  const origins = await Promise.all([listen(plain, 'http'), listen(secure, 'https')]);
  return {
    api,
    origin: origins[0],
    secureOrigin: origins[1],
    key: await api.key('ingest'),
    seen,
    fail: (...next) => {
      faults.push(...next);
    },
    events: (id) => api.database.sql`
      select e.name, e.properties from events e
        join identities i on i.workspace = e.workspace and i.person = e.person
       where i.value = ${id} order by e.position`,
    profile: async (userId) =>
      (await api.database.sql<{ profile: JsonObject }>`select profile from persons where user_id = ${userId}`)[0]
        ?.profile,
    async close() {
      await Promise.all([end(plain), end(secure)]);
      await api.close();
    },
  };
}

type Server = ReturnType<typeof createHttp> | ReturnType<typeof createHttps>;

async function listen(server: Server, protocol: string): Promise<string> {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}

function makeTls(): { readonly key: string; readonly cert: string } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dates = { from: new Date('2020-01-01'), to: new Date('2049-01-01') };
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: makeCertificate({ commonName: '127.0.0.1', ...dates }, pair),
  };
}
