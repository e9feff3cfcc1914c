import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { PersonId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import { Segment } from '../journey/segments/segment.ts';
import type { Instant } from '../journey/time/time.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { writeMemberships } from '../store/segments/memberships.ts';
import { deleteSegment, putSegment } from '../store/segments/segments.ts';
import { HOUR, type House, later, openHouse, type Place, T0 } from './house.ts';
import { pass } from './pass.ts';

/** Segments are kept up to date by the same road as everything else (design.md §8). */

const DAY = 24 * HOUR;
let house: House;
let place: Place;
let forwarder: ReturnType<House['forwarder']>;

beforeAll(async () => {
  house = await openHouse();
  forwarder = house.forwarder();
});
afterAll(() => house?.close());
beforeEach(async () => {
  place = await house.place();
});

const put = async (id: string, condition: object) => {
  const document = Segment.parse({ id, name: id, condition });
  const result = await putSegment(house.database, { workspace: place.workspace, document, actor: 'test' });
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

/** What the picker and the forwarder do, until there is nothing more to do at this instant. */
async function settle() {
  const { database, store } = house;
  const failures: unknown[] = [];
  const complain = (about: object) => failures.push(about);
  const log = { warn: complain, error: complain };
  const handlers = createDueHandlers({
    store,
    versions: createVersions(database),
    entries: { plainUserIds: true },
    log,
  });
  const picker = createDuePicker({
    database,
    store,
    handlers,
    log,
    ring() {},
  });
  for (;;) {
    const picked = await pass(picker);
    expect(failures).toEqual([]);
    if (picked + (await forwarder.pass()) === 0) return;
  }
}
const track = async (userId: string, name: string, properties: JsonObject = {}) => {
  await place.track(userId, name, properties);
  await settle();
};
const moveTo = async (ms: number) => {
  await place.moveClock(later(ms));
  await settle();
};
const members = async (segment: string) =>
  (
    await house.database.sql<{ user: string }>`
      select p.user_id as user from memberships m join persons p on p.workspace = m.workspace and p.id = m.person
       where m.workspace = ${place.workspace} and m.segment = ${segment} and m.is_in order by 1`
  ).map(({ user }) => user);
/** `ana joined vip at +30d`: changes as the road has them, in order. */
const changes = async () =>
  (
    await house.database.sql<{ user: string; name: string; properties: JsonObject; at: Instant }>`
      select p.user_id as user, e.name, e.properties, e.accepted_at as at
        from events e join persons p on p.workspace = e.workspace and p.id = e.person
       where e.workspace = ${place.workspace} and e.name like '$segment.%' order by e.position`
  ).map(({ user, name, properties, at }) => `${user} ${name.slice(9)} ${properties.segment} +${at - T0}`);
const dueRows = () => house.database.sql<{ ref: string; at: Instant }>`
  select kind || ' ' || at - ${T0}::bigint as due from due where workspace = ${place.workspace} order by at`;

describe('a membership changes by an event, a trait, another segment', () => {
  test('and only if it names the event', async () => {
    await put('buyers', { did: 'Bought' });
    await put('free', { path: 'profile.plan', op: '=', value: 'free' });
    await put('both', { all: [{ inSegment: 'buyers' }, { inSegment: 'free' }] });
    await settle();
    await track('ana', 'Nothing');
    await track('ana', 'Bought');
    await place.tell({ userId: 'ana', traits: { plan: 'free' } });
    await settle();
    await place.tell({ userId: 'ana', traits: { plan: 'pro' } });
    await settle();
    expect(await changes()).toEqual([
      'ana joined buyers +0',
      'ana joined free +0',
      'ana joined both +0',
      'ana left free +0',
      'ana left both +0',
    ]);
    expect(await members('buyers')).toEqual(['ana']);
    expect(await members('both')).toEqual([]);
  });

  test('a user without events is in a segment of users who haven’t done it, from their first event on', async () => {
    await put('idle', { didNot: 'Session' });
    await settle();
    await track('ana', 'Anything');
    expect(await changes()).toEqual(['ana joined idle +0']);
    await track('ana', 'Session');
    expect(await members('idle')).toEqual([]);
  });
});

describe('a membership changes by time alone, to the millisecond', () => {
  const idle = { all: [{ did: 'Session' }, { didNot: 'Session', within: '30d' }] };

  test.each([
    { at: 30 * DAY, told: [], why: 'at 30 days it is still within them' },
    {
      at: 30 * DAY + 1,
      told: [`ana joined idle +${30 * DAY}`],
      why: 'a millisecond later it is not, and the nominal instant is that of the 30 days',
    },
  ])('$why', async ({ at, told }) => {
    await put('idle', idle);
    await settle();
    await track('ana', 'Session');
    await moveTo(at);
    expect(await changes()).toEqual(told);
  });

  test('a session in the last millisecond counts; one a millisecond later finds that it was left out', async () => {
    await put('idle', idle);
    await settle();
    await track('ana', 'Session');
    await track('bo', 'Session');
    await moveTo(30 * DAY);
    await track('ana', 'Session');
    await place.moveClock(later(30 * DAY + 1));
    await place.track('bo', 'Session'); // before anybody has looked at the row that is due
    await settle();
    expect(await changes()).toEqual([`bo joined idle +${30 * DAY}`, `bo left idle +${30 * DAY + 1}`]);
  });

  test('a due row is not moved later at every session: the old one finds the new instant', async () => {
    await put('idle', idle);
    await settle();
    await track('ana', 'Session');
    await moveTo(10 * DAY);
    await track('ana', 'Session');
    expect(await dueRows()).toEqual([{ due: `segment ${30 * DAY}` }]);
    await moveTo(30 * DAY + 1);
    expect(await dueRows()).toEqual([{ due: `segment ${40 * DAY}` }]);
    await moveTo(50 * DAY);
    expect(await members('idle')).toEqual(['ana']);
  });

  test('after an outage it happens when it is noticed, and once', async () => {
    await put('idle', idle);
    await settle();
    await track('ana', 'Session');
    await moveTo(35 * DAY);
    await settle();
    expect(await changes()).toEqual([`ana joined idle +${35 * DAY}`]);
  });

  test('events announced but not yet forwarded are counted in order, and once', async () => {
    await put('idle', idle);
    await settle();
    await track('ana', 'Session');
    await place.moveClock(later(29 * DAY));
    await place.track('ana', 'Session'); // the forwarder is away
    await moveTo(45 * DAY);
    expect(await changes()).toEqual([]);
    await moveTo(59 * DAY + 1);
    expect(await changes()).toEqual([`ana joined idle +${59 * DAY}`]);
  });
});

describe('a segment that is made or changed is filled', () => {
  test('by the rule that keeps it current: each join and leave is recorded once', async () => {
    await put('live', { did: 'Session', within: '7d' });
    await settle();
    for (const user of ['ana', 'bo', 'cy']) await track(user, 'Session');
    await place.moveClock(later(8 * DAY));
    await track('bo', 'Session');
    await put('late', { did: 'Session', within: '7d' });
    await settle();
    const agree = async () => expect(await members('late')).toEqual(await members('live'));
    await agree();
    expect(await members('late')).toEqual(['bo']);
    for (const day of [9, 15, 15.5]) {
      await moveTo(day * DAY);
      await agree();
    }
    await track('ana', 'Session');
    await agree();

    await put('late', { did: 'Session' });
    await settle();
    expect(await members('late')).toEqual(['ana', 'bo', 'cy']);
    await put('late', { did: 'Other' });
    await settle();
    expect(await members('late')).toEqual([]);
    expect(await dueRows()).toEqual([{ due: expect.stringMatching(/^segment /) }]); // of the other one
  });

  test('pages continue where they stopped', async () => {
    await place.tell(...Array.from({ length: 1201 }, (_, index) => ({ userId: `u${index}`, name: 'Session' })));
    await settle();
    await put('many', { did: 'Session' });
    await settle();
    expect((await members('many')).length).toBe(1201);
    const [row] = await house.database.sql<{ announced: number }>`
      select count(*) as announced from outbox where workspace = ${place.workspace}`;
    expect(row).toEqual({ announced: 0 }); // nothing waits for it: no forwarder had to read them
  });
});

test('an evaluation by an older version never overwrites', async () => {
  await put('vip', { did: 'Bought' });
  await settle();
  await track('ana', 'Bought');
  const { sql } = house.database;
  const [row] = await sql<{ person: string }>`select person from memberships where workspace = ${place.workspace}`;
  const standing = { segment: 'vip', person: PersonId.parse(row?.person), sinceAt: T0, dueAt: null };
  await writeMemberships(sql, place.workspace, [{ ...standing, isIn: true, version: 3 }]);
  const isWritten = await writeMemberships(sql, place.workspace, [{ ...standing, isIn: false, version: 2 }]);
  expect(isWritten(standing)).toBe(false);
  expect(await members('vip')).toEqual(['ana']);
});

describe('a journey is entered by joining, or leaving, a segment', () => {
  test('current members enter only if the entry says so, once, page by page', async () => {
    await put('buyers', { did: 'Bought' });
    await place.tell(...Array.from({ length: 61 }, (_, index) => ({ userId: `u${index}`, name: 'Bought' })));
    await settle();
    await place.publish(journey('from-now', {}), journey('all', { existing: true }));
    await settle();
    const inside = async () => house.database.sql`
      select journey, count(*) as n from instances where workspace = ${place.workspace} group by journey order by 1`;
    expect(await inside()).toEqual([{ journey: 'all', n: 61 }]);

    await place.publish({ ...journey('all', { existing: true }), name: 'Renamed' });
    await track('ana', 'Bought');
    expect(await inside()).toEqual([
      { journey: 'all', n: 62 },
      { journey: 'from-now', n: 1 },
    ]);
    expect(await place.reconcile()).toEqual([]);
  });

  const journey = (id: string, entry: object) => ({
    id,
    name: id,
    entry: { type: 'segment' as const, segment: 'buyers', ...entry },
    start: 'wait',
    nodes: { wait: { type: 'delay' as const, for: '1d', then: 'end' }, end: { type: 'exit' as const } },
  });

  test('of that one, and in that way', async () => {
    await put('buyers', { did: 'Bought', within: '7d' });
    await put('others', { did: 'Bought' });
    await settle();
    await place.publish(journey('in', {}), journey('out', { on: 'leaves' }));
    await track('ana', 'Bought');
    expect((await place.passes()).map(({ journey: of }) => of)).toEqual(['in']);
    await moveTo(7 * DAY + 1);
    const passes = await house.database.sql<{ journey: string; at: number }>`
      select journey, entered_at - ${T0}::bigint as at from instances where workspace = ${place.workspace} order by 2`;
    expect(passes).toEqual([
      { journey: 'in', at: 0 },
      { journey: 'out', at: 7 * DAY },
    ]);
  });
});

test('C27 given a segment that is deleted and defined again under its ID, then users are evaluated by the new definition immediately, and no version number is reused', async () => {
  await put('vip', { path: 'profile.plan', op: '=', value: 'gold' });
  await place.tell({ userId: 'ana', traits: { plan: 'gold' } }, { userId: 'bob', traits: { plan: 'silver' } });
  await settle();
  expect(await members('vip')).toEqual(['ana']);

  const deleted = await deleteSegment(house.database, { workspace: place.workspace, id: 'vip', actor: 'test' });
  expect(deleted).toMatchObject({ value: { version: 1 } });
  expect(await put('vip', { path: 'profile.plan', op: '=', value: 'silver' })).toEqual({ version: 2, made: 'segment' });
  await place.tell({ userId: 'cleo', traits: { plan: 'silver' } }, { userId: 'dan', traits: { plan: 'gold' } });
  await settle();
  expect(await members('vip')).toEqual(['bob', 'cleo']);
});

test('C27 given a database restored to before a definition, then a reused version number means its current definition', async () => {
  const { sql } = house.database;
  await put('tier', { path: 'profile.tier', op: '=', value: 1 });
  await place.tell({ userId: 'ana', traits: { tier: 1 } });
  await settle();
  expect(await members('tier')).toEqual(['ana']);
  for (const table of ['segments', 'memberships', 'retired'])
    await house.database.pool.query(`delete from ${table} where workspace = $1`, [place.workspace]);

  expect(await put('tier', { path: 'profile.tier', op: '=', value: 2 })).toMatchObject({ version: 1 });
  await place.tell({ userId: 'bob', traits: { tier: 2 } });
  await settle();
  expect(await members('tier')).toEqual(['bob']);
  expect(await sql`select from due where workspace = ${place.workspace}`).toEqual([]);
});

describe('C26 a large segment is deleted in pages', () => {
  test('C26 it is gone immediately, the members follow page by page, and it can’t be defined again meanwhile', async () => {
    const { sql } = house.database;
    const { workspace } = place;
    const { version } = await put('crowd', { path: 'profile.plan', op: '=', value: 'pro' });
    await settle();
    await sql`
      insert into memberships (workspace, segment, person, is_in, since_at, version)
      select ${workspace}, 'crowd', 'c' || n, true, 0, ${version}::int from generate_series(1, 1200) n`;
    await sql`
      insert into due (workspace, kind, ref, person, at)
      select ${workspace}, 'segment', 'crowd/c' || n, 'c' || n, ${later(DAY)}::bigint from generate_series(1, 1200) n`;
    const left = async () => {
      const [row] = await sql<{ members: number; due: number }>`
        select (select count(*) from memberships where workspace = ${workspace}) as members,
               (select count(*) from due where workspace = ${workspace} and kind = 'segment') as due`;
      return row;
    };

    expect(await deleteSegment(house.database, { workspace, id: 'crowd', actor: 'test' })).toMatchObject({ ok: true });
    expect(await left()).toEqual({ members: 700, due: 700 });
    await expect(put('crowd', { path: 'profile.plan', op: '=', value: 'free' })).rejects.toThrow('still being removed');

    await settle();
    expect(await left()).toEqual({ members: 0, due: 0 });
    expect((await put('crowd', { path: 'profile.plan', op: '=', value: 'free' })).version).toBe(version + 1);
  });

  test('C26 a membership that was being written while its segment was deleted does not stay', async () => {
    const { sql } = house.database;
    const { workspace } = place;
    const { version } = await put('late', { path: 'profile.plan', op: '=', value: 'pro' });
    await settle();
    expect(await deleteSegment(house.database, { workspace, id: 'late', actor: 'test' })).toMatchObject({ ok: true });
    await sql`
      insert into memberships (workspace, segment, person, is_in, since_at, version)
        values (${workspace}, 'late', 'ana', true, 0, ${version})`;
    await place.moveClock(later(2 * DAY));
    await settle();
    expect(await sql`select from memberships where workspace = ${workspace} and segment = 'late'`).toEqual([]);
  });
});
