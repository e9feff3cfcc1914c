import './app-origin.ts';
import { afterAll, beforeAll, beforeEach } from 'vitest';

interface Interceptor {
  onRequest(sent: { readonly request: Request }): Promise<Response>;
}

interface Client {
  use(interceptor: Interceptor): void;
  eject(interceptor: Interceptor): void;
}

/** A request as tests compare it: `GET /v1/users?limit=50`, with what else it carries. */
export interface Captured {
  readonly line: string;
  readonly ifMatch: string | null;
  readonly contentType: string | null;
  /** The JSON body; a body in another format as text. */
  readonly body: unknown;
}

export interface Capture {
  /** Requests of the current test, in order. A test may empty it. */
  readonly requests: Captured[];
  /** Answers requests whose line begins with `line`. The latest answer for a line holds, for the current test. */
  answer(line: string, body: unknown, status?: number): void;
  /** Fails requests whose line begins with `line`, as without a network. */
  fail(line: string): void;
}

/** Answers the requests of the web app's client instead of a server, for the tests of one file. */
export function captureRequests(client: Client): Capture {
  const requests: Captured[] = [];
  const answers: { readonly line: string; readonly answer: () => Response }[] = [];
  const interceptor: Interceptor = {
    async onRequest({ request }) {
      const captured = await read(request);
      requests.push(captured);
      const found = answers.findLast(({ line }) => captured.line.startsWith(line));
      if (!found) throw new Error(`The test has no answer for ${captured.line}`);
      return found.answer();
    },
  };
  beforeAll(() => client.use(interceptor));
  afterAll(() => client.eject(interceptor));
  beforeEach(() => {
    requests.length = 0;
    answers.length = 0;
  });
  return {
    requests,
    answer: (line, body, status = 200) => {
      answers.push({ line, answer: () => Response.json(body, { status }) });
    },
    fail: (line) => {
      answers.push({
        line,
        answer: () => {
          throw new TypeError('fetch failed');
        },
      });
    },
  };
}

async function read(request: Request): Promise<Captured> {
  const { pathname, search } = new URL(request.url);
  const text = await request.text();
  const isJson = request.headers.get('content-type') === 'application/json';
  return {
    line: `${request.method} ${decodeURIComponent(pathname + search)}`,
    ifMatch: request.headers.get('if-match'),
    contentType: request.headers.get('content-type'),
    body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
  };
}
