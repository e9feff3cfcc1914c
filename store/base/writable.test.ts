import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from './sql.ts';
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

test('6 a database that takes changes passes; a read-only one, and one without room for a sort, do not', async () => {
  await database.transaction(assertWritable);
  const readOnly = database.transaction(async (sql) => {
    await sql`set transaction read only`;
    await assertWritable(sql);
  });
  await expect(readOnly).rejects.toMatchObject({ code: '25006' });
  const full = database.transaction(async (sql) => {
    await sql`set local temp_file_limit = '1MB'`; // a disk that is full fails at the same place
    await assertWritable(sql);
  });
  await expect(full).rejects.toThrow('temporary file size exceeds');
});
