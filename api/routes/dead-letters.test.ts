import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const as = () => api.as();
const list = async (query: object = {}) => (await as().get('/v1/dead-letters').query(query)).body;

/** Events of a user that no journey could judge, and a loop. */
async function setAside(userId: string, count: number): Promise<void> {
  const { sql } = api.database;
  for (let nr = 0; nr < count; nr += 1)
    await as()
      .post('/v1/track')
      .send({ userId, event: 'Poison', properties: { nr }, messageId: `${userId}.${nr}` });
  await sql`delete from outbox where person in (select id from persons where user_id = ${userId})`;
  await sql`
    insert into dead_letters (workspace, person, position, reason)
    select e.workspace, e.person, e.position, 'welcome: version 1 cannot be read' from events e
      join persons p on p.id = e.person where p.user_id = ${userId}`;
  await sql`
    insert into dead_letters (workspace, person, position, reason)
    select workspace, id, nextval('positions'), 'too many hops: vip changes because it changes' from persons
      where user_id = ${userId}`;
}

const replay = async (body: object) => (await as().post('/v1/dead-letters/replay').send(body)).body;

describe('C37 work that was set aside is listed, counted and replayed', () => {
  test('C37 listed latest first in pages, filtered by kind, user and reason, and shown whole', async () => {
    await setAside('ana', 3);
    const first = await list({ userId: 'ana', limit: 3 });
    expect(first.deadLetters.map(({ kind }: { kind: string }) => kind)).toEqual(['loop', 'event', 'event']);
    const rest = await list({ userId: 'ana', limit: 3, cursor: first.next });
    expect(rest).toMatchObject({ next: null, deadLetters: [{ kind: 'event', what: 'Poison', userId: 'ana' }] });
    expect((await list({ userId: 'ana', kind: 'loop' })).deadLetters).toHaveLength(1);
    expect((await list({ userId: 'nobody' })).deadLetters).toEqual([]);
    expect((await list({ userId: 'ana', reason: 'CANNOT BE READ' })).deadLetters).toHaveLength(3);

    const [{ id }] = rest.deadLetters;
    const one = await as().get(`/v1/dead-letters/${id}`);
    expect(one.body).toMatchObject({ kind: 'event', reason: 'welcome: version 1 cannot be read', content: { nr: 0 } });
    const none = await as().get('/v1/dead-letters/999999');
    expect([none.status, none.body.code]).toEqual([404, 'dead-letter-not-found']);
    const all = (await list({ limit: 200 })).deadLetters.length;
    expect((await supertest(api.unguarded).get('/metrics')).text).toContain(`sojourn_dead_letters ${all}`);
  });

  test('C37 one, many and all are replayed once each, with audit entries; a loop stays', async () => {
    await setAside('bob', 3);
    const [first] = (await list({ userId: 'bob', kind: 'event' })).deadLetters;
    const both = await Promise.all([replay({ ids: [first.id] }), replay({ ids: [first.id] })]);
    expect(both.map(({ replayed }) => replayed).toSorted()).toEqual([0, 1]);
    expect(await replay({ userId: 'bob' })).toEqual({ replayed: 2, left: 1, more: false });
    expect(await replay({ userId: 'bob' })).toEqual({ replayed: 0, left: 1, more: false });
    const waiting = await api.database.sql`
      select from outbox o join persons p on (p.workspace, p.id) = (o.workspace, o.person) where p.user_id = 'bob'
        limit 1`;
    expect(waiting).toHaveLength(1);

    const [audited] = (await as().get('/v1/audit')).body.entries;
    expect(audited).toMatchObject({ action: 'dead-letter.replay', about: { replayed: 2, userId: 'bob' } });
  });

  test('C37 a due row that was set aside is due again, as it was', async () => {
    await setAside('cleo', 1);
    const { sql } = api.database;
    const due = { kind: 'date', ref: 'born/cleo', journey: 'born', at: 1_000, data: { position: 1 } };
    await sql`
      insert into dead_letters (workspace, person, position, reason, due)
      select workspace, id, nextval('positions'), 'born: it failed', ${due}::jsonb from persons where user_id = 'cleo'`;
    expect((await list({ kind: 'due' })).deadLetters).toMatchObject([{ what: 'date', reason: 'born: it failed' }]);
    expect(await replay({ kind: 'due' })).toMatchObject({ replayed: 1 });
    expect(await sql`select kind, ref, journey, at, data from due where kind = 'date'`).toEqual([due]);
  });

  test('C37 a key that may only read sees them and can’t replay any', async () => {
    const reader = api.as(await api.key('read'));
    expect((await reader.get('/v1/dead-letters')).status).toBe(200);
    expect((await reader.post('/v1/dead-letters/replay').send({})).status).toBe(403);
  });
});
