import { inspect } from 'node:util';
import fc from 'fast-check';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCallbackReaders } from '../../channels/callbacks.ts';
import { createOutbound } from '../../channels/outbound.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { createCallbackWork } from '../../store/callbacks/apply.ts';
import { deleteOldCallbacks } from '../../store/callbacks/callbacks.ts';
import { reconcile } from '../../store/maintenance/reconcile.ts';
import { createStore } from '../../store/person.ts';
import { startApi, type TestApi } from '../../test/api.ts';
import { echo, sign } from '../../test/counterparts/echo.ts';
import { pass } from '../../test/pass.ts';

const PUBLIC = 'https://journeys.example.com/app/';
const PATH = '/v1/callbacks/email/echo';
const T = Date.parse('2026-03-02T09:00:00Z');

const trusted = createOutbound();
const findCallbacks = createCallbackReaders([{ provider: echo, given: { ECHO_SECRETS: 'new,old' } }], {
  trusted,
  publicUrl: PUBLIC,
});

let api: TestApi;
beforeEach(async () => {
  api = await startApi({
    findCallbacks,
    publicUrl: PUBLIC,
    limits: { perAddress: 0, perKey: 0, perUser: 0, wrongKeysPerMinute: 20 },
  });
  for (const user of ['ada', 'bob'])
    await api
      .as()
      .post('/v1/identify')
      .send({ userId: user, traits: { email: `${user}@example.com` } });
  await message('i1.hello.1', { outcome: 'sent', providerId: 'p-1' });
});
afterEach(() => api.close());

async function message(
  key: string,
  {
    outcome = null,
    providerId = null,
    user = 'ada',
  }: { readonly outcome?: string | null; readonly providerId?: string | null; readonly user?: string },
) {
  const [instance = '', node = ''] = key.split('.');
  await api.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      template, claimed_at, provider_id)
    select 'main', ${key}, ${instance}, id, 'welcome', 1, ${node}, 1, 'email',
           case when ${outcome}::text is null then 'claimed' else 'settled' end, ${outcome}, 'greeting', 0, ${providerId}
      from persons where user_id = ${user}`;
}

/** What a provider sends: signed by the newest secret now, unless said otherwise. */
const call = (
  body: unknown,
  { secret = 'new', at = Date.now(), url = `https://journeys.example.com/app${PATH}` } = {},
) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return supertest(api.app)
    .post(PATH)
    .set('Content-Type', 'text/plain')
    .set({ 'X-Echo-Time': String(at), 'X-Echo-Signature': sign(secret, url, at, text) })
    .send(text);
};

const work = () =>
  createCallbackWork({
    ...{ database: api.database, store: createStore(api.database), ring: () => {} },
    log: { error: (about) => expect.fail(inspect(about)) },
  });
/** Applies everything whose turn it is. Callbacks that wait for their message come again after a pass. */
const applyAll = async () => {
  while ((await pass(work())) > 0);
};
/** As if the pause before the next attempt were over. */
const retry = async () => {
  await api.database.sql`update callbacks set next_at = clock_timestamp() where state = 'waiting'`;
  await applyAll();
};
const take = async (body: unknown) => {
  expect((await call(body)).status).toBe(200);
  await applyAll();
};

const events = async () =>
  (
    await api.database.sql<{ name: string; properties: Record<string, unknown> }>`
      select name, properties from events where name like '$message.%' order by position`
  ).map(({ name, properties }) => [name, properties.key, properties.url].filter((each) => each !== undefined));
const row = async (key = 'i1.hello.1') => {
  const [found] = await api.database.sql`
    select outcome, delivered_at, viewed_at, clicked_at, replied_at, bounced_at, failed_at, machine_viewed_at,
           machine_clicked_at, confirmed_at is not null as confirmed
      from messages where key = ${key} and workspace = 'main'`;
  return Object.fromEntries(Object.entries(found ?? {}).filter(([, value]) => value !== null));
};
const states = async () =>
  (await api.database.sql<{ state: string }>`select state from callbacks order by id`).map(({ state }) => state);

