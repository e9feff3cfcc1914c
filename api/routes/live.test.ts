import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let server: Server;
let key: string;
beforeEach(async () => {
  api = await startApi();
  key = await api.key('read');
  server = createServer(api.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  expect((await api.as().put('/v1/journeys/welcome').send(journeyDocument())).status).toBe(201);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

const count = (node: string, measure: string, n: number) => api.database.sql`
  insert into count_deltas (workspace, journey, version, node, measure, n)
    values ('main', 'welcome', 1, ${node}, ${measure}, ${n})`;

/** Lets a user in and sets the state of the instance. */
async function enterAt(
  userId: string,
  at: { node: string; held?: boolean; dated?: boolean; stuck?: string; lateMs?: number },
) {
  const entered = await api.as().post('/v1/journeys/welcome/enter').send({ userId });
  await api.database.sql`
    update instances
      set status = 'live', node = ${at.node}, visit = 1, arrived_at = entered_at, held = ${at.held ?? false},
           keeps_date = ${at.dated ?? false}, stuck = ${at.stuck ?? null},
             wakes_at = clock(workspace) - ${at.lateMs ?? -1000}::bigint
     where id = ${entered.body.instance}`;
  await count(at.node, 'arrived', 1); // as the decision that moved the instance does
}

describe('counts by node', () => {
  test('held and stuck instances are separate from waiting ones', async () => {
    await enterAt('waits', { node: 'pause' });
    await enterAt('faulty', { node: 'pause', stuck: 'engineError: no' });
    await enterAt('overdue', { node: 'pause', lateMs: 3_600_000 });
    await enterAt('held', { node: 'pause', held: true });
    await enterAt('quiet', { node: 'hello', dated: true });
    await enterAt('date', { node: 'pause', dated: true });
    await enterAt('other-date', { node: 'pause', dated: true });
    await enterAt('held-too', { node: 'hello', held: true });
    const { body } = await api.as(key).get('/v1/journeys/welcome/counts');
    expect(body).toMatchObject({
      ...{ state: 'running', version: 1, entered: 8, inside: 8 },
      nodes: { hello: { here: 2, held: 2, stuck: 0 }, pause: { here: 6, held: 1, stuck: 2 } },
    });
  });

  test('in a pause of the journey no instance is overdue', async () => {
    await enterAt('faulty', { node: 'pause', stuck: 'engineError: no' });
    await enterAt('overdue', { node: 'pause', lateMs: 3_600_000 });
    expect((await api.as().post('/v1/journeys/welcome/pause').send({})).status).toBe(200);
    const { body } = await api.as().get('/v1/journeys/welcome/counts');
    expect([body.state, body.nodes.pause.stuck]).toEqual(['paused', 1]);
  });

  test('of no journey: 404, as JSON and as a stream', async () => {
    for (const path of ['counts', 'counts/stream']) {
      const answer = await api.as().get(`/v1/journeys/nothing/${path}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'journey-not-found']);
    }
  });
});

describe('as a stream', () => {
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/journeys/welcome/counts/stream`;
  const open = async () => {
    const stop = new AbortController();
    const response = await fetch(address(), { headers: { authorization: `Bearer ${key}` }, signal: stop.signal });
    return { response, events: eventsIn(response), stop: () => stop.abort() };
  };

  test('first everything, then changes; nothing for unchanged counts', async () => {
    for (const userId of ['ana', 'bo', 'cy']) await enterAt(userId, { node: 'pause' });
    const { response, events, stop } = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const whole = await next(events);
    expect(whole).toMatchObject({ event: 'counts', data: { entered: 3, nodes: { pause: { here: 3 } } } });
    await count('pause', 'left:ordered', 2);
    const changed = await next(events);
    expect(changed?.data.nodes).toEqual({
      pause: {
        ...whole?.data.nodes.pause,
        here: 1,
        measures: { ...whole?.data.nodes.pause?.measures, 'left:ordered': 2 },
      },
    });
    stop();
  });

  test('nothing is read for a viewer who left; when the API stops, streams end', async () => {
    const { events } = await open();
    await next(events);
    api.endStreams();
    expect(await next(events)).toBeUndefined();
    const late = await open();
    expect(await next(late.events)).toBeUndefined();
  });

  test('a key that may not read is refused', async () => {
    const answer = await fetch(address());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
  });
});

interface Event {
  readonly event: string;
  readonly data: { readonly nodes: Readonly<Record<string, { readonly measures: object }>> };
}

async function next(events: AsyncGenerator<Event>): Promise<Event | undefined> {
  return (await events.next()).value ?? undefined;
}

async function* eventsIn({ body }: Response): AsyncGenerator<Event> {
  let rest = '';
  for await (const chunk of body ?? []) {
    rest += new TextDecoder().decode(chunk as Uint8Array);
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const block = rest.slice(0, end);
      rest = rest.slice(end + 2);
      const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
      if (event !== '') yield { event, data: JSON.parse(data) as Event['data'] };
    }
  }
}

/** Reads a stream until the first counts. Returns a function that reads it to its end. */
async function readCounts({ body }: Response): Promise<() => Promise<void>> {
  if (!body) throw new Error('no stream');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let heard = ''; !heard.includes('event: counts'); ) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`it ended before it told any: ${heard}`);
    heard += value;
  }
  return async () => {
    while (!(await reader.read()).done);
  };
}

test('a key that is revoked, and a session that is over, end the streams that they have opened', async () => {
  const quick = await startApi({ beatMs: 50 });
  await quick.as().put('/v1/journeys/welcome').send(journeyDocument());
  const revoked = await quick.key('read');
  const port = createServer(quick.app);
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(port.address() as AddressInfo).port}`;
  const body = JSON.stringify({ key: revoked, name: 'Mira' });
  const signedIn = await fetch(`${address}/v1/session`, { method: 'POST', body });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const open = (headers: Record<string, string>) => fetch(`${address}/v1/journeys/welcome/counts/stream`, { headers });
  const [byKey, bySession, stays] = await Promise.all([
    open({ authorization: `Bearer ${revoked}` }),
    open({ cookie, 'x-sojourn': '1' }),
    open({ authorization: `Bearer ${await quick.key('read')}` }),
  ]);
  let isOver = false;
  const rest = stays.text().then(
    () => {
      isOver = true;
    },
    () => {}, // cut off at the end of the test
  );
  const untilEnds = await Promise.all([byKey, bySession].map(readCounts));
  await quick.database.sql`update api_keys set revoked_at = now() where id = ${revoked.split('_')[2] ?? ''}`;
  for (const untilEnd of untilEnds) await untilEnd();
  expect(isOver).toBe(false);
  port.closeAllConnections();
  port.close();
  await Promise.all([rest, quick.close()]);
});
