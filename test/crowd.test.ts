import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, PersonId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { lockPersons, withLocks } from '../store/base/locks.ts';
import { findNextQueued, letInPage } from '../store/broadcasts/queue.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { HOUR, type House, later, MINUTE, openHouse, type Place } from './house.ts';

const CROWD = JourneyId.parse('crowd');
const PEOPLE = 12;
const personOf = (nr: number) => PersonId.parse(`p${nr}`);

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const Entries = fc.record({
  type: fc.constant('list'),
  key: fc.option(fc.constant('event.cart'), { nil: undefined }),
  where: fc.option(fc.constant({ path: 'profile.isVip', op: '=', value: true }), { nil: undefined }),
  grace: fc.option(fc.constant('2h'), { nil: undefined }),
  controlGroup: fc.constantFrom(0, 40),
  capacity: fc.option(fc.record({ max: fc.integer({ min: 1, max: 9 }), per: fc.constantFrom('hour', 'ever') }), {
    nil: undefined,
  }),
  reentry: fc.constantFrom(
    { policy: 'never' },
    { policy: 'always' },
    { policy: 'after', gap: '3h' },
    { policy: 'at-most', times: 2 },
  ),
});

const Worlds = fc.record({
  entry: Entries,
  vips: fc.array(fc.boolean(), { minLength: PEOPLE, maxLength: PEOPLE }),
  /** One of the first wave has left before the second: by person. */
  hasLeft: fc.array(fc.boolean(), { minLength: PEOPLE, maxLength: PEOPLE }),
  hasClosed: fc.boolean(),
  waves: fc.tuple(waveOf(6), waveOf(18)),
  pageSize: fc.integer({ min: 2, max: 18 }),
});
type World = typeof Worlds extends fc.Arbitrary<infer Each> ? Each : never;

/** Rows of a queue: some of an erased user, and some of one user twice. */
function waveOf(most: number) {
  const row = fc.record({
    person: fc.integer({ min: 0, max: PEOPLE }),
    cart: fc.constantFrom('a', 'b'),
    minutesAgo: fc.integer({ min: 1, max: 90 }), // at 0, a queue with a capacity waits for an instance that may end
  });
  return fc.array(row, { minLength: 1, maxLength: most });
}

const documentOf = (entry: object): JourneyInput =>
  ({
    id: CROWD,
    name: 'Crowd',
    goals: [
      { id: 'buys', event: 'Bought', window: { for: '7d', from: 'entry' } },
      { id: 'vip', condition: { path: 'profile.isVip', op: '=', value: true } },
    ],
    entry: JSON.parse(JSON.stringify(entry)),
    start: 'wait',
    nodes: { wait: { type: 'delay', for: '30d', then: 'end' }, end: { type: 'exit' } },
  }) as JourneyInput;

/** The people of a world, and its journey, in a workspace of their own. */
async function populate(place: Place, { entry, vips }: World): Promise<void> {
  const { workspace } = place;
  const profiles = vips.map((isVip) => ({ isVip }));
  await place.publish(documentOf(entry));
  await house.database.sql`
    insert into persons (workspace, id, user_id, profile, created_at, updated_at)
    select ${workspace}, id, case when id = 'p3' then 'u2' else 'u' || substr(id, 2) end, profile, 0, 0
      from unnest(${vips.map((_, nr) => personOf(nr))}::text[], ${profiles}::jsonb[]) as p (id, profile)`;
  await house.database.sql`
    insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
    select ${workspace}, 'p1', position, position, ${later(HOUR - 30 * MINUTE)}, 'Looked', '{}', 'looked'
      from nextval('positions') as position`;
}

