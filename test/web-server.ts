import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly WebRequest[];
  /** How it answers from now on. */
  say(listener: RequestListener): void;
  close(): Promise<void>;
}

/** A real HTTP server with configurable answers, 200 by default. */
export async function startWebServer(): Promise<WebServer> {
  const requests: WebRequest[] = [];
  let listener: RequestListener = (_request, response) => {
    response.end();
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, headers, body: await text(request) });
    listener(request, response);
  });
  await new Promise<void>((listening) => {
    server.listen(0, listening); // both families
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    say: (next) => {
      listener = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export const answer =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
