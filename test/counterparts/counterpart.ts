import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { startWebServer } from '../web-server.ts';

/** Ways in which a provider fails, on demand. The first group fails before it has stored the message. */
const MISBEHAVIORS = {
  '429': { stores: false, respond: (response) => say(response, 429, '{}') },
  '429 with Retry-After': { stores: false, respond: (response) => say(response, 429, '{}', { 'retry-after': '7' }) },
  'accepts and cuts the connection': { stores: true, respond: cut },
  '500 after storing': { stores: true, respond: (response) => say(response, 500, '{"oops":true}') },
  'HTML instead of JSON': { stores: true, respond: (response) => say(response, 502, '<html><h1>Bad gateway</h1>') },
  'garbage with 200': { stores: true, respond: (response) => say(response, 200, '{"sid":') },
  'endless body': { stores: true, respond: endless },
  'no answer': { stores: true, respond: () => {} },
} as const satisfies Readonly<Record<string, Misbehavior>>;

export type MisbehaviorName = keyof typeof MISBEHAVIORS;

interface Misbehavior {
  readonly stores: boolean;
  readonly respond: (response: ServerResponse) => void;
}

function cut(response: ServerResponse): void {
  response.socket?.destroy();
}

function say(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end(body);
}

function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const write = (): void => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the provider answers to one request, and the message that it takes with it. */
export interface Reply<Message> {
  readonly status: number;
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly takes?: Message;
}

export interface Counterpart<Message> {
  readonly url: string;
  /** Messages that the provider has taken. */
  readonly sent: readonly Message[];
  /** Answers the next requests that it would take with this instead. */
  refuse(reply: Reply<Message>): void;
  misbehave(how: MisbehaviorName): void;
  behave(): void;
  close(): Promise<void>;
}

/** Starts a provider on a socket of its own, which answers by `reply` until it is told otherwise. */
export async function startCounterpart<Message>(
  reply: (asked: Asked) => Reply<Message>,
): Promise<Counterpart<Message>> {
  const server = await startWebServer();
  const sent: Message[] = [];
  let refusal: Reply<Message> | undefined;
  let misbehavior: Misbehavior | undefined;

  server.say((_request, response) => {
    const asked = server.requests.at(-1);
    if (!asked) return;
    const own = reply(asked);
    const given = own.takes !== undefined && refusal ? refusal : own;
    if (given.takes !== undefined && misbehavior?.stores !== false) sent.push(given.takes);
    if (misbehavior) misbehavior.respond(response);
    else
      say(response, given.status, JSON.stringify(given.body), {
        'content-type': given.contentType ?? 'application/json',
        ...given.headers,
      });
  });

  return {
    ...{ url: server.url, sent },
    refuse: (next) => {
      refusal = next;
    },
    misbehave: (how) => {
      misbehavior = MISBEHAVIORS[how];
    },
    behave: () => {
      refusal = undefined;
      misbehavior = undefined;
    },
    close: () => server.close(),
  };
}
