import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { instant, toIso } from '../journey/time/time.ts';
import { lockPersons, takeLock } from '../store/base/locks.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { HOUR, type House, later, openHouse, type Place, SILENT } from './house.ts';
import { pass } from './pass.ts';

/** Who waits for a date of their own is a row (design.md §8). T0 is Monday 2 March 2026, 9:00 UTC. */

const DAY = 24 * HOUR;
const renewal = (entry: object = {}): JourneyInput =>
  ({
    id: 'renewal',
    name: 'Renewal',
    entry: { type: 'date', trait: 'renewal', at: '09:00', ...entry },
    start: 'wait',
    nodes: { wait: { type: 'delay', for: '30d', then: 'end' }, end: { type: 'exit' } },
  }) as JourneyInput;

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  place = await house.place();
});
afterEach(async () => {
  expect(await place.reconcile()).toEqual([]);
});
afterAll(() => house.close());

const openPicker = () => {
  const { database, store } = house;
  const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
  const handlers = createDueHandlers(ports);
  return createDuePicker({ ...ports, database, handlers, ring() {} });
};
const pick = async () => {
  const picker = openPicker();
  while ((await pass(picker)) > 0);
};
const drain = () => house.forwarder().drain();
const waiting = async () => {
  const rows = await house.database.sql<{ at: number; n: number }>`
    select at, count(*) as n from due where workspace = ${place.workspace} and kind = 'date' group by at order by at`;
  return rows.map(({ at, n }) => `${toIso(instant(at)).slice(0, 16)} × ${n}`);
};

test('existing users wait too when it is published, page by page; an edit moves them, another entry drops them', async () => {
  await place.tell(
    ...Array.from({ length: 1_203 }, (_, nr) => ({
      userId: `u${nr}`,
      traits: { renewal: ['2026-03-10', '2026-01-10', 'never'][nr % 3] ?? '' },
    })),
  );
  await place.publish(renewal());
  await pick();
  expect(await waiting()).toEqual(['2026-03-10T09:00 × 401']);
  await place.publish(renewal({ offset: { by: '2d', direction: 'before' } }));
  await pick();
  expect(await waiting()).toEqual(['2026-03-08T09:00 × 401']);
  await place.publish({ ...renewal(), entry: { type: 'api' } });
  await pick();
  expect(await waiting()).toEqual([]);
});

test('a date processed only after entry has closed still lets its user in: it came before (design.md §7.15)', async () => {
  await place.publish({ ...renewal(), active: { until: '2026-03-03T09:30:00Z' } });
  await place.tell({ traits: { renewal: '2026-03-03' } });
  await drain();
  await place.moveClock(later(DAY + 3_600_000));
  await pick();
  expect(await place.refusals()).toEqual([]);
  expect(await place.passes('ana')).toHaveLength(1);
  await drain();
});

test('however late it is processed, the date is the entry’s instant up to a minute, and the instance reads later events', async () => {
  await place.publish(renewal());
  await place.tell({ traits: { renewal: '2026-03-03' } });
  await drain();
  await place.moveClock(later(DAY + 500));
  await place.track('ana', 'Bought');
  await place.moveClock(later(DAY + 40_000));
  await pick();
  const { sql } = house.database;
  const rows = await sql`select entered_at, read_to < entry_position as "looksBack" from instances
      where workspace = ${place.workspace}`;
  expect(rows).toEqual([{ entered_at: later(DAY), looksBack: true }]);
  await drain();
});

test.each(['the picker', 'the forwarder'])(
  'a change that was accepted in time moves it, and one accepted later does not, when %s comes first',
  async (first) => {
    await place.publish(renewal());
    await pick();
    for (const userId of ['ana', 'bob']) await place.tell({ userId, traits: { renewal: '2026-03-03' } });
    await drain();
    await place.moveClock(later(DAY));
    await place.tell({ userId: 'ana', traits: { renewal: '2026-03-20' } });
    await place.moveClock(later(DAY + 1));
    await place.tell({ userId: 'bob', traits: { renewal: '2026-03-20' } });
    await (first === 'the picker' ? pick() : drain());
    await (first === 'the picker' ? drain() : pick());
    expect(await place.passes('ana')).toEqual([]);
    expect(await place.passes('bob')).toHaveLength(1);
    expect(await waiting()).toEqual(['2026-03-20T09:00 × 2']);
  },
);

