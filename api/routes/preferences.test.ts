import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { createUserLinks, type UserLink } from '../../store/access/user-links.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A user who has received a message with a link. */
async function recipient(userId: string, about: Partial<UserLink> = {}) {
  await api
    .as()
    .post('/v1/identify')
    .send({ userId, traits: { email: `${userId}@example.com` } });
  const [row] = await api.database.sql<{ id: string }>`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
                          template, claimed_at, topic)
    select 'main', ${`${userId}.hello.1`}, ${userId}, id, 'welcome', 1, 'hello', 1, 'email', 'settled', 'sent', 'news', 0,
           ${about.topic ?? null}
      from persons where workspace = 'main' and user_id = ${userId} returning person as id`;
  const link: UserLink = {
    ...{ workspace: WorkspaceId.parse('main'), person: PersonId.parse(row?.id), channel: 'email', topic: null },
    ...{ key: `${userId}.hello.1`, ...about },
  };
  const path = `/u/${await createUserLinks(api.database.sql).sign(link)}`;
  const consents = async () =>
    (await api.as().get(`/v1/users/${userId}/consents`)).body.consents.map(
      ({ topic, state, pausedUntil, source }: Record<string, string>) => [topic, state, pausedUntil !== null, source],
    );
  const submit = (form: object) => supertest(api.app).post(path).set('Origin', 'null').type('form').send(form);
  return { path, consents, submit };
}

const ONE_CLICK = 'List-Unsubscribe=One-Click';
const oneClick = (path: string) =>
  supertest(api.app).post(path).set('Content-Type', 'application/x-www-form-urlencoded').send(ONE_CLICK);

describe('M3 the link in a message', () => {
  test('M3 one click of a mail program unsubscribes at once, without a session or redirect, and again after the user came back', async () => {
    const { path, consents } = await recipient('ana');
    const first = await oneClick(path);
    expect([first.status, first.text, first.headers.location]).toEqual([200, '', undefined]);
    expect(await consents()).toEqual([[null, 'no', false, 'one-click']]);
    expect((await oneClick(path)).status).toBe(200);
    const events = await api.database.sql`
      select from events where name = '$message.unsubscribed' and properties ->> 'key' = 'ana.hello.1'`;
    expect(events).toHaveLength(1);
    await api
      .as()
      .put('/v1/users/ana/consents')
      .send({ changes: [{ channel: 'email', state: 'yes' }] });
    await supertest(api.app)
      .post(path)
      .set('Content-Type', 'multipart/form-data; boundary=x')
      .send(`--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`);
    expect(await consents()).toEqual([[null, 'no', false, 'one-click']]);
  });

  test('M3 a message about a topic unsubscribes from the topic alone', async () => {
    const { path, consents } = await recipient('bob', { topic: 'news' });
    await oneClick(path);
    expect(await consents()).toEqual([['news', 'no', false, 'one-click']]);
  });

  test('M3 a GET changes nothing, so that scanners can follow the link, and its page has a button and needs no script', async () => {
    const { path, consents } = await recipient('cyd', { topic: 'news' });
    const shown = await supertest(api.app).get(path).set('Accept-Language', 'xx, de-CH;q=0.9, en;q=0.5');
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(shown.text).toContain('<html lang="de">');
    expect(shown.text).toContain('Mail abbestellen');
    expect(shown.text).not.toContain('<script');
    expect(shown.headers['content-security-policy']).toMatch(/default-src 'none'.*form-action 'self'/);
    expect(await consents()).toEqual([]);
  });

  test('M3 the page pauses for 30 days, ends the pause, chooses topics, unsubscribes and subscribes again', async () => {
    const { submit, consents, path } = await recipient('dee', { topic: 'news' });
    expect((await submit({ action: 'pause' })).text).toContain('paused until');
    expect(await consents()).toEqual([[null, null, true, 'preference-page']]);
    expect((await submit({ action: 'resume' })).text).toContain('You receive messages by email');
    expect((await supertest(api.app).get(path)).text).toContain('value="news" checked');
    const saved = await submit({ action: 'save', shown: ['news', '<b>', '../x'], topic: [] });
    expect(saved.text).toContain('Saved.');
    expect(saved.text).toMatch(/value="news">/);
    await submit({ action: 'unsubscribe' });
    expect(await consents()).toEqual([
      ['news', 'no', false, 'preference-page'],
      [null, 'no', false, 'preference-page'],
    ]);
    await submit({ action: 'subscribe' });
    expect(await consents()).toEqual([
      ['news', 'yes', false, 'preference-page'],
      [null, 'yes', false, 'preference-page'],
    ]);
  });

  test.each(['x', 'a.b', `${'x'.repeat(1_900)}`, 'WyJtYWluIl0.AAAAAAAAAAAAAAAAAAAAAA'])(
    'M3 an unknown token → 200 to a click, so that nobody learns which exist, and a page that says so: %s',
    async (token) => {
      expect((await oneClick(`/u/${token}`)).status).toBe(200);
      const shown = await supertest(api.app).get(`/u/${token}`);
      expect([shown.status, shown.text.includes('This link isn’t valid')]).toEqual([200, true]);
    },
  );

  test('M3 a forged token changes nothing', async () => {
    const { path, consents } = await recipient('eve');
    const other = await recipient('fay');
    const [, text] = /\/u\/([^.]+)\./.exec(other.path) ?? [];
    const [, mac] = /\.([^.]+)$/.exec(path) ?? [];
    await oneClick(`/u/${text}.${mac}`);
    await oneClick(`${other.path.slice(0, -1)}${other.path.endsWith('A') ? 'Q' : 'A'}`);
    expect([await consents(), await other.consents()]).toEqual([[], []]);
  });
});

