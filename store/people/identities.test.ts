import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase, type Sql } from '../base/sql.ts';
import { createIngest } from '../events/ingest.ts';
import { createStore } from '../person.ts';
import { findOrMakePersons, type Identity, rememberPersons } from './identities.ts';

const WORKSPACE = WorkspaceId.parse('main');
const user = (value: string): Identity => ({ kind: 'user', value });

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 5, name: 'identities.test' });
  await database.sql`insert into workspaces (id) values (${WORKSPACE}) on conflict do nothing`;
});
afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

/** Counts how often the database is asked. */
function countQueries(): { readonly sql: Sql; readonly count: () => number } {
  let count = 0;
  const sql: Sql = (text, ...values) => {
    count += 1;
    return database.sql(text, ...values);
  };
  return { sql, count: () => count };
}

describe('remembering whom identities belong to', () => {
  test('asks the database once for a user who comes again, and answers the same person', async () => {
    const { sql, count } = countQueries();
    const known = rememberPersons();
    const first = await known.find(sql, WORKSPACE, [user('ana'), { kind: 'anonymous', value: 'ana' }]);
    const asked = count();
    const again = await known.find(sql, WORKSPACE, [{ kind: 'anonymous', value: 'ana' }, user('ana')]);
    expect(count()).toBe(asked);
    expect(again).toEqual(first);
    expect(first.get('user:ana')).not.toBe(first.get('anonymous:ana'));
    expect(first).toEqual(
      await findOrMakePersons(database.sql, WORKSPACE, [user('ana'), { kind: 'anonymous', value: 'ana' }]),
    );
  });

  test('forgets users whom many others have followed, and keeps those who come often', async () => {
    const { sql, count } = countQueries();
    const known = rememberPersons(4);
    const find = (value: string) => known.find(sql, WORKSPACE, [user(value)]);
    await find('rare');
    for (let nr = 0; nr < 20; nr += 1) {
      await find('often');
      await find(`u${nr}`);
    }
    const before = count();
    await find('often');
    expect(count()).toBe(before);
    await find('rare');
    expect(count()).toBeGreaterThan(before);
  });

  test('accepts an event of a user who was erased, and came back under a new person, in a process that remembers the old one', async () => {
    const ingest = createIngest(database, createStore(database));
    const track = (messageId: string) =>
      ingest.accept(WORKSPACE, [
        { messageId, userId: 'bob', kind: 'track', name: 'Opened', properties: {} },
        { messageId: `${messageId}-eve`, userId: 'eve', kind: 'track', name: 'Opened', properties: {} },
      ]);
    const personOf = async (messageId: string) =>
      (await database.sql`select person from events where message_id = ${messageId}`)[0]?.person;

    await track('before');
    const old = await personOf('before');
    await database.sql`delete from identities where person = ${old}`;
    await database.sql`delete from persons where id = ${old}`;
    const accepted = await track('after');
    await ingest.close();

    expect(accepted.map(({ messageId, status }) => [messageId, status])).toEqual([
      ['after', 'accepted'],
      ['after-eve', 'accepted'],
    ]);
    expect(await personOf('after')).not.toBe(old);
    expect(await personOf('after')).toBe(
      (await findOrMakePersons(database.sql, WORKSPACE, [user('bob')])).get('user:bob'),
    );
    expect(await personOf('after-eve')).toBe(await personOf('before-eve'));
  });
});

test('8 an identity whose person is missing gets that person again, and its event is accepted', async () => {
  const ingest = createIngest(database, createStore(database), { flushMs: 0 });
  const tell = (messageId: string, userId: string) =>
    ingest.accept(WORKSPACE, [{ messageId, userId, kind: 'track', name: 'Hi', properties: {} }]);
  await tell('lost-1', 'lost');
  const [before] = await database.sql<{ id: string }>`
    delete from persons where workspace = ${WORKSPACE} and user_id = 'lost' returning id`;
  expect(await tell('lost-2', 'lost')).toMatchObject([{ status: 'accepted' }]);
  expect(await database.sql`select id from persons where workspace = ${WORKSPACE} and user_id = 'lost'`).toEqual([
    before,
  ]);
  await ingest.close();
});

test('8 an event whose person stays missing is refused by name after five tries', async () => {
  await database.sql`
    create function lose() returns trigger language plpgsql as $$ begin return null; end $$`;
  await database.sql`
    create trigger loses before insert on persons for each row when (new.user_id = 'gone') execute function lose()`;
  const ingest = createIngest(database, createStore(database), { flushMs: 0 });
  const told = ingest.accept(WORKSPACE, [
    { messageId: 'gone-1', userId: 'gone', kind: 'track', name: 'Hi', properties: {} },
  ]);
  await expect(told).rejects.toThrow('the person of user:gone is missing');
  await ingest.close();
});