test('C26 publishing leaves waiting dates to the picker, page by page: an outdated date lets no user in, and one that arrives meanwhile isn’t missed', async () => {
  const users = ['u1', 'u2', 'u3'];
  await place.tell(...users.map((userId) => ({ userId, traits: { renewal: '2026-03-10' } })));
  await place.publish(renewal());
  await pick();
  await place.publish(renewal({ offset: { by: '2d', direction: 'before' } }));
  expect(await waiting()).toEqual(['2026-03-10T09:00 × 3']);
  await place.moveClock(later(6 * DAY + 3_600_000)); // the new date has come before anybody was looked at
  await pick();
  await drain();
  const entered = await house.database.sql`
    select user_id as "userId", entered_at as at from instances where workspace = ${place.workspace} order by 1`;
  // late by more than a minute: at the time of the decision (design.md §7.15)
  expect(entered).toEqual(users.map((userId) => ({ userId, at: later(6 * DAY + 3_600_000) })));

  await place.tell({ userId: 'late', traits: { renewal: '2026-03-12' } });
  await drain();
  await place.publish(renewal({ offset: { by: '5d', direction: 'after' } }));
  await place.moveClock(later(8 * DAY + 3_600_000)); // the old date, 10 March, has come
  await pick();
  await drain();
  expect(await place.passes('late')).toEqual([]);
  expect(await waiting()).toContain('2026-03-17T09:00 × 1');
});

/** The users who have entered, in the order of their internal IDs, and how many haven't. */
const entered = async () => {
  const rows = await house.database.sql<{ id: string; isIn: boolean }>`
    select p.id, exists (select from instances i where i.workspace = p.workspace and i.person = p.id) as "isIn"
      from persons p where workspace = ${place.workspace} order by p.id`;
  const first = rows.findIndex(({ isIn }) => !isIn);
  return { inTurn: first === -1 ? rows.length : first, all: rows.filter(({ isIn }) => isIn).length };
};

test('C41 dates of 250 users at one instant are let in by pages, and two pickers give places in the order of the users', async () => {
  await place.publish({ ...renewal({ capacity: { max: 120, per: 'ever' } }), timeZone: 'UTC' });
  await pick();
  const users = Array.from({ length: 250 }, (_, nr) => `u${(nr * 7) % 250}`);
  await place.tell(...users.map((userId) => ({ userId, traits: { renewal: '2026-03-03' } })));
  await drain();
  await place.moveClock(later(DAY + 1));
  let pages = 0;
  const pickers = [openPicker(), openPicker()];
  const { sql } = house.database;
  while ((await sql`select from due where workspace = ${place.workspace} and kind = 'date'`).length > 0)
    pages += (await Promise.all(pickers.map(pass))).reduce((sum, each) => sum + each, 0);
  expect(pages).toBeLessThan(25);
  expect(await entered()).toEqual({ inTurn: 120, all: 120 });
  expect(await place.refusals()).toHaveLength(130);
});

test('C41 a user who is busy at their date keeps their turn: nobody behind them takes the last place', async () => {
  await place.publish({ ...renewal({ capacity: { max: 1, per: 'ever' } }), timeZone: 'UTC' });
  await pick();
  await place.tell(...['u1', 'u2'].map((userId) => ({ userId, traits: { renewal: '2026-03-03' } })));
  await drain();
  await place.moveClock(later(DAY + 1));
  const { sql, transaction } = house.database;
  const [first] = await sql<{ id: string }>`
    select id from persons where workspace = ${place.workspace} order by id limit 1`;
  const picker = openPicker();
  await transaction(async (tx) => {
    await takeLock(tx, lockPersons(place.workspace, [first?.id ?? '']));
    await pass(picker);
    expect(await entered()).toEqual({ inTurn: 0, all: 0 });
  });
  await sql`update due set retry_at = null where workspace = ${place.workspace}`;
  await pass(picker);
  expect(await entered()).toEqual({ inTurn: 1, all: 1 });
});

test('C41 an entry that time brings waits for a membership that changes by then', async () => {
  await place.publish(renewal());
  await place.tell({ traits: { renewal: '2026-03-03' } });
  await drain();
  await place.moveClock(later(DAY + 1));
  const { sql } = house.database;
  await sql`
    insert into due (workspace, kind, ref, person, at, retry_at)
    select workspace, 'segment', id, id, ${later(DAY)}, 'infinity' from persons where workspace = ${place.workspace}`;
  const picker = openPicker();
  await pass(picker);
  expect(await place.passes('ana')).toEqual([]);
  await sql`delete from due where workspace = ${place.workspace} and kind = 'segment'`;
  await sql`update due set retry_at = null where workspace = ${place.workspace}`;
  await pass(picker);
  expect(await place.passes('ana')).toHaveLength(1);
});
