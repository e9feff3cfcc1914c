import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that the carrier stored. */
export interface Carried {
  readonly path: string;
  readonly key: string;
  readonly to: string;
  readonly body: string;
}

export interface Refusing {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A provider that exists only in tests. Paths that begin with `/keyed` send one message per idempotency key; others
 * send each request. Paths that end with `/cut` store the first request of a key and hang up without an answer.
 */
export interface Carrier {
  readonly url: string;
  /** Requests that it stored, in order. */
  readonly stored: readonly Carried[];
  /** Messages that it sent to users. */
  sent(): readonly Carried[];
  /** Repeats of a key whose body differs from the first: a provider that honors keys would refuse them. */
  changed(): number;
  /** Requests that it refused. */
  readonly refused: number;
  /** Refuses every request to paths that begin like this. Undefined: accepts them again. */
  refuse(path: string, answer: Refusing | undefined): void;
  close(): Promise<void>;
}

export async function startCarrier(): Promise<Carrier> {
  const stored: Carried[] = [];
  const refusing = new Map<string, Refusing>();
  const counts = { refused: 0 };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const body = await text(request);
    const refusal = [...refusing].find(([begin]) => path.startsWith(begin))?.[1];
    if (refusal) {
      counts.refused += 1;
      response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
      response.end('{"error":"refused"}');
      return;
    }
    const key = String(request.headers['idempotency-key'] ?? request.headers['webhook-id']);
    const isFirst = !stored.some((other) => other.key === key && other.path === path);
    stored.push({ path, key, to: toIn(body), body });
    if (path.endsWith('/cut') && isFirst) return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: `c-${key}` }));
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => request.socket.destroy()); // a worker died during the request
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const first = ({ key, path }: Carried) => stored.find((other) => other.key === key && other.path === path);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    sent: () => stored.filter((each) => !each.path.startsWith('/keyed') || first(each) === each),
    changed: () => stored.filter((each) => first(each)?.body !== each.body).length,
    get refused() {
      return counts.refused;
    },
    refuse(path, answer) {
      if (answer) refusing.set(path, answer);
      else refusing.delete(path);
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

function toIn(body: string): string {
  const { to } = JSON.parse(body) as { to?: unknown };
  return String(to);
}
