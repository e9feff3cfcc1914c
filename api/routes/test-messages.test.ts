import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeWall } from '../../channels/liquid/wall.ts';
import { createRenderer } from '../../channels/templates.ts';
import { createTrialAdapters } from '../../channels/trial/adapters.ts';
import { createWrite } from '../../channels/write.ts';
import { openDatabase } from '../../store/base/sql.ts';
import { createFeed } from '../../store/messages/feed.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';
import { type Counterparts, startCounterparts } from '../../test/counterparts/lineup.ts';
import { twilioError } from '../../test/counterparts/twilio.ts';
import { freshDatabase } from '../../test/database.ts';
import { answer } from '../../test/web-server.ts';

let city: Counterparts;
let api: TestApi;
let close: () => Promise<void>;
beforeAll(async () => {
  city = await startCounterparts();
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.url, max: 3, name: 'test messages' });
  await database.sql`insert into workspaces (id) values ('w')`;
  const adapters = createTrialAdapters({
    ...{ inbox: createInbox(database.sql), feed: createFeed(database), mailFrom: 'Shop <hi@shop.example>' },
    providers: [
      ...city.choose({ email: 'smtp', sms: 'twilio', push: 'fcm', webPush: 'vapid', whatsapp: 'whatsapp-cloud' }),
      ...city.choose({ email: 'resend', sms: 'vonage', push: 'apns' }),
    ],
    webhook: { secrets: ['whsec_bmV3IHNlY3JldA=='], allowPrivate: true },
  });
  api = await startApi({
    ...{ url: fresh.url, workspace: 'w' },
    limits: { perAddress: 0, perKey: 0, perUser: 0, wrongKeysPerMinute: 0, testsPerHour: 20 },
    testMessages: { write: createWrite(createRenderer(nodeWall)), findAdapter: adapters.find },
  });
  await api.as().put('/v1/journeys/welcome').send(journeyDocument()).expect(201);
  const traits = { firstName: 'Ada', email: 'ada@example.com' };
  await api.as().post('/v1/identify').send({ userId: 'ada', traits }).expect(200);
  close = async () => {
    await api.close();
    await adapters.close();
    await database.close();
    await fresh.drop();
    await city.close();
  };
});
afterAll(() => close());

/** Each call uses its own key, since tests are limited per key. */
const send = async (body: object, status = 200) =>
  (
    await api
      .as(await api.key('author'))
      .post('/v1/messages/test')
      .send(body)
      .expect(status)
  ).body;
const rows = async () => {
  const [counts] = await api.database.sql`
    select (select count(*) from messages) as messages, (select count(*) from instances) as instances,
           (select count(*) from events where name like '$message.%') as events`;
  return counts;
};

describe('a test message of a node', () => {
  test('goes to the author’s own address, marked, with a user’s profile, and isn’t counted', async () => {
    const body = await send({
      journey: 'welcome',
      node: 'hello',
      userId: 'ada',
      to: ['me@shop.example'],
      via: 'provider',
    });
    expect(body).toMatchObject({
      channel: 'email',
      content: { subject: '[Test] Hello Ada', text: 'Welcome', template: 'hello' },
      results: [{ to: 'me@shop.example', outcome: 'sent', reason: null, provider: 'smtp' }],
    });
    expect(city.mail.mails.findLast((mail) => mail.includes('To: me@shop.example'))).toContain(
      'Subject: [Test] Hello Ada',
    );
    expect(await rows()).toEqual({ messages: 0, instances: 0, events: 0 });
  });

  test('uses an unfinished draft if there is one, or the requested version', async () => {
    await api
      .as()
      .put('/v1/journeys/half')
      .send(journeyDocument({ id: 'half' }))
      .expect(201);
    const { nodes } = journeyDocument();
    const hello = { ...nodes.hello, content: { subject: 'Draft for {{ profile.firstName }}', text: 'x' } };
    await api
      .as()
      .put('/v1/journeys/half/draft')
      .send({ id: 'half', nodes: { hello, unfinished: {} } })
      .expect(200);
    const asked = { journey: 'half', node: 'hello', to: ['me@shop.example'], profile: { firstName: 'Bo' } };
    expect((await send(asked)).content.subject).toBe('[Test] Draft for Bo');
    expect((await send({ ...asked, version: 1 })).content.subject).toBe('[Test] Hello Bo');
    expect(await send({ ...asked, version: 7 }, 404)).toMatchObject({ code: 'version-not-found' });
    expect(await send({ ...asked, journey: 'welcome', version: 'draft' }, 404)).toMatchObject({
      code: 'draft-not-found',
    });
  });

  test('is shown in the inbox by the sandbox, without a journey', async () => {
    const { results } = await send({ journey: 'welcome', node: 'hello', to: ['inbox@shop.example'] });
    expect(results).toMatchObject([{ provider: 'sandbox', outcome: 'sent' }]);
    const { body } = await api.as().get('/v1/inbox').query({ recipient: 'inbox@shop.example' });
    expect(body.messages).toMatchObject([{ key: results[0].key, subject: '[Test] Hello you', about: null }]);
  });

  test('is not sent if a value is missing, and names the value', async () => {
    const inline = { type: 'message', channel: 'sms', content: { text: 'Your {{ context.entry.product }}' } };
    const before = city.twilio.sent.length;
    expect(await send({ inline, to: ['+31612345678'], via: 'provider' })).toMatchObject({
      content: null,
      results: [{ outcome: 'refused', reason: expect.stringContaining('no value for context.entry.product') }],
    });
    const context = { entry: { product: 'lamp' } };
    expect(await send({ inline, context, to: ['+31612345678'], via: 'provider' })).toMatchObject({
      content: { text: '[Test] Your lamp' },
    });
    expect(city.twilio.sent.slice(before).map(({ Body }) => Body)).toEqual(['[Test] Your lamp']);
  });
});