/** Queues a wave, and lets it in by pages of a size. */
async function letInWave({ workspace }: Place, wave: World['waves'][number], broadcast: string, pageSize: number) {
  const { database } = house;
  const { sql } = database;
  await sql`
    with rows as (
      insert into queued (workspace, journey, broadcast, nr, person, version, at, properties)
      select ${workspace}, ${CROWD}, ${broadcast}, nr, person, 1, clock(${workspace}) - 1 - ago,
        jsonb_build_object('cart', cart)
        from unnest(${wave.map(({ person }) => personOf(person))}::text[],
          ${wave.map(({ minutesAgo }) => minutesAgo * MINUTE)}::bigint[],
                    ${wave.map(({ cart }) => cart)}::text[]) with ordinality as q (person, ago, cart, nr)
      returning at)
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select ${workspace}, ${CROWD}, 1, '', measure, hour_of(at), count(*)
      from rows, unnest(array['qualified', 'queued']) as m (measure) group by 5, 6`;
  const of = { workspace, journey: CROWD };
  const ports = { versions: createVersions(database), entries: { plainUserIds: true } };
  for (;;) {
    const page = await findNextQueued(sql, of, pageSize);
    if (page.length === 0) return;
    await database.transaction((tx) => letInPage(tx, of, page, ports));
  }
}

/** Columns that differ between two workspaces: ids, positions, and when the database itself wrote a row. */
const UNLIKE =
  'workspace id instance position entry_position begins_at read_to reads_to acceptance after upto kept_to ready_at since'.split(
    ' ',
  );

/** All that the entries of a workspace have left. */
async function rowsOf({ workspace }: Place) {
  const { sql } = house.database;
  const named = async (table: string) => {
    const { rows } = await house.database.pool.query(
      `select to_jsonb(t) - $2::text[] as row from (select * from ${table} where workspace = $1) t`,
      [workspace, UNLIKE],
    );
    return rows.map(({ row }) => JSON.stringify(row).replaceAll(workspace, 'W')).toSorted();
  };
  const counts = await sql`
    select measure, entered_at as hour, sum(n) as n from count_deltas where workspace = ${workspace} group by 1, 2
      having sum(n) <> 0 order by 1, 2`;
  const [made] = await sql`
    select (select coalesce(sum(made), 0) from capacities where workspace = ${workspace}) - (select count(*) from places
      where workspace = ${workspace}) as taken`;
  const refusals = await sql`
    select person, reason, key, read - 'instance' as read from refusals where workspace = ${workspace}
      order by person, position`;
  const began = await sql`
    select person, key, pass, begins_at - entry_position as before, read_to = begins_at as "isRead" from instances
      where workspace = ${workspace} order by 1, 2, 3`;
  const due = await sql`select kind, person, at from due where workspace = ${workspace} order by 1, 2, 3`;
  const tables = ['instances', 'contested', 'events', 'outbox', 'queued'];
  const rows = await Promise.all(tables.map(async (table) => [table, await named(table)] as const));
  return { ...Object.fromEntries(rows), counts, made, refusals, began, due };
}

async function play(place: Place, world: World, pageSize: number) {
  const { workspace } = place;
  const { sql } = house.database;
  await place.moveClock(later(HOUR));
  await populate(place, world);
  await letInWave(place, world.waves[0], 'first', pageSize);
  const gone = world.hasLeft.flatMap((has, nr) => (has ? [personOf(nr)] : []));
  await sql`
    update instances set status = 'ended', ended_at = ${later(HOUR + 1)}
     where workspace = ${workspace} and person = any(${gone}::text[]) and status <> 'control' and ended_at is null`;
  await place.moveClock(later(2 * HOUR));
  if (world.hasClosed)
    await sql`
      update journeys
        set state = 'completed', entry_until = ${later(2 * HOUR - 30 * MINUTE)},
        took_until = ${later(2 * HOUR - 30 * MINUTE)}
       where workspace = ${workspace}`;
  await letInWave(place, world.waves[1], 'second', pageSize);
  return rowsOf(place);
}

