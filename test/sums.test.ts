import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, PersonId } from '../journey/base/ids.ts';
import { Segment } from '../journey/segments/segment.ts';
import { instant } from '../journey/time/time.ts';
import { dropDue, setDue } from '../store/base/due-rows.ts';
import type { Sql } from '../store/base/sql.ts';
import { listTraits } from '../store/catalogue/traits.ts';
import { readTallies } from '../store/experiments/conversions.ts';
import { reconcileSums, rollUpSums } from '../store/maintenance/sums.ts';
import { writeMemberships } from '../store/segments/memberships.ts';
import { findSegment, putSegment } from '../store/segments/segments.ts';
import { HOUR, type House, later, openHouse, type Place } from './house.ts';

const JOURNEY = JourneyId.parse('offers');
const USERS = 6;
const HALF_HOURS = 8;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const Change = fc.record({
  user: fc.nat(USERS - 1),
  arm: fc.constantFrom('a', 'b'),
  goals: fc.subarray(['bought', 'looked', 'called']),
  isIn: fc.boolean(),
  /** Half an hour each. */
  at: fc.nat(HALF_HOURS - 1),
  type: fc.constantFrom('joins', 'qualifies', 'is assigned', 'converts', 'is erased'),
});
type Change = typeof Change extends fc.Arbitrary<infer Each> ? Each : never;

const personOf = ({ user }: Change) => PersonId.parse(`p${user}`);
const timeOf = ({ at }: Change) => later((at * HOUR) / 2);

/** Makes a change by the statements that the product makes it by. */
async function make(sql: Sql, { workspace }: Place, change: Change): Promise<unknown> {
  const [person, at, ref] = [personOf(change), timeOf(change), `offers/${change.user}`];
  switch (change.type) {
    case 'joins':
      return writeMemberships(sql, workspace, [
        { segment: 'vip', person, isIn: change.isIn, sinceAt: at, version: 1, dueAt: change.at % 2 ? at : null },
      ]);
    case 'qualifies':
      return change.isIn
        ? setDue(sql, [{ workspace, kind: 'inaction', ref, person, journey: JOURNEY, at, data: {} }])
        : dropDue(sql, workspace, 'inaction', [ref]);
    case 'is assigned':
      return sql`
        with given as (
          insert into assignments (workspace, person, experiment, arm, assigned_at, journey)
          values (${workspace}, ${person}, 'offer', ${change.arm}, ${at}, ${JOURNEY})
          on conflict (workspace, person, experiment) do update
            set arm = excluded.arm, assigned_at = excluded.assigned_at
          returning experiment
        )
        delete from experiment_conversions c using given
         where c.workspace = ${workspace} and c.person = ${person} and c.experiment = given.experiment`;
    case 'converts':
      return sql`
        insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at,
          converted_at)
        select workspace, experiment, person, goal, journey, arm, assigned_at, assigned_at
          from assignments, unnest(${change.goals}::text[]) as g (goal) where workspace = ${workspace}
            and person = ${person}
        on conflict do nothing`;
    case 'is erased':
      return Promise.all([
        sql`delete from memberships where workspace = ${workspace} and person = ${person}`,
        sql`delete from due where workspace = ${workspace} and person = ${person}`,
        sql`delete from experiment_conversions where workspace = ${workspace} and person = ${person}`,
        sql`delete from assignments where workspace = ${workspace} and person = ${person}`,
      ]);
  }
}

/** By the rows themselves. */
async function countArms({ workspace }: Place, upTo: number) {
  const rows = await house.database.sql<{ arm: string; assigned: number; converted: number }>`
    select arm,
      (select count(*) from assignments where workspace = ${workspace} and arm = x.arm
      and assigned_at <= ${upTo}) as assigned,
           (select count(distinct person) from experiment_conversions where workspace = ${workspace} and arm = x.arm
             and assigned_at <= ${upTo}) as converted
      from unnest(array['a', 'b']) as x (arm)`;
  return Object.fromEntries(rows.map(({ arm, ...tally }) => [arm, tally]));
}

