import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { instant } from '../../journey/time/time.ts';
import { appendCounts } from '../../store/base/counts.ts';
import { recordGoalConversions } from '../../store/goals/conversions.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
const workspace = WorkspaceId.parse('main');
const journey = JourneyId.parse('shop');
const WINDOW = { for: '7d', from: 'entry' };

beforeEach(async () => {
  api = await startApi();
  const goals = [
    { id: 'buy', event: 'Bought', window: WINDOW },
    { id: 'look', event: 'Looked', exits: false, window: WINDOW },
  ];
  await api
    .as()
    .put('/v1/journeys/shop')
    .send(journeyDocument({ id: 'shop', goals }));
});
afterEach(() => api.close());

/** Passes that have ended, with the counts that their entries made. */
async function enter(version: number, status: 'ended' | 'control', people: readonly number[]) {
  await api.database.sql`
    insert into instances (workspace, id, person, user_id, journey, version, pass, entry_position, entered_at, status,
      read_to, exit_reason, ended_at)
    select 'main', ${`${status}${version}.`} || nr, 'p' || nr, 'u' || nr, 'shop', ${version}::int, 1, nr, 1, ${status},
      nr,
           ${status === 'ended' ? 'completed' : null}, 1 from unnest(${people}::int[]) as nr`;
  const measure = status === 'control' ? 'control' : 'entered';
  await appendCounts(
    api.database.sql,
    { workspace, person: 'p' as PersonId, journey, version, enteredAt: 1 },
    people.map(() => ({ node: '', measure })),
  );
}

const convert = (
  { version, status, nr }: { version: number; status: 'ended' | 'control'; nr: number },
  goal: string,
  node: string | null = null,
  sql = api.database.sql,
) =>
  recordGoalConversions(
    sql,
    { messages: [NodeId.parse('hello')] },
    {
      workspace,
      journey,
      version,
      id: InstanceId.parse(`${status}${version}.${nr}`),
      person: PersonId.parse(`p${nr}`),
      enteredAt: instant(1),
    },
    [
      {
        goal,
        at: instant(5),
        position: 5,
        node: node === null ? null : NodeId.parse(node),
        visit: node === null ? 0 : 1,
      },
    ],
    status === 'control',
  );
const upTo = (n: number, from = 0) => Array.from({ length: n }, (_, nr) => from + nr);

/** Two versions; 60 of 300 have bought in the second, 20 of 200 in its control group. */
async function convertMany() {
  await enter(1, 'ended', upTo(10, 5000));
  await enter(2, 'ended', upTo(300));
  await enter(2, 'control', upTo(200, 1000));
  await api.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      claimed_at, settled_at, position)
    values ('main', 'k', 'ended2.0', 'p0', 'shop', 2, 'hello', 1, 'email', 'settled', 'sent', 1, 2, 3)`;
  await convert({ version: 1, status: 'ended', nr: 5000 }, 'buy', 'pause');
  for (const nr of upTo(60)) await convert({ version: 2, status: 'ended', nr: nr }, 'buy', 'hello');
  for (const nr of upTo(20, 1000)) await convert({ version: 2, status: 'control', nr: nr }, 'buy');
  await convert({ version: 2, status: 'ended', nr: 0 }, 'buy', 'hello'); // again: once in an entry
}

test('GET /v1/journeys/:id/goals: conversions by goal, version, node and message, and lift with its interval', async () => {
  await convertMany();
  const { status, body } = await api.as().get('/v1/journeys/shop/goals');
  expect(status).toBe(200);
  const lift = {
    persons: 300,
    controlPersons: 200,
    rate: 0.2,
    controlRate: 0.1,
    difference: expect.closeTo(0.1),
    low: expect.closeTo(0.0356, 4),
    high: expect.closeTo(0.1598, 4),
    relative: expect.closeTo(1),
    telling: 'more',
  };
  expect(body.goals).toEqual([
    {
      id: 'buy',
      entered: 310,
      conversions: 61,
      rate: 61 / 310,
      control: 200,
      controlConversions: 20,
      lift,
      versions: [
        { version: 1, entered: 10, conversions: 1, rate: 0.1, control: 0, controlConversions: 0, lift: null },
        { version: 2, entered: 300, conversions: 60, rate: 0.2, control: 200, controlConversions: 20, lift },
      ],
      nodes: { hello: { before: 59, at: 1 }, pause: { before: 0, at: 1 } },
      messages: { hello: 1 },
    },
    expect.objectContaining({ id: 'look', entered: 310, conversions: 0, rate: 0, nodes: {}, messages: {} }),
  ]);
});

test('lift compares users: a user who enters often is drawn once', async () => {
  await convertMany();
  await enter(3, 'control', upTo(2, 1000));
  const { body } = await api.as().get('/v1/journeys/shop/goals');
  expect(body.goals[0]).toMatchObject({ control: 202, lift: { controlPersons: 200 } });
});

test('C48 7.12 given a goal is met during the read, then counts and lift are of the same moment', async () => {
  const { database } = api;
  await convertMany();
  const asked = await database.transaction(async (sql) => {
    await sql`lock table conversions in access exclusive mode`; // the second half of what is read waits here
    const request = api
      .as()
      .get('/v1/journeys/shop/goals')
      .then(({ body }) => body);
    await vi.waitFor(async () => {
      const waiting = await database.sql`
        select from pg_locks where relation = 'conversions'::regclass and not granted
          and database = (select oid from pg_database where datname = current_database())`;
      expect(waiting).toHaveLength(1);
    });
    await convert({ version: 2, status: 'ended', nr: 100 }, 'buy', 'hello', sql);
    return { request };
  });
  const [, second] = (await asked.request).goals[0].versions;
  expect(second).toMatchObject({ version: 2, conversions: 60, lift: { persons: 300, rate: 60 / 300 } });
  const { body } = await api.as().get('/v1/journeys/shop/goals');
  expect(body.goals[0].versions[1]).toMatchObject({ conversions: 61, lift: { rate: 61 / 300 } });
});

test('no such journey → 404', async () => {
  expect((await api.as().get('/v1/journeys/nothing/goals')).status).toBe(404);
});
