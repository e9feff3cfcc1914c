import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase, type Sql } from './sql.ts';
import { assertWritable } from './writable.ts';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

test('6 a database that takes changes passes, and keeps none; a read-only one does not', async () => {
  await database.transaction(assertWritable);
  expect(await database.sql`select pg_relation_size('write_probe') as bytes`).toEqual([{ bytes: 0 }]);
  const readOnly = database.transaction(async (sql) => {
    await sql`set transaction read only`;
    await assertWritable(sql);
  });
  await expect(readOnly).rejects.toMatchObject({ code: '25006' });
});

test('6 the disk of the tables is asked for room each time, by a new file of more than 4 MB', async () => {
  const sizes: unknown[] = [];
  for (let times = 0; times < 2; times += 1)
    await database.transaction((sql) => {
      const watching: Sql = async (text, ...values) => {
        if (text.join('').includes('rollback to')) {
          const [row] = await sql`
            select pg_relation_size('write_probe') > 4000000 as "isLarge", pg_relation_filenode('write_probe') as file`;
          sizes.push(row);
        }
        return sql(text, ...values);
      };
      return assertWritable(watching);
    });
  expect(sizes).toEqual([
    { isLarge: true, file: expect.any(Number) },
    { isLarge: true, file: expect.any(Number) },
  ]);
  expect(new Set(sizes.map((each) => (each as { file: number }).file)).size).toBe(2);
});
