import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLinkTokens } from '../../channels/tracking/token.ts';
import { createCallbackWork } from '../../store/callbacks/apply.ts';
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