describe('lists and experiments read sums', () => {
  test('C17 whatever changes, even by many connections at once, sums agree with the rows and tallies with every instant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Change, { minLength: 1, maxLength: 40 }), async (changes) => {
        const place = await house.place();
        const { sql } = house.database;
        const ofUser = (user: number) => changes.filter((change) => change.user === user);
        const rollingUp = async () => {
          for (let nr = 0; nr < 5; nr += 1) await rollUpSums(sql, 3);
        };
        await Promise.all([
          rollingUp(),
          rollingUp(),
          ...Array.from({ length: USERS }, async (_, user) => {
            for (const change of ofUser(user)) await make(sql, place, change); // a user's changes never overlap
          }),
        ]);
        expect(await reconcileSums(sql, place.workspace)).toEqual([]);
        const ref = { workspace: place.workspace, journey: JOURNEY, experiment: 'offer' };
        for (let at = -1; at <= HALF_HOURS; at += 1) {
          const upTo = instant(later((at * HOUR) / 2));
          expect(await readTallies(sql, ref, ['a', 'b'], upTo)).toEqual(await countArms(place, upTo));
        }
      }),
      { numRuns: 12 },
    );
  });

  test('C17 a segment shows its number of members from its sum, before and after the roll-up', async () => {
    const place = await house.place();
    const { workspace } = place;
    const { database } = house;
    const document = Segment.parse({
      id: 'vip',
      name: 'VIP',
      condition: { path: 'profile.isVip', op: '=', value: true },
    });
    await putSegment(database, { workspace, document, actor: 'test' });
    const write = (isIn: (nr: number) => boolean) =>
      writeMemberships(
        database.sql,
        workspace,
        Array.from({ length: 100 }, (_, nr) => ({
          ...{
            segment: 'vip',
            person: PersonId.parse(`p${nr}`),
            isIn: isIn(nr),
            sinceAt: later(0),
            version: 1,
            dueAt: null,
          },
        })),
      );
    const countMembers = async () => (await findSegment(database.sql, workspace, 'vip'))?.members;

    await write(() => true);
    expect(await countMembers()).toBe(100);
    while ((await rollUpSums(database.sql)) > 0);
    await write((nr) => nr < 30);

    expect(await countMembers()).toBe(30);
    const [found] = await database.sql<{
      n: number;
    }>`select count(*) as n from sum_deltas where workspace = ${workspace}`;
    expect(found?.n).toBe(1); // seventy users who have left: a row for the statement, not for each
  });
});

test('C16 traits are suggested from the profiles that changed last, however many are older', async () => {
  const { workspace } = await house.place();
  const { sql } = house.database;
  await sql`
    insert into persons (workspace, id, user_id, profile, created_at, updated_at)
    select ${workspace}, 'p' || nr, 'u' || nr, case when nr > 900 then '{}'::jsonb
      else jsonb_build_object(case when nr = 600 then 'newTrait' else 'old' end, 1) end, 0,
           case when nr = 600 then 5000 else nr end
      from generate_series(1, 1300) as nr`;

  expect((await listTraits(sql, workspace)).traits.map(({ path }) => path)).toContain('newTrait');
});

test('C21 the sweep and a forwarder agree on what concerns an instance', async () => {
  const rows = await house.database.sql<{ name: string; interest: string }>`
    select e.name, i.interest
      from (values ('Bought', '{"plan": 1}'::jsonb), ('$profile.changed', '{"plan": 1, "city": 2}'),
        ('$profile.changed', '{}'),
                   ('$segment.joined', '{"segment": "vip"}'), ('$segment.left', '{"segment": "vip"}'),
                     ('$segment.left', '{}'),
                   ('$journey.enter', '{"segment": "vip"}')) as e (name, properties)
     cross join unnest(array['Bought', '$profile.changed', '$segment.left', 'trait:plan', 'trait:other', 'segment:vip',
       'segment:x']) as i (interest)
     where coalesce(concerns(e.name, e.properties, array[i.interest]), false)
           is distinct from exists (select from mentions_of(e.name, e.properties) as m where m = i.interest)`;
  expect(rows).toEqual([]);
});
