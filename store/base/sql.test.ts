import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { atCommit, type Database, fragment, openDatabase, type Part, type Sql } from './sql.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'sql.test' });
  await database.sql`create table numbers (nr int, constraint numbers_pkey primary key (nr))`;
});
beforeEach(async () => {
  await database.sql`truncate numbers`;
  await insert(database.sql, 1);
});
afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

const insert = (sql: Sql, nr: number) => sql`insert into numbers (nr) values (${nr})`;
const stored = async () => (await database.sql<{ nr: number }>`select nr from numbers order by nr`).map(({ nr }) => nr);

describe('a transaction whose statements do not wait for each other', () => {
  test('given statements left to the commit, then all are stored', async () => {
    const answer = await database.transaction(async (sql) => {
      await atCommit(sql, insert(sql, 2));
      await atCommit(sql, insert(sql, 3));
      return 'done';
    });
    expect(answer).toBe('done');
    expect(await stored()).toEqual([1, 2, 3]);
  });

  test('given one of them fails, then the transaction fails by its cause, and nothing is stored', async () => {
    const failing = database.transaction(async (sql) => {
      await atCommit(sql, insert(sql, 3));
      await atCommit(sql, insert(sql, 1));
      await atCommit(sql, insert(sql, 4));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'numbers_pkey' });
    expect(await stored()).toEqual([1]);
  });

  test('given one that fails before another that is waited for, then the error is the first one’s', async () => {
    const failing = database.transaction(async (sql) => {
      await atCommit(sql, insert(sql, 1));
      await insert(sql, 5);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toEqual([1]);
  });

  test('given a caught failure, then the transaction still fails: it was rolled back', async () => {
    const failing = database.transaction(async (sql) => {
      await insert(sql, 6);
      await insert(sql, 1).catch(() => {});
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toEqual([1]);
  });

  test('given its commit has been sent, then another statement of it is refused', async () => {
    let late: Sql | undefined;
    await database.transaction(async (sql) => {
      late = sql;
    });
    await expect(late && insert(late, 7)).rejects.toThrow('the transaction is over');
    expect(await stored()).toEqual([1]);
  });

  test('given a failure, then its connection serves the next transaction', async () => {
    for (let nr = 0; nr < 5; nr += 1)
      await database.transaction((sql) => atCommit(sql, insert(sql, 1))).catch(() => {});
    expect(await database.transaction((sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  test('given no transaction, then a statement is waited for', async () => {
    await atCommit(database.sql, insert(database.sql, 8));
    expect(await stored()).toEqual([1, 8]);
    await expect(atCommit(database.sql, insert(database.sql, 8))).rejects.toMatchObject({ code: '23505' });
  });
});

describe('arrays as parameters', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', '\\', ',', '{', '}', 'N', 'U', 'L', '\n', ' ', 'é', '😀'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  });
  const isStorable = (value: unknown) => !JSON.stringify(value).includes('\\u0000');

  test('texts, numbers and nulls come back as they were, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ text: fc.option(text.filter(isStorable)), nr: fc.option(fc.integer()), is: fc.boolean() }),
        ),
        async (rows) => {
          const found = await database.sql`
            select text, nr, "is" from unnest(
              ${rows.map((row) => row.text)}::text[], ${rows.map(({ nr }) => nr)}::int[],
                ${rows.map((row) => row.is)}::boolean[]
            ) with ordinality as rows (text, nr, "is", at) order by at`;
          expect(found).toEqual(rows);
        },
      ),
    );
  });

  test('JSON values come back as they were', async () => {
    const values = fc
      .array(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text))))
      .filter(isStorable);
    await fc.assert(
      fc.asyncProperty(values, async (objects) => {
        const found = await database.sql`
          select value from unnest(${objects}::jsonb[]) with ordinality as each (value, nr) order by nr`;
        expect(found.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(objects)));
      }),
    );
  });
});

describe('SQL that several statements share', () => {
  const isSmall = fragment`nr < 10`;
  const isLarge = fragment`nr >= 10`;
  const between = (sql: Sql, from: number, which: Part, to: number) => sql<{ nr: number }>`
    select nr from numbers where nr >= ${from} and ${which} and nr <= ${to} order by nr`;

  test('a fragment leaves the parameters around it in their order, and the statement is prepared', async () => {
    await insert(database.sql, 5);
    await insert(database.sql, 20);
    const seen = await database.transaction(async (sql) => {
      const found = await between(sql, 2, isSmall, 30);
      const statements = await sql<{ n: number }>`
        select count(*) as n from pg_prepared_statements where statement like '%nr < 10%'`;
      return { found, prepared: statements[0]?.n };
    });
    expect(seen).toEqual({ found: [{ nr: 5 }], prepared: 2 });
  });

  test('another fragment in the same place gives its own answer', async () => {
    await insert(database.sql, 20);
    expect(await between(database.sql, 0, isSmall, 30)).toEqual([{ nr: 1 }]);
    expect(await between(database.sql, 0, isLarge, 30)).toEqual([{ nr: 20 }]);
    expect(await between(database.sql, 0, isSmall, 30)).toEqual([{ nr: 1 }]);
  });
});
