import { follow } from './follow.ts';
import { enablePush, type PushOptions, type PushState } from './push.ts';

export interface FeedOptions {
  /** URL of Sojourn's API. */
  readonly url: string;
  /**
   * Returns a user token, which the company's service gets by `POST /v1/users/:id/token`. Called again once the token
   * has expired.
   */
  readonly token: () => string | Promise<string>;
}

/** An in-app message. */
export interface FeedItem {
  readonly id: string;
  readonly journey: string;
  readonly title: string | null;
  readonly text: string | null;
  /** As the journey's author wrote it, with the user's data escaped. */
  readonly html: string | null;
  readonly url: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
  readonly clickedAt: string | null;
  readonly archivedAt: string | null;
}

export interface FeedPage {
  /** Newest first. */
  readonly items: readonly FeedItem[];
  readonly unread: number;
  /** The `cursor` of the next page; null on the last. */
  readonly next: string | null;
}

/** The in-app messages of one user. Every change returns how many are unread. */
export interface Feed {
  /** @throws FeedFailure, as all calls do */
  list(page?: { readonly limit?: number; readonly cursor?: string; readonly archived?: boolean }): Promise<FeedPage>;
  read(id: string): Promise<number>;
  unread(id: string): Promise<number>;
  /** Reports a click, which also reads the item. */
  click(id: string): Promise<number>;
  archive(id: string): Promise<number>;
  unarchive(id: string): Promise<number>;
  /** Reads all items up to the newest one that the user has seen. */
  readAll(upto: string): Promise<number>;
  /**
   * Calls back with the number of unread items, at first and about a second after each change. Reconnects by itself.
   * Returns a function that stops it.
   */
  follow(onChange: (unread: number) => void): () => void;
  /** Subscribes this browser to the user's web push messages. Call it when the user asks for notifications. */
  enablePush(options?: PushOptions): Promise<PushState>;
}

/** A call that failed. `status` is 0 if there was no answer. */
export class FeedFailure extends Error {
  override readonly name = 'FeedFailure';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function createFeed({ url, token }: FeedOptions): Feed {
  const base = url.endsWith('/') ? url.slice(0, -1) : url;
  let known: Promise<string> | undefined;

  const send = async (path: string, init: RequestInit): Promise<Response> => {
    known ??= Promise.resolve(token());
    const headers = { Authorization: `Bearer ${await known}`, 'Content-Type': 'application/json' };
    return fetch(base + path, { ...init, headers, credentials: 'omit', cache: 'no-store' });
  };

  /** Sends a request, once more with a new token if the token has expired. */
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    try {
      const first = await send(path, init);
      if (first.status !== 401) return first;
      known = undefined;
      return await send(path, init);
    } catch (error) {
      known = undefined; // the token may be what failed
      throw new FeedFailure(0, error instanceof Error ? error.message : String(error));
    }
  };

  const call = async <Answer>(path: string, init?: RequestInit): Promise<Answer> => {
    const answer = await ask(path, init);
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new FeedFailure(answer.status, body.message ?? `the feed answered ${answer.status}`);
    return body as Answer;
  };
  const change = (path: string, body?: object) =>
    call<{ readonly unread: number }>(`/v1/feed/${path}`, {
      method: 'POST',
      keepalive: true, // a click on a link leaves the page
      ...(body && { body: JSON.stringify(body) }),
    }).then(({ unread }) => unread);
  const act = (action: string) => (id: string) => change(`${encodeURIComponent(id)}/${action}`);

  return {
    list: (page = {}) =>
      call(`/v1/feed?${new URLSearchParams(Object.entries(page).map(([name, value]) => [name, String(value)]))}`),
    read: act('read'),
    unread: act('unread'),
    click: act('click'),
    archive: act('archive'),
    unarchive: act('unarchive'),
    readAll: (upto) => change('read-all', { upto: Number(upto) }),
    enablePush: (options) => enablePush(call, options),
    follow: (onChange) => follow((signal) => ask('/v1/feed/stream', { signal }), onChange),
  };
}
