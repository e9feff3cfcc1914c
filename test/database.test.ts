import { afterAll, describe, expect, inject, test } from 'vitest';
import { pendingMigrations } from '../store/schema/migrate.ts';
import { type FreshDatabase, freshDatabase, withDatabase } from './database.ts';

const made: FreshDatabase[] = [];
const fresh = async () => {
  const database = await freshDatabase();
  made.push(database);
  return database;
};
afterAll(async () => {
  for (const each of made) await each.drop();
});

describe('freshDatabase', () => {
  test('given the template, then it is at the newest migration', async () => {
    expect(await pendingMigrations((await fresh()).url)).toEqual([]);
  });

  test('given several at once, then rows written in one are in no other', async () => {
    const [first, second] = await Promise.all([fresh(), fresh(), fresh()]);
    await withDatabase(first.url, (client) => client.query("insert into sojourn.workspaces (id) values ('main')"));
    const { rows } = await withDatabase(second.url, (client) => client.query('select * from sojourn.workspaces'));
    expect(rows).toEqual([]);
  });

  test('given an open connection, when the database is dropped, then it is gone', async () => {
    const database = await fresh();
    await withDatabase(database.url, async (client) => {
      client.on('error', () => {}); // the server ends it
      await database.drop();
    });
    await expect(withDatabase(database.url, async () => {})).rejects.toThrow('does not exist');
  });

  test('the run has a Temporal server', () => {
    expect(inject('temporalAddress')).toMatch(/:\d+$/);
  });
});