describe('consents and suppressed addresses', () => {
  test('what a user said is stored with its source and proof, and its history stays', async () => {
    await recipient('gus');
    const said = { channel: 'sms', state: 'yes', proof: { form: 'https://shop.example/sms' } };
    const put = (change: object) =>
      api
        .as()
        .put('/v1/users/gus/consents')
        .send({ changes: [change] });
    await put(said);
    const { body } = await put({ channel: 'sms', state: 'no' });
    expect(body.consents).toMatchObject([{ channel: 'sms', topic: null, state: 'no', source: 'api' }]);
    expect(body.history).toMatchObject([{ state: 'no' }, { state: 'yes', proof: said.proof }]);
    expect((await api.as().get('/v1/users/gus')).body.profile.consent).toEqual({ sms: false });
    expect((await api.as().get('/v1/users/nobody/consents')).body.code).toBe('user-not-found');
    expect((await put({ channel: 'fax', state: 'no' })).status).toBe(400);
  });

  test('addresses are suppressed, found in any spelling, and lifted', async () => {
    const add = await api
      .as()
      .post('/v1/suppressions')
      .send({ addresses: [{ channel: 'email', address: ' Lea@Example.com', detail: 'by phone' }] });
    expect(add.body).toEqual({ suppressed: 1 });
    const listed = await api.as().get('/v1/suppressions').query({ address: 'LEA@example.com' });
    expect(listed.body.suppressions).toMatchObject([
      { channel: 'email', address: 'lea@example.com', reason: 'manual', detail: 'by phone', until: null },
    ]);
    const [{ id }] = listed.body.suppressions;
    expect((await api.as().delete(`/v1/suppressions/${id}`)).status).toBe(200);
    expect((await api.as().delete(`/v1/suppressions/${id}`)).body.code).toBe('suppression-not-found');
    expect((await api.as().get('/v1/suppressions')).body.suppressions).toEqual([]);
  });

  test.each([
    { channel: 'email', address: ' ' },
    { channel: 'push', address: 'token' },
    { channel: 'inApp', address: 'lea' },
  ])('an address that could never match is refused, and none of its call is stored: $channel', async (address) => {
    const add = await api
      .as()
      .post('/v1/suppressions')
      .send({ addresses: [{ channel: 'sms', address: '+31612345678' }, address] });
    expect([add.status, add.body.code, add.body.message]).toEqual([
      400,
      'request-invalid',
      `addresses[1] is not a valid address for the channel "${address.channel}"`,
    ]);
    expect((await api.as().get('/v1/suppressions')).body.suppressions).toEqual([]);
  });

  test('a topic’s name is shown as it is, dollar signs too', async () => {
    const { path } = await recipient('kim', { topic: 'deals' });
    await api
      .as()
      .put('/v1/settings')
      .send({ topics: [{ id: 'deals', names: { en: 'A$&B' } }] });
    const { text } = await supertest(api.app).get(path);
    expect(text).toMatch(/value="unsubscribe-topic">[^<]*A\$&#38;B/);
    await api.as().put('/v1/settings').send({});
  });

  test('topics that the page doesn’t show are not stored', async () => {
    const { submit, consents } = await recipient('ivo', { topic: 'news' });
    await submit({ action: 'save', shown: ['news', 'made-up-1', 'made-up-2'], topic: ['made-up-1'] });
    expect(await consents()).toEqual([['news', 'no', false, 'preference-page']]);
  });

  test('the page names the workspace’s topics in the reader’s language, and shows which are on', async () => {
    const { path, submit, consents } = await recipient('ida');
    const topics = [
      { id: 'news', names: { en: 'News', de: 'Neuigkeiten' } },
      { id: 'offers', names: { en: 'Offers' }, default: 'opt-in' },
    ];
    await api.as().put('/v1/settings').send({ topics });
    const { text } = await supertest(api.app).get(path).set('Accept-Language', 'de');
    expect(text).toContain('value="news" checked> Neuigkeiten');
    expect(text).toContain('value="offers"> Offers');
    await submit({ action: 'save', shown: ['news', 'offers'], topic: ['offers'] });
    expect((await consents()).map(([topic, state]: string[]) => [topic, state])).toEqual([
      ['news', 'no'],
      ['offers', 'yes'],
    ]);
    await api.as().put('/v1/settings').send({});
  });

  test('a channel that is opt-in needs a yes, by the workspace’s settings', async () => {
    const { path, submit } = await recipient('hal');
    const put = (settings: object) => api.as().put('/v1/settings').send(settings);
    expect((await put({ consent: { email: 'opt-in' } })).body.consent).toEqual({ email: 'opt-in' });
    expect((await supertest(api.app).get(path)).text).toContain('no more messages by email');
    expect((await submit({ action: 'subscribe' })).text).toContain('You receive messages by email');
    expect((await put({ consent: { email: 'maybe' } })).status).toBe(400);
    await put({});
  });
});