describe('8 letting a crowd in by pages gives the same as one at a time', { timeout: 120_000 }, () => {
  test('8 whatever the entry and the users are, the same rows are written', async () => {
    await fc.assert(
      fc.asyncProperty(Worlds, async (world) => {
        const [together, alone] = [await house.place(), await house.place()];
        expect(await play(together, world, world.pageSize)).toEqual(await play(alone, world, 1));
      }),
      { numRuns: 12 },
    );
  });

  test('8 given a user of the page is busy, then that user stays in the queue, and the others enter without waiting', async () => {
    const place = await house.place();
    const { workspace } = place;
    const everyUser = Array.from({ length: PEOPLE }, (_, nr) => ({ person: nr, cart: 'a', minutesAgo: 0 }));
    const world = { entry: { type: 'list' }, vips: everyUser.map(() => true) };
    await populate(place, world as unknown as World);
    const entered = async () => {
      const rows = await house.database.sql<{ person: string }>`
        select person from instances where workspace = ${workspace} order by person`;
      return rows.map(({ person }) => person);
    };
    const busy = personOf(4);
    await house.database.transaction(
      async () => {
        const { sql } = house.database;
        await sql`
          insert into queued (workspace, journey, broadcast, nr, person, version, at)
          select ${workspace}, ${CROWD}, 'b', row_number() over (order by id), id, 1, clock(${workspace}) - 1
            from persons where workspace = ${workspace}`;
        const of = { workspace, journey: CROWD };
        const page = await findNextQueued(sql, of, 50);
        const ports = { versions: createVersions(house.database), entries: { plainUserIds: true } };
        expect(await house.database.transaction((tx) => letInPage(tx, of, page, ports))).toMatchObject({
          taken: PEOPLE - 1,
        });
        expect(await entered()).not.toContain(busy);
        expect((await findNextQueued(sql, of, 50)).map(({ person }) => person)).toEqual([busy]);
      },
      withLocks([lockPersons(workspace, [busy])]),
    );
    await letInWave(place, [], 'none', 5);
    expect(await entered()).toContain(busy);
  });

  test('8 however many of a page are control users, opening their goal windows takes the same statements', async () => {
    const statementsFor = async (people: number) => {
      const place = await house.place();
      const { workspace } = place;
      await place.publish(documentOf({ type: 'list', controlGroup: 99 })); // by user IDs that never change, all twelve
      const { sql } = house.database;
      await sql`
        insert into persons (workspace, id, user_id, profile, created_at, updated_at)
        select ${workspace}, 'p' || nr, 'u' || nr, '{}', 0, 0 from generate_series(1, ${people}::int) as nr`;
      await sql`
        insert into queued (workspace, journey, broadcast, nr, person, version, at)
        select ${workspace}, ${CROWD}, 'b', row_number() over (order by id), id, 1, clock(${workspace}) - 1 from persons
          where workspace = ${workspace}`;
      const of = { workspace, journey: CROWD };
      const page = await findNextQueued(sql, of, 50);
      const ports = { versions: createVersions(house.database), entries: { plainUserIds: true } };
      let statements = 0;
      await house.database.transaction((tx) => {
        const counted: typeof tx = (text, ...values) => {
          statements += 1;
          return tx(text, ...values);
        };
        return letInPage(counted, of, page, ports);
      });
      const open = await sql`
        select from instances i join due d on d.workspace = i.workspace and d.kind = 'window' and d.ref = i.id
         where i.workspace = ${workspace} and i.status = 'control' and i.goals_until is not null`;
      expect(open).toHaveLength(people);
      return statements;
    };
    expect(await statementsFor(12)).toBe(await statementsFor(1));
  });

  test('8 given a capacity and a user who stays busy, then the others wait for that user for 30 s and no longer', async () => {
    const place = await house.place();
    const { workspace } = place;
    const world = { entry: { type: 'list', capacity: { max: 20, per: 'ever' } }, vips: Array(4).fill(true) };
    await populate(place, world as unknown as World);
    const { sql } = house.database;
    await sql`
      insert into queued (workspace, journey, broadcast, nr, person, version, at)
      select ${workspace}, ${CROWD}, 'b', row_number() over (order by id), id, 1, clock(${workspace}) - 1 from persons
        where workspace = ${workspace}`;
    const of = { workspace, journey: CROWD };
    const ports = { versions: createVersions(house.database), entries: { plainUserIds: true } };
    const letInNext = async () => {
      const page = await findNextQueued(sql, of, 50);
      return (await house.database.transaction((tx) => letInPage(tx, of, page, ports))).taken;
    };
    await house.database.transaction(
      async () => {
        expect([await letInNext(), await letInNext()]).toEqual([1, 0]);
        await sql`update queued set busy_since = busy_since - interval '29 seconds' where workspace = ${workspace}`;
        expect(await letInNext()).toBe(0);
        await sql`update queued set busy_since = busy_since - interval '2 seconds' where workspace = ${workspace}`;
        expect(await letInNext()).toBe(2);
      },
      withLocks([lockPersons(workspace, [personOf(1)])]),
    );
    expect(await letInNext()).toBe(1);
  });
});
