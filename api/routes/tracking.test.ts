import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createShorten } from '../../channels/tracking/short.ts';
import { createLinkTokens } from '../../channels/tracking/token.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { createCallbackWork } from '../../store/callbacks/apply.ts';
import { storeShortLinks } from '../../store/messages/short-links.ts';
import { createStore } from '../../store/person.ts';
import { startApi, type TestApi } from '../../test/api.ts';
import { pass } from '../../test/pass.ts';

const tokens = createLinkTokens(['a secret']);
const PERSON =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const of = { workspace: 'main', key: 'i1.hello.1' };
const URL_CLICKED = 'https://shop.example.com/cart?a=1&b=ü#top';
const open = `/t/o/${tokens.sign({ type: 'open', ...of })}`;
const click = `/t/c/${tokens.sign({ type: 'click', ...of, url: URL_CLICKED })}`;

let api: TestApi;
beforeEach(async () => {
  api = await startApi({ linkTokens: tokens });
  await api.as().post('/v1/identify').send({ userId: 'ada' });
  await api.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      template, claimed_at)
    select 'main', 'i1.hello.1', 'i1', id, 'welcome', 1, 'hello', 1, 'email', 'settled', 'sent', 'greeting', 0
      from persons where user_id = 'ada'`;
});
afterEach(() => api.close());

const get = (path: string, agent = PERSON) => supertest(api.app).get(path).set('User-Agent', agent);
const applyAll = async () => {
  const work = createCallbackWork({
    ...{ database: api.database, store: createStore(api.database), ring: () => {} },
    log: { error: (about) => expect.fail(String(about)) },
  });
  while ((await pass(work)) > 0);
};
const events = async () => {
  await applyAll();
  const found = await api.database.sql<{ name: string; properties: { url?: string } }>`
    select name, properties from events where name like '$message.%' order by position`;
  return found.map(({ name, properties: { url } }) => (url === undefined ? name : `${name} ${url}`));
};
const marks = async () =>
  (
    await api.database.sql`
      select viewed_at is not null as viewed, clicked_at is not null as clicked,
             machine_viewed_at is not null as "machineViewed", machine_clicked_at is not null as "machineClicked"
        from messages`
  )[0];

describe('short links of SMS', () => {
  const links = createShorten({ secret: 'a secret', url: 'https://t.example.com', own: [] });
  const {
    links: [link = { id: '', url: '' }],
  } = links(
    { template: 't', text: `Go to ${URL_CLICKED}` },
    { ...of, workspace: WorkspaceId.parse('main'), isTransactional: false },
  );
  const about = { workspace: WorkspaceId.parse('main'), channel: 'sms', key: of.key } as const;
  const store = (given = [link], of: Partial<typeof about> = {}) =>
    storeShortLinks(api.database.sql, { ...about, ...of }, given);
  beforeEach(async () => {
    await api.database.sql`update messages set channel = 'sms'`;
    expect(await store()).toBe(true);
  });

  test('lead to their target, and the click is an event of the message', async () => {
    const answer = await get(`/l/${link.id}`);
    expect([answer.status, answer.headers.location]).toEqual([302, new URL(link.url).href]);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(await events()).toEqual([`$message.clicked ${link.url}`]);
  });

  test.each(['WhatsApp/2.23 preview', 'curl/8.0', ''])('“%s” is a machine, whose click is marked', async (agent) => {
    expect((await get(`/l/${link.id}`, agent)).status).toBe(302);
    await events();
    expect(await marks()).toMatchObject({ clicked: false, machineClicked: true });
  });

  test.each(['AAAAAAAAAAA', 'short', 'https:%2F%2Fevil.example', '..%2F..', 'a'.repeat(250)])(
    '/l/%s leads nowhere',
    async (id) => {
      const answer = await get(`/l/${id}`);
      expect([answer.status, answer.headers.location]).toEqual([404, undefined]);
    },
  );

  test('a stored address that no browser would open leads nowhere', async () => {
    await api.database.sql`update short_links set url = 'javascript:alert(1)'`;
    expect((await get(`/l/${link.id}`)).status).toBe(404);
  });

  test('a repeat stores the same; another message can’t take an ID', async () => {
    expect(await store()).toBe(true);
    expect(await store([link], { key: 'i2.hello.1' })).toBe(false);
    expect(await store([{ ...link, url: 'https://evil.example/' }])).toBe(false);
    expect((await get(`/l/${link.id}`)).headers.location).toBe(new URL(link.url).href);
  });

  test('end with their message, and with the erasure of its user', async () => {
    const other = { id: 'BBBBBBBBBBB', url: 'https://shop.example/' };
    await store([other], { key: 'i2.hello.1' });
    await api.as().delete('/v1/users/ada');
    expect([(await get(`/l/${link.id}`)).status, (await get(`/l/${other.id}`)).status]).toEqual([404, 302]);
  });
});

describe('tracking links', () => {
  test('an opened message is viewed; opened twice within a minute, it counts once', async () => {
    const answer = await get(open);
    expect([answer.status, answer.type, answer.headers['cross-origin-resource-policy']]).toEqual([
      200,
      'image/gif',
      'cross-origin',
    ]);
    expect(answer.headers['cache-control']).toContain('no-store');
    await get(open);
    expect((await events()).slice(0, 1)).toEqual(['$message.viewed']);
    expect(await marks()).toMatchObject({ viewed: true, machineViewed: false });
  });

  test('a clicked link leads to its target, and is an event with that address', async () => {
    const answer = await get(click);
    expect([answer.status, answer.headers.location]).toEqual([302, new URL(URL_CLICKED).href]);
    expect(await events()).toEqual([`$message.clicked ${URL_CLICKED}`]);
  });

  test.each([
    [
      'a token of another secret',
      `/t/c/${createLinkTokens(['other']).sign({ type: 'click', ...of, url: URL_CLICKED })}`,
    ],
    ['an address instead of a token', '/t/c/https%3A%2F%2Fevil.example'],
    [
      'a signed address that no browser should open',
      `/t/c/${tokens.sign({ type: 'click', ...of, url: 'javascript:alert(1)' })}`,
    ],
    ['the token of an image', `/t/c/${tokens.sign({ type: 'open', ...of })}`],
    ['a changed token', click.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
  ])('%s redirects nowhere, and counts nothing', async (_, path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.location]).toEqual([404, undefined]);
    expect(await events()).toEqual([]);
  });

  test('a wrong token of an image shows an image all the same, and counts nothing', async () => {
    expect([(await get('/t/o/none')).type, await events()]).toEqual(['image/gif', []]);
  });

  test('machines count apart: by their name, by the method, and by how soon they come', async () => {
    await get(open, 'Mozilla/5.0');
    await supertest(api.app).head(click).set('User-Agent', PERSON);
    expect([await events(), await marks()]).toEqual([
      [],
      { viewed: false, clicked: false, machineViewed: true, machineClicked: true },
    ]);
    await api.database.sql`update messages set machine_clicked_at = null, claimed_at = ${Date.now()}`;
    await get(click);
    expect([await events(), await marks()]).toMatchObject([[], { clicked: false, machineClicked: true }]);
    await api.database.sql`update messages set claimed_at = 0`;
    await api.database.sql`delete from callbacks`; // as if a minute had passed
    await get(click);
    expect(await events()).toEqual([`$message.clicked ${URL_CLICKED}`]);
  });

  test('while the database is away, links still lead to their targets', async () => {
    await api.database.sql`alter table callbacks rename to callbacks_away`;
    expect([(await get(click)).status, (await get(open)).status]).toEqual([302, 200]);
  });
});