describe('every channel by its provider', () => {
  const hello = { title: 'Hello', text: 'Lamp' };
  test.each([
    {
      channel: 'email',
      provider: 'resend',
      content: { subject: 'Hi', text: '.' },
      to: (): string => 'me@shop.example',
    },
    { channel: 'sms', provider: 'vonage', content: { text: 'Hi' }, to: (): string => '+31 6 1234 5678' },
    { channel: 'push', provider: 'fcm', content: hello, to: (): string => 'token' },
    { channel: 'push', provider: 'apns', content: hello, to: (): string => 'a'.repeat(64) },
    { channel: 'webPush', content: hello, to: (): string => city.browsers.subscribe(city.vapidKey) },
    { channel: 'whatsapp', content: { text: 'Hi' }, to: (): string => '+31612345678' },
  ])('$channel $provider', async ({ to, provider, ...message }) => {
    const body = await send({ inline: { type: 'message', ...message }, to: [to()], via: 'provider', provider });
    expect(body.results).toMatchObject([{ outcome: 'sent', reason: null, providerId: expect.any(String) }]);
    expect(JSON.stringify(body.content)).toContain('[Test] ');
  });

  test('a WhatsApp template can’t be marked', async () => {
    const content = { whatsappTemplate: { name: 'sale', language: 'de', parameters: [] } };
    const inline = { type: 'message', channel: 'whatsapp', content };
    const body = await send({ inline, to: ['+31612345678'], via: 'provider' });
    expect(body).toMatchObject({ content, results: [{ outcome: 'sent' }] });
  });

  test('an in-app message is in the author’s own feed', async () => {
    const inline = { type: 'message', channel: 'inApp', content: hello };
    const { results } = await send({ inline, to: ['ada', 'nobody'], via: 'provider' });
    expect(results).toMatchObject([
      { outcome: 'sent' },
      { outcome: 'failed', reason: expect.stringContaining('unknown') },
    ]);
    const { body } = await api.as().post('/v1/users/ada/token').send({});
    const own = (path: string, method: 'get' | 'post' = 'get') => api.as(body.token)[method](path).expect(200);
    const { items } = (await own('/v1/feed')).body;
    expect(items).toMatchObject([{ title: '[Test] Hello' }]);
    await own(`/v1/feed/${items[0].id}/click`, 'post');
    expect(await rows()).toEqual({ messages: 0, instances: 0, events: 0 });
  });

  test('a webhook calls its own URL or another one, marked as a test', async () => {
    city.shop.say(answer(200));
    const inline = { type: 'webhook', url: `${city.shop.url}/own`, body: { user: '{{ userId }}' } };
    await send({ inline, via: 'provider' });
    await send({ inline, via: 'provider', to: [`${city.shop.url}/other`], userId: 'ada' });
    expect(city.shop.requests.slice(-2)).toMatchObject([
      { path: '/own', body: '{"user":"test-user"}', headers: { 'sojourn-test': 'true' } },
      { path: '/other', body: '{"user":"ada"}' },
    ]);
  });

  test.each([
    { reply: twilioError(400, 21211, 'Invalid number'), outcome: 'failed', reason: /21211/ },
    { reply: twilioError(401, 20003, 'Authenticate'), outcome: 'held', reason: /isn’t set up: .*20003/ },
    { reply: twilioError(429, 20429, 'Too many'), outcome: 'held', reason: /20429/ },
    { reply: twilioError(500, 20500, 'Internal'), outcome: 'unknown', reason: /20500/ },
  ])('an error of the provider is told in words: $outcome', async ({ reply, outcome, reason }) => {
    city.twilio.refuse(reply);
    const inline = { type: 'message', channel: 'sms', content: { text: 'Hi' } };
    const { results } = await send({ inline, to: ['+31612345678'], via: 'provider' });
    city.twilio.behave();
    expect(results).toMatchObject([{ outcome, reason: expect.stringMatching(reason), provider: 'twilio' }]);
  });
});

