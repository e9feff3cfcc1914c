import { LRUCache } from 'lru-cache';
import type { WorkspaceId } from '../journey/base/ids.ts';
import type { Found } from '../journey/delivery/look-up.ts';
import type { Outbound, Reply } from './outbound.ts';
import { storable, storableText } from './storable.ts';

/** Fetches JSON for a template. Caches results for `cacheMs`. Concurrent calls share a request. */
export type FetchJson = (workspace: WorkspaceId, url: string, cacheMs: number) => Promise<Found>;

/** Largest answer, in bytes. */
export const MOST_FETCHED = 65_536;

/** Maximum size of the cache in a process, in bytes. */
const MOST_KEPT = 16_777_216;

/**
 * Creates the function that gets JSON for templates. It reaches no private address and follows no redirect, as
 * `outbound` does. A 404 or 204 is a missing value. Other faults fail the message; a busy or silent server
 * is asked again by the next attempt.
 */
export function createFetchJson(outbound: Pick<Outbound, 'send'>, now: () => number = Date.now): FetchJson {
  const kept = new LRUCache<string, { readonly found: Found; readonly until: number }>({ maxSize: MOST_KEPT });
  const open = new Map<string, Promise<Found>>();
  return (workspace, url, cacheMs) => {
    const key = `${workspace} ${url}`;
    const known = kept.get(key);
    if (known && cacheMs > 0 && now() < known.until) return Promise.resolve(known.found);
    const running = open.get(key);
    if (running !== undefined) return running;
    const asked = fetchOnce(outbound, url)
      .then(({ found, bytes }) => {
        if (found.ok && cacheMs > 0) kept.set(key, { found, until: now() + cacheMs }, { size: bytes + key.length });
        return found;
      })
      .finally(() => open.delete(key));
    open.set(key, asked);
    return asked;
  };
}

interface Fetched {
  readonly found: Found;
  readonly bytes: number;
}

async function fetchOnce(outbound: Pick<Outbound, 'send'>, url: string): Promise<Fetched> {
  const reply = await outbound.send({ method: 'GET', url, headers: { accept: 'application/json' } });
  return reply.type === 'answered' ? readAnswer(reply) : { found: explainNoAnswer(reply), bytes: 0 };
}

const explainNoAnswer = (reply: Exclude<Reply, { readonly type: 'answered' }>): Found => {
  const reason = storableText(`fetch: ${reply.reason}`);
  return reply.type === 'lost' ? { ok: false, reason, isPassing: true } : { ok: false, reason };
};

function readAnswer({ status, body, whole }: Extract<Reply, { readonly type: 'answered' }>): Fetched {
  if (status === 404 || status === 204) return { found: { ok: true, value: null }, bytes: 0 };
  if (status === 429 || status >= 500)
    return { found: { ok: false, reason: `fetch: the server answered ${status}`, isPassing: true }, bytes: 0 };
  if (status !== 200) return { found: { ok: false, reason: `fetch: the server answered ${status}` }, bytes: 0 };
  if (!whole)
    return {
      found: { ok: false, reason: `fetch: the answer is incomplete or larger than ${MOST_FETCHED} bytes` },
      bytes: 0,
    };
  try {
    return { found: { ok: true, value: storable(JSON.parse(body)) }, bytes: body.length };
  } catch {
    return { found: { ok: false, reason: 'fetch: the answer is not JSON' }, bytes: 0 };
  }
}
