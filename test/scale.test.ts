import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LARGE } from '../bench/scale/documents.ts';
import { type Hall, openHall } from '../bench/scale/hall.ts';
import { measure } from '../bench/scale/measure.ts';
import { seed } from '../bench/scale/seed.ts';
import { sizeOf } from '../bench/scale/size.ts';
import { explainAll, type Watched, watch } from '../bench/scale/watch.ts';
import { openDatabase } from '../store/base/sql.ts';
import { catalogueEvents } from '../store/catalogue/names.ts';
import { announceOverdue, readLastPosition, sweep } from '../store/outbox/outbox.ts';
import { freshDatabase } from './database.ts';

/** A small piece of what `npm run scale` does: by the plans that PostgreSQL executed, work is proportional. */
const PEOPLE = 400;
const ROWS = PEOPLE * 10;

let watched: Watched;
let hall: Hall;
let close: () => Promise<void>;
beforeAll(async () => {
  const fresh = await freshDatabase();
  const seeding = openDatabase({ url: fresh.url, max: 2, name: 'seed' });
  await seed(seeding, fresh.url, sizeOf(PEOPLE), () => {});
  await seeding.close();
  await explainAll(fresh.url, true);
  watched = watch(fresh.url);
  hall = await openHall(watched.database);
  close = async () => {
    await hall.close();
    await watched.database.close();
    await fresh.drop();
  };
});
afterAll(() => close());

/** Rows that one call has looked at, and tables that it read from end to end. */
async function read(work: () => Promise<unknown>) {
  const rules = {
    isQuick: true,
    large: new Set(['instances', 'events_default', 'persons', 'refusals', 'messages', 'due']),
  };
  const { rowsRead, faults } = await measure(watched, rules, { name: 'x', kind: 'page', times: 2 }, work);
  return { rowsRead, faults };
}
const get = (path: string) => () => hall.call('GET', path);

describe('work is proportional', () => {
  test(`C16 the catalogue of ${PEOPLE * 100} events reads only the newest, and none that the job has already read`, async () => {
    await watched.database.sql`update catalogued set up_to = (select last_value from positions)`;
    const { rowsRead } = await read(get('/v1/catalogue'));
    expect(rowsRead).toBeLessThan(2_000);
  });

  test.each([
    ['C17', `/v1/journeys/${LARGE}/counts`, 4_000],
    ['C17', `/v1/journeys/${LARGE}`, 4_000],
    ['C17', `/v1/journeys/${LARGE}/versions`, 4_000],
    ['C17', '/v1/segments', 200],
    ['C17', `/v1/journeys/${LARGE}/experiments`, 200],
    ['C19', `/v1/journeys/${LARGE}/refusals`, 400],
    ['C19', '/v1/users/user-7', 800],
    ['C19', '/v1/journeys/by-inaction/qualifying', 400],
    ['C19', `/v1/instances?journey=${LARGE}&reason=nobody`, 100],
    ['C19', '/v1/instances?status=stuck', 100],
  ])('%s %s reads sums or a page, not every row', async (_, path, most) => {
    const { rowsRead, faults } = await read(get(path));
    expect(faults).toEqual([]);
    expect(rowsRead).toBeLessThan(most);
  });

  test('C19 the search for overdue instances reads only those, and erasing a user reads only that user', async () => {
    expect((await read(() => announceOverdue(watched.database.sql))).rowsRead).toBeLessThan(100);
    let nr = PEOPLE; // from the end: other tests ask for the first
    const erased = await read(() => hall.call('DELETE', `/v1/users/user-${--nr}`));
    expect(erased.faults).toEqual([]);
    expect(erased.rowsRead).toBeLessThan(ROWS * 2); // of a hundred thousand
  });

  test('C21 the sweep and the catalogue read the events between their positions alone, though erasures let new events into old pages', async () => {
    const { sql } = watched.database;
    // an event of theirs in every fifth page
    for (const nr of [1, 2]) await hall.call('DELETE', `/v1/users/user-${nr}`);
    await sql`vacuum events`;
    const batch = Array.from({ length: 200 }, (_, nr) => ({
      ...{ type: 'track', event: 'Page Viewed', userId: `user-${10 + nr}`, messageId: `swept-${nr}` },
    }));
    const before = await readLastPosition(sql);
    await hall.call('POST', '/v1/batch', { batch });
    const last = await readLastPosition(sql);
    expect(last - before).toBe(200);
    expect((await read(() => sweep(sql, last - 200, last))).rowsRead).toBeLessThan(200 * 12); // ten instances each
    await sql`update catalogued set up_to = ${last - 200}`;
    expect((await read(() => catalogueEvents(sql, last))).rowsRead).toBeLessThan(200 * 2);
  });

  test('C18 a report of a range reads sums: an hour more of it costs no more than the hours that it cuts', async () => {
    const at = (hours: number) => new Date(Math.floor(Date.now() / 3_600_000 - hours) * 3_600_000).toISOString();
    const { rowsRead } = await read(get(`/v1/journeys/${LARGE}/report?from=${at(500)}&to=${at(100)}`));
    expect(rowsRead).toBeLessThan(ROWS * 4); // by rows it reads five decisions and five messages of each
  });
});