describe('callbacks of providers', () => {
  test('reports are events of the message’s user, found by our key or by the provider’s id', async () => {
    await message('i2.hello.1', { outcome: 'sent', providerId: 'p-2', user: 'bob' });
    await take([
      { id: 'a', status: 'delivered', providerId: 'p-1', at: T, future: { unknown: 1 } },
      { id: 'b', status: 'clicked', key: 'i2.hello.1', at: T + 1, url: 'https://example.com/' },
    ]);
    expect((await events()).toSorted()).toEqual([
      ['$message.clicked', 'i2.hello.1', 'https://example.com/'],
      ['$message.delivered', 'i1.hello.1'],
    ]);
    expect(await row()).toEqual({ outcome: 'sent', delivered_at: T, confirmed: false });
    expect(await api.database.sql`select raw from callbacks order by id limit 1`).toEqual([
      { raw: { id: 'a', status: 'delivered', providerId: 'p-1', at: T, future: { unknown: 1 } } },
    ]);
  });

  test('a repeated report counts once, in the same call, in a later one, and while the first is under way', async () => {
    const report = { id: 'a', status: 'viewed', providerId: 'p-1', at: T };
    await Promise.all([call([report, report]), call([report]), call([report])]);
    await Promise.all([applyAll(), applyAll()]);
    await take([report]);
    expect(await events()).toEqual([['$message.viewed', 'i1.hello.1']]);
    expect(await states()).toEqual(['applied']);
  });

  test('a report that comes before its message is settled waits for it', async () => {
    await message('i3.hello.1', {});
    await take([
      { id: 'a', status: 'delivered', key: 'i3.hello.1', at: T },
      { id: 'b', status: 'viewed', providerId: 'p-3', at: T },
    ]);
    expect([await events(), await states()]).toEqual([[], ['waiting', 'waiting']]);
    await api.database.sql`
      update messages set state = 'settled', outcome = 'sent', provider_id = 'p-3' where key = 'i3.hello.1'`;
    await retry();
    expect((await events()).map(([name]) => name).toSorted()).toEqual(['$message.delivered', '$message.viewed']);
    expect(await states()).toEqual(['applied', 'applied']);
  });

  test('an unknown outcome becomes sent by any report, and counts as that; the numbers still add up', async () => {
    await message('i4.hello.1', { outcome: 'unknown' });
    await api.database.sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
      values ('main', 'welcome', 1, 'hello', 'message:unknown', 1), ('main', 'welcome', 1, 'hello', 'message:sent', 1)`;
    await take([
      { id: 'a', status: 'accepted', key: 'i4.hello.1', at: T },
      { id: 'b', status: 'delivered', key: 'i4.hello.1', at: T },
    ]);
    expect(await row('i4.hello.1')).toEqual({ outcome: 'sent', delivered_at: T, confirmed: true });
    const sums = await api.database.sql`
      select measure, sum(n)::int as n from count_deltas where measure like 'message:%' group by 1 having sum(n) <> 0`;
    expect(sums).toEqual([{ measure: 'message:sent', n: 2 }]);
    expect(
      (await reconcile(api.database.sql, WorkspaceId.parse('main'))).filter((each) => each.includes('message')),
    ).toEqual([]);
  });

  test('a failure after sending is stored, and changes neither the outcome nor anything sent', async () => {
    await take([{ id: 'a', status: 'failed', providerId: 'p-1', at: T, reason: '30003' }]);
    expect(await row()).toEqual({ outcome: 'sent', failed_at: T, confirmed: false });
    const { body } = await api.as().get('/v1/users/ada');
    expect(body.messages).toMatchObject([{ outcome: 'sent', failedAt: '2026-03-02T09:00:00.000Z', attempts: 0 }]);
  });

  test('views and clicks of machines are kept apart, and are no events', async () => {
    await take([
      { id: 'a', status: 'viewed', providerId: 'p-1', at: T, isMachine: true },
      { id: 'b', status: 'clicked', providerId: 'p-1', at: T, isMachine: true },
    ]);
    expect([await events(), await row()]).toEqual([
      [],
      { outcome: 'sent', machine_viewed_at: T, machine_clicked_at: T, confirmed: false },
    ]);
  });

  test('in any order and with any repeats, the same reports leave the same message and the same events', async () => {
    const all = (key: string) =>
      (['accepted', 'delivered', 'viewed', 'clicked', 'failed', 'bounced'] as const).flatMap((status, nr) =>
        [0, 1].map((again) => ({ id: `${key}-${status}-${again}`, status, key, at: T + 10 * nr + again })),
      );
    let count = 0;
    const run = async (order: readonly number[]) => {
      count += 1;
      const key = `q${count}.hello.1`;
      await message(key, { outcome: count % 2 === 0 ? 'sent' : 'unknown' });
      const reports = all(key);
      const body = [...order, ...reports.keys()].map((nr) => reports[nr % reports.length]);
      for (const each of [body.slice(0, order.length), body]) await call(each);
      await applyAll();
      const { confirmed: _, ...state } = await row(key);
      return {
        state,
        events: (await events())
          .filter(([, own]) => own === key)
          .map(([name]) => name)
          .toSorted(),
      };
    };
    const wanted = await run([]);
    expect(wanted.state).toEqual({
      ...{ outcome: 'sent', delivered_at: T + 10, viewed_at: T + 20, clicked_at: T + 30 },
      ...{ failed_at: T + 40, bounced_at: T + 50 },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(11), { maxLength: 30 }), async (order) => {
        expect(await run(order)).toEqual(wanted);
      }),
      { numRuns: 8 },
    );
  });

  test('a broken element of a batch leaves the others whole', async () => {
    await take([
      null,
      7,
      { id: 'x' },
      { id: 'a', status: 'nonsense' },
      { id: 'b', status: 'viewed', providerId: 'p-1' },
    ]);
    expect(await events()).toEqual([['$message.viewed', 'i1.hello.1']]);
  });

  test('a handshake is answered as the provider wants it', async () => {
    const answer = await supertest(api.app).get(`${PATH}?say=challenge`);
    expect([answer.status, answer.text]).toEqual([200, 'challenge']);
  });

  test('a report of another provider’s id, or of a message that never was, is emptied after two days', async () => {
    await take([{ id: 'a', status: 'viewed', providerId: 'elsewhere', url: 'https://example.com/ada' }]);
    await api.database.sql`update callbacks set received_at = clock_timestamp() - interval '49 hours'`;
    await retry();
    expect(await api.database.sql`select state, content, raw from callbacks`).toEqual([
      { state: 'unmatched', content: { status: 'viewed' }, raw: null },
    ]);
  });

  test('a permanent bounce that matches no message suppresses its address immediately and is listed without the address', async () => {
    const reason = '550 5.1.1 <gone@example.com> unknown, call +1 202 555 0100';
    const bounce = { status: 'bounced', providerId: 'p-nobody', address: 'Gone@Example.com', isPermanent: true };
    await take([
      { id: 'a', ...bounce, reason },
      { id: 'b', ...bounce, address: 'full@example.com', isPermanent: false },
      { id: 'c', ...bounce, address: 'spam@example.com', status: 'complained' },
    ]);
    const { body } = await api.as().get('/v1/suppressions');
    expect(body.suppressions).toMatchObject([
      { channel: 'email', address: 'spam@example.com', reason: 'complaint', source: 'provider' },
      { channel: 'email', address: 'gone@example.com', reason: 'hard-bounce', source: 'provider' },
    ]);
    await api.database.sql`update callbacks set received_at = clock_timestamp() - interval '49 hours'`;
    await retry();
    const list = (query: object) => api.as().get('/v1/unmatched-callbacks').query(query).expect(200);
    const first = (await list({ limit: 2 })).body;
    expect(first.callbacks).toMatchObject([{ status: 'complained' }, { status: 'bounced', reason: null }]);
    expect((await list({ cursor: first.next })).body).toMatchObject({
      callbacks: [{ channel: 'email', provider: 'echo', status: 'bounced', reason: '550 5.1.1 <…> unknown, call …' }],
      next: null,
    });
    expect((await list({ channel: 'sms' })).body.callbacks).toEqual([]);
  });

  test.each([
    { given: 'a worker died at its first attempt', tries: 1, hours: 0 },
    { given: 'no worker ran for two days', tries: 0, hours: 49 },
  ])('a bounce that matches no message suppresses its address even if $given', async ({ tries, hours }) => {
    await call([
      { id: 'a', status: 'bounced', providerId: 'p-nobody', address: 'gone@example.com', isPermanent: true },
    ]);
    await api.database.sql`
      update callbacks set tries = ${tries}, received_at = received_at - ${hours}::int * interval '1 hour'`;
    await applyAll();
    const { body } = await api.as().get('/v1/suppressions');
    expect(body.suppressions).toMatchObject([{ address: 'gone@example.com', reason: 'hard-bounce' }]);
    await api.as().delete(`/v1/suppressions/${body.suppressions[0].id}`).expect(200);
    await retry();
    expect((await api.as().get('/v1/suppressions')).body.suppressions).toEqual([]);
  });

  test('one whose reason is cut within an emoji is given up like any other', async () => {
    await take([{ id: 'a', status: 'bounced', providerId: 'p-nobody', reason: `${'x'.repeat(499)}😀` }]);
    await api.database.sql`update callbacks set received_at = clock_timestamp() - interval '49 hours'`;
    await retry();
    expect(await states()).toEqual(['unmatched']);
  });

  test('a bounce that anyone could have forged suppresses nothing, unless it matches a message', async () => {
    const bounce = { status: 'bounced', address: 'ada@example.com', isPermanent: true, isForgeable: true };
    await take([{ id: 'a', ...bounce, providerId: 'p-nobody' }]);
    expect((await api.as().get('/v1/suppressions')).body.suppressions).toEqual([]);
  });

  test('erasing a user empties their callbacks, applied and later ones; a repeat still counts as one', async () => {
    await take([{ id: 'a', status: 'viewed', key: 'i1.hello.1', address: 'ada@example.com' }]);
    expect((await api.as().delete('/v1/users/ada')).status).toBe(202);
    await take([
      { id: 'a', status: 'viewed', key: 'i1.hello.1', address: 'ada@example.com' },
      { id: 'b', status: 'clicked', key: 'i1.hello.1', address: 'ada@example.com' },
    ]);
    expect(await api.database.sql`select state, content, raw, person from callbacks order by id`).toEqual([
      { state: 'applied', content: {}, raw: null, person: null },
      { state: 'unmatched', content: { status: 'clicked' }, raw: null, person: null },
    ]);
  });

  test('callbacks older than any repeat are deleted', async () => {
    await take([{ id: 'a', status: 'viewed', providerId: 'p-1' }]);
    await api.database.sql`update callbacks set received_at = clock_timestamp() - interval '36 days'`;
    await deleteOldCallbacks(api.database.sql, { until: Date.now() + 10_000 });
    expect(await states()).toEqual([]);
  });
});

describe('messages that users send', () => {
  const reply = (more: object) => ({
    id: `in-${JSON.stringify(more)}`,
    from: 'ada@example.com',
    to: 'shop',
    text: 'Yes',
    ...more,
  });
  const consents = async (user = 'ada') =>
    (await api.as().get(`/v1/users/${user}/consents`)).body.consents.map(
      ({ channel, state, source }: Record<string, string>) => [channel, state, source],
    );

  test('are replies to the message that they answer', async () => {
    await take([reply({ repliesTo: 'p-1' })]);
    expect(await events()).toEqual([['$message.replied', 'i1.hello.1']]);
    expect(await row()).toMatchObject({ replied_at: expect.any(Number) });
    expect(await consents()).toEqual([]);
  });

  test('and otherwise to the latest message to their address, in any spelling', async () => {
    await message('i2.hello.1', { outcome: 'sent', providerId: 'p-2' });
    await message('i3.hello.1', { outcome: 'sent', providerId: 'p-3', user: 'bob' });
    await api.database.sql`
      update messages set address_hash = address_hash('main', 'ada@example.com'),
                          claimed_at = case key when 'i2.hello.1' then 2 else 1 end
       where key in ('i1.hello.1', 'i2.hello.1')`;
    await take([reply({ from: ' Ada@Example.com' })]);
    expect(await events()).toEqual([['$message.replied', 'i2.hello.1']]);
    await take([reply({ from: 'nobody@example.com' })]);
    expect(await states()).toEqual(['applied', 'waiting']);
  });

  test('are joined if they come in parts, in any order and more than once', async () => {
    const part = (nr: number, text: string) => ({
      ...reply({ repliesTo: 'p-1' }),
      id: `p${nr}`,
      text,
      part: { ref: 'r', nr, of: 3 },
    });
    await take([part(3, 'is late.')]);
    await take([part(1, 'My '), part(3, 'is late.')]);
    expect([await events(), await states()]).toEqual([[], ['waiting', 'waiting']]);
    await take([part(2, 'order ')]);
    await retry();
    expect(await states()).toEqual(['applied', 'applied', 'applied']);
    const [event] = await api.database.sql`
      select properties ->> 'text' as text from events where name = '$message.replied'`;
    expect(event).toEqual({ text: 'My order is late.' });
    expect(await events()).toHaveLength(1);
  });

  test('are read without a part that never comes', async () => {
    const part = (nr: number, text: string) => ({
      ...reply({ repliesTo: 'p-1' }),
      id: `p${nr}`,
      text,
      part: { ref: 'r', nr, of: 3 },
    });
    await take([part(1, 'My '), part(3, 'is late.')]);
    for (let attempt = 0; attempt < 6; attempt += 1) await retry();
    const replies = await api.database.sql`
      select properties ->> 'text' as text from events where name = '$message.replied'`;
    expect(replies).toEqual([{ text: 'My is late.' }]);
  });

  test('with a keyword change what the user allows on the channel', async () => {
    await take([reply({ repliesTo: 'p-1', keyword: 'stop', text: 'STOP' })]);
    expect(await consents()).toEqual([['email', 'no', 'keyword']]);
    await take([reply({ repliesTo: 'p-1', keyword: 'help', text: 'HELP' })]);
    expect(await consents()).toEqual([['email', 'no', 'keyword']]);
    await take([reply({ repliesTo: 'p-1', keyword: 'start', text: 'START' })]);
    expect(await consents()).toEqual([['email', 'yes', 'keyword']]);
    expect(await events()).toHaveLength(3);
  });

  test('and a provider’s own list of opt-outs counts in both directions', async () => {
    await take([{ id: 'u', status: 'unsubscribed', providerId: 'p-1' }]);
    expect(await consents()).toEqual([['email', 'no', 'callback']]);
    await take([{ id: 'r', status: 'resubscribed', providerId: 'p-1' }]);
    expect(await consents()).toEqual([['email', 'yes', 'callback']]);
  });
});

describe('hostile callbacks', () => {
  const report = [{ id: 'a', status: 'viewed', providerId: 'p-1' }];

  test.each([
    ['a wrong secret', () => call(report, { secret: 'guessed' }), 401],
    ['a signature of ten minutes ago', () => call(report, { at: Date.now() - 600_000 }), 401],
    ['the signature of another URL', () => call(report, { url: `https://evil.example${PATH}` }), 401],
    ['no signature', () => supertest(api.app).post(PATH).send('[]'), 401],
    ['garbage, signed', () => call('{"a":'), 400],
    ['no list, signed', () => call({}), 400],
    ['another provider', () => supertest(api.app).post('/v1/callbacks/email/other').send('[]'), 404],
    ['another channel', () => supertest(api.app).post('/v1/callbacks/sms/echo').send('[]'), 404],
    ['a channel that is none', () => supertest(api.app).post('/v1/callbacks/__proto__/echo').send('[]'), 404],
    ['more than a megabyte', () => call(JSON.stringify(['x'.repeat(1_100_000)])), 413],
  ])('%s is refused, and nothing is stored', async (_, send, status) => {
    expect((await send()).status).toBe(status);
    expect([await states(), api.errors]).toEqual([[], []]);
  });

  test('the secret before the newest one still works, while both are given', async () => {
    expect((await call(report, { secret: 'old' })).status).toBe(200);
  });

  test('a replayed callback changes nothing', async () => {
    await take(report);
    await take(report);
    expect((await events()).length).toBe(1);
  });

  test('10,000 reports in one call are stored and applied; NUL and half characters too', async () => {
    const many = Array.from({ length: 9_998 }, (_, nr) => ({ id: `m${nr}`, status: 'accepted', key: 'i1.hello.1' }));
    const odd = { id: 'odd', status: 'clicked', providerId: 'p-1', url: 'https://example.com/\0\ud800' };
    const answer = await call([...many, odd, { ...odd, id: 'odder', reason: 'x'.repeat(50_000) }]);
    expect(answer.status).toBe(200);
    const [{ n } = { n: 0 }] = await api.database.sql<{ n: number }>`select count(*)::int as n from callbacks`;
    expect(n).toBe(10_000);
    await api.database.sql`delete from callbacks where id < (select max(id) - 50 from callbacks)`;
    await applyAll();
    expect(new Set(await states())).toEqual(new Set(['applied']));
    expect(await row()).toMatchObject({ clicked_at: expect.any(Number) });
  });

  test('an address that keeps sending wrong signatures is refused for a while; right ones are never counted', async () => {
    for (let nr = 0; nr < 30; nr += 1) expect((await call([{ id: `${nr}`, status: 'accepted' }])).status).toBe(200);
    const statuses = [];
    for (let nr = 0; nr < 22; nr += 1) statuses.push((await call(report, { secret: 'guessed' })).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(statuses.at(-1)).toBe(429);
  });

  test('that can’t be checked now, since the provider’s own keys can’t be fetched, is asked for again', async () => {
    const url = `https://journeys.example.com/app${PATH}?say=later`;
    const at = Date.now();
    const { status, body } = await supertest(api.app)
      .post(`${PATH}?say=later`)
      .set('Content-Type', 'text/plain')
      .set({ 'X-Echo-Time': String(at), 'X-Echo-Signature': sign('new', url, at, '[]') })
      .send('[]');
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'busy' });
  });

  test('while the database is away, the provider is told to try again', async () => {
    await api.database.sql`alter table callbacks rename to callbacks_away`;
    expect((await call(report)).status).toBe(500);
    await api.database.sql`alter table callbacks_away rename to callbacks`;
    expect((await call(report)).status).toBe(200);
  });
});
