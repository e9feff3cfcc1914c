import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { belongs } from '../../journey/segments/evaluate.ts';
import { segmentFlaws } from '../../journey/segments/flaws.ts';
import { SegmentCondition } from '../../journey/segments/segment.ts';
import { instant } from '../../journey/time/time.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { anyQuestion, OTHERS, type Question } from '../../test/random-segments.ts';
import { type Database, openDatabase, part } from '../base/sql.ts';
import { toSql } from './to-sql.ts';
import { findZones } from './zones.ts';

/** One expression, two evaluators: SQL for many persons, in memory for one (design.md §8). */

let fresh: FreshDatabase;
let database: Database;
let runs = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 4, name: 'test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

async function store({ people }: Pick<Question, 'people'>): Promise<WorkspaceId> {
  const { sql } = database;
  runs += 1;
  const workspace = WorkspaceId.parse(`w${runs}`);
  const ids = people.map((_, index) => PersonId.parse(`p${index}`));
  const events = people.flatMap(({ history }, index) => history.map((event) => ({ ...event, person: ids[index] })));
  const members = people.flatMap(({ segments }, index) => segments.map((segment) => ({ segment, person: ids[index] })));
  await sql`insert into workspaces (id) values (${workspace})`;
  await sql`
    insert into persons (workspace, id, user_id, profile, created_at, updated_at)
    select ${workspace}, id, id, profile, 0, 0
      from unnest(${ids}::text[],
                  ${people.map(({ profile }) => JSON.stringify(profile))}::text[]::jsonb[]) p (id, profile)`;
  await sql`
    insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
    select ${workspace}, person, position, position, at, name, properties, '' from unnest(
      ${events.map(({ person }) => person)}::text[], ${events.map(({ position }) => position)}::bigint[],
      ${events.map(({ at }) => at)}::bigint[],
      ${events.map(({ name }) => name)}::text[],
      ${events.map(({ properties }) => JSON.stringify(properties))}::text[]::jsonb[]
    ) e (person, position, at, name, properties)`;
  await sql`
    insert into memberships (workspace, segment, person, is_in, since_at, version)
    select ${workspace}, segment, person, true, 0, 1
      from unnest(${members.map(({ segment }) => segment)}::text[],
                  ${members.map(({ person }) => person)}::text[]) m (segment, person)`;
  return workspace;
}

async function bySql({ condition, people, now, dateOrder }: Omit<Question, 'dateOrder'> & Partial<Question>) {
  const workspace = await store({ people });
  const zones = await findZones(database.sql, workspace);
  return database.sql<{ is: boolean; until: number }>`
    select a.is_ as is, a.until_ as until
      from persons p
     cross join lateral ${toSql(condition, { workspace, now, zones, dateOrder })} a
     where p.workspace = ${workspace} order by p.id`;
}

/** Until when an answer holds is known roughly for calendar days, and for dates without an offset. */
const isRough = (condition: SegmentCondition) =>
  /"path":"profile.day","op":"(before|after)","value":{|"days(Ago|Ahead)?":/.test(JSON.stringify(condition));

test('two evaluators of one segment agree: about anybody, at any instant, to the millisecond', async () => {
  let asked = 0;
  let members = 0;
  await fc.assert(
    fc.asyncProperty(anyQuestion, async (question) => {
      const { condition, people, now, dateOrder } = question;
      fc.pre(segmentFlaws({ id: 'it', condition }, OTHERS).length === 0);
      const rows = await bySql(question);
      for (const [index, known] of people.entries()) {
        const { is, until } = belongs(condition, { ...known, dateOrder }, now);
        const row = rows[index];
        const last = until ?? Number.MAX_SAFE_INTEGER;
        expect({ is: row?.is, until: isRough(condition) ? last : row?.until }).toEqual({ is, until: last });
        // of a local time it may only be known roughly when it turns: then sooner
        expect(row?.until).toBeLessThanOrEqual(last);
        expect(row?.until).toBeGreaterThanOrEqual(now);
        asked += 1;
        members += is ? 1 : 0;
      }
    }),
    { numRuns: Number(process.env.AGREEMENT_RUNS ?? 300) },
  );
  expect(asked).toBeGreaterThan(500);
  expect(members / asked).toBeGreaterThan(0.1);
  expect(members / asked).toBeLessThan(0.9);
}, 120_000);

test('both look at the last thousand events of a name, and at the first', async () => {
  const now = instant(Date.parse('2026-03-02T09:00Z'));
  const history = Array.from({ length: 1001 }, (_, index) => ({
    name: 'A',
    at: instant(now - 2000 + index),
    position: index + 1,
    properties: { n: index },
  }));
  const people = [{ profile: {}, history, segments: [] }];
  for (const n of [0, 1, 999, 1000])
    for (const written of [
      { did: 'A', where: { path: 'event.n', op: '=', value: n } },
      { first: 'A', where: { path: 'event.n', op: '=', value: n }, before: { ago: '1s' } },
    ]) {
      const condition = SegmentCondition.parse(written);
      const [row] = await bySql({ now, condition, people });
      expect(row?.is).toBe(belongs(condition, people[0] as (typeof people)[0], now).is);
    }
});

test('values in parts of a statement stay values, whatever they contain', async () => {
  const [row] = await database.sql<{ it: string }>`select ${part`${"'; drop table persons --"}::text`} as it`;
  expect(row?.it).toBe("'; drop table persons --");
});
