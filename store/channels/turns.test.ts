import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { takeTurns } from './turns.ts';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 8, name: 'test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const ask = (provider: string, more: Partial<Parameters<typeof takeTurns>[1]> = {}) =>
  takeTurns(database.sql, {
    ...{ channel: 'sms', provider, count: 5, everyMs: 20, burst: 1, aheadMs: 0, horizonMs: 500 },
    ...more,
  });

describe('turns that all workers share', () => {
  test('8 workers that ask at the same time get turns of their own, one every `everyMs`', async () => {
    const taken = await Promise.all(Array.from({ length: 8 }, (_, nr) => ask('shared', { count: 1 + (nr % 3) })));
    const at = taken
      .flatMap(({ first, count }) => Array.from({ length: count }, (_, nr) => first + nr * 20))
      .toSorted((a, b) => a - b);
    expect(at.length).toBeGreaterThan(8);
    for (const [nr, time] of at.entries()) if (nr > 0) expect(time - (at[nr - 1] ?? 0)).toBeGreaterThan(19.9);
  });

  test('8 nothing is taken beyond the horizon, so that a changed limit holds soon', async () => {
    expect(await ask('slow', { everyMs: 400 })).toMatchObject({ count: 2 });
    const none = await ask('slow', { everyMs: 400 });
    expect(none.count).toBe(0);
    expect(none.first - none.now).toBeGreaterThan(500);
    expect(await ask('slow', { everyMs: 10 })).toMatchObject({ count: 5 });
  });

  test('8 a burst after a quiet time is taken at once, and again only after another', async () => {
    expect(await ask('bursts', { everyMs: 400, burst: 4 })).toMatchObject({ count: 5 });
    expect((await ask('bursts', { everyMs: 400, burst: 4 })).count).toBe(0);
  });

  test.each([1, 4])(
    '8 given the database’s clock was set back an hour and a burst of %i, turns go on',
    async (burst) => {
      const provider = `clock ${burst}`;
      await ask(provider, { burst });
      await database.sql`update provider_turns set last_at = last_at + 3600000 where provider = ${provider}`;
      const { now } = await ask(provider, { burst });
      await expect.poll(async () => (await ask(provider, { burst })).count).toBeGreaterThan(0);
      const { first } = await ask(provider, { burst, count: 0 });
      expect(first - now).toBeGreaterThan(500); // turns that others took before are kept
      expect(first - now).toBeLessThan(2_000);
    },
  );
});