describe('what is refused', () => {
  const inline = { type: 'message', channel: 'email', content: { subject: 'Hi', text: '.' } };

  test('a suppressed address, with the reason, though others get it', async () => {
    const suppressing = { addresses: [{ channel: 'email', address: 'Gone@shop.example' }] };
    await api.as().post('/v1/suppressions').send(suppressing).expect(200);
    const { results } = await send({ inline, to: ['gone@shop.example', 'here@shop.example'], via: 'provider' });
    expect(results).toMatchObject([
      {
        outcome: 'refused',
        reason: expect.stringMatching(/suppressed since .*manual.*DELETE \/v1\/suppressions\/\d+/),
      },
      { outcome: 'sent' },
    ]);
    expect(city.mail.mails.some((mail) => mail.includes('To: gone@shop.example'))).toBe(false);
  });

  test.each([
    { given: 'no node', body: { to: ['a@b.de'] }, status: 400, says: 'node' },
    { given: 'both', body: { inline, node: 'x', to: ['a@b.de'] }, status: 400, says: 'node' },
    { given: 'a node without a journey', body: { node: 'hello', to: ['a@b.de'] }, status: 400, says: 'journey' },
    {
      given: 'an unknown node',
      body: { journey: 'welcome', node: 'constructor', to: ['a@b.de'] },
      status: 400,
      says: 'node',
    },
    {
      given: 'a wait',
      body: { journey: 'welcome', node: 'pause', to: ['a@b.de'] },
      status: 400,
      says: 'message or webhook',
    },
    { given: 'an unknown journey', body: { journey: 'nope', node: 'x', to: ['a@b.de'] }, status: 404, says: 'nope' },
    { given: 'no address', body: { inline }, status: 400, says: 'to' },
    {
      given: 'an address that can’t be mailed',
      body: { inline, to: ['a@localhost'] },
      status: 400,
      says: 'a@localhost',
    },
    {
      given: 'six addresses',
      body: { inline, to: Array.from({ length: 6 }, () => 'a@b.de') },
      status: 400,
      says: 'to',
    },
    { given: 'an unknown user', body: { inline, userId: 'nobody', to: ['a@b.de'] }, status: 404, says: 'nobody' },
    {
      given: 'another provider',
      body: { inline, to: ['a@b.de'], via: 'provider', provider: 'x' },
      status: 404,
      says: 'no provider',
    },
    {
      given: 'wrong content',
      body: { inline: { ...inline, content: { nope: 1 } }, to: ['a@b.de'] },
      status: 422,
      says: 'nope',
    },
  ])('$given', async ({ body, status, says }) => {
    expect(JSON.stringify(await send(body, status))).toContain(says);
  });

  test('keys without the scope `author`, and tests over the hourly limit', async () => {
    const asked = { inline, to: ['me@shop.example'] };
    await api
      .as(await api.key('read', 'ingest', 'operate'))
      .post('/v1/messages/test')
      .send(asked)
      .expect(403);
    const key = await api.key('author');
    const five = { ...asked, to: Array.from({ length: 5 }, (_, nr) => `me${nr}@shop.example`) };
    for (let call = 0; call < 4; call += 1) await api.as(key).post('/v1/messages/test').send(five).expect(200);
    const { body } = await api.as(key).post('/v1/messages/test').send(asked).expect(429);
    expect(body.message).toContain('20 test messages');
  });

  test('every test is in the audit log, without the address', async () => {
    await send({ inline, to: ['secret@shop.example'] });
    const { body } = await api.as().get('/v1/audit');
    expect(body.entries[0]).toMatchObject({
      action: 'message.test',
      about: { channel: 'email', via: 'sandbox', n: 1 },
    });
    expect(JSON.stringify(body)).not.toContain('secret@');
  });
});

test('erasing a user deletes the test messages that show their profile, and no others', async () => {
  await api
    .as()
    .post('/v1/identify')
    .send({ userId: 'eva', traits: { firstName: 'Eva' } })
    .expect(200);
  const show = async (userId: string) => {
    const to = [`author-of-${userId}@shop.example`];
    const { results } = await send({ journey: 'welcome', node: 'hello', userId, to });
    return String(results[0].key);
  };
  const [ofEva, ofAda] = [await show('eva'), await show('ada')];
  expect(ofEva).not.toContain('eva');
  await api.as().delete('/v1/users/eva').expect(202);
  await api.as().get(`/v1/inbox/${ofEva}`).expect(404);
  await api.as().get(`/v1/inbox/${ofAda}`).expect(200);
});
