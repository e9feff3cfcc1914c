import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DueHandler } from '../due/handler.ts';
import { createDuePicker } from '../due/picker.ts';
import { JourneyId, PersonId } from '../journey/base/ids.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import { type DueRow, setDue } from '../store/base/due-rows.ts';
import { type House, later, openHouse, type Place, SILENT, T0 } from './house.ts';
import { pass } from './pass.ts';

/** What time alone changes is a row (design.md §8). */

let house: House;
let place: Place;
let row: DueRow;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const opened = async () => {
  place = await house.place();
  await place.tell({ userId: 'ana' });
  const [person] = await house.database.sql<{
    id: string;
  }>`select id from persons where workspace = ${place.workspace}`;
  row = {
    workspace: place.workspace,
    kind: 'test',
    ref: 'one',
    person: PersonId.parse(person?.id),
    journey: JourneyId.parse('any'),
    at: later(1000),
    data: { n: 1 },
  };
  await setDue(house.database.sql, [row]);
};

function picking(handle: DueHandler['handle']) {
  const { database, store } = house;
  const picker = createDuePicker({
    database,
    store,
    handlers: { test: { journey: 'none', handle } },
    log: SILENT,
    ring() {},
  });
  return () => pass(picker);
}

test.each([
  [999, 0],
  [1000, 0],
  [1001, 1],
])('given a row due at +1000 ms, when the clock is at +%i ms, then %i are picked up', async (ms, count) => {
  await opened();
  const seen: [Instant, DueRow][] = [];
  await place.moveClock(later(ms));
  await picking(async (_sql, now, due) => {
    seen.push([now, due]);
  })();
  expect(seen).toEqual(Array.from({ length: count }, () => [instant(T0 + ms), row]));
});

test('given two pickers at once, then each row is taken once', async () => {
  await opened();
  await place.moveClock(later(5000));
  let taken = 0;
  const pass = picking(async () => {
    taken += 1;
  });
  await Promise.all([pass(), pass(), pass()]);
  expect(taken).toBe(1);
});

test('given a handler that fails, then its row stays, is tried again later, and blocks no other', async () => {
  await opened();
  const { sql } = house.database;
  await setDue(sql, [{ ...row, ref: 'two', person: null, at: later(2000) }]);
  await place.moveClock(later(5000));
  const done: string[] = [];
  const pass = picking(async (_sql, _now, { ref }) => {
    if (ref === 'one' && done.length < 2) throw new Error('not now');
    done.push(ref);
  });

  await pass();
  expect(done).toEqual(['two']);
  expect(await sql`select ref, attempts from due where workspace = ${place.workspace}`).toEqual([
    { ref: 'one', attempts: 1 },
  ]);
  done.push('fixed');
  await sql`update due set retry_at = null where workspace = ${place.workspace}`;
  await pass();
  expect(done).toEqual(['two', 'fixed', 'one']);
});
