import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await api.as().put('/v1/journeys/offers').send(DOCUMENT).expect(201);
  // Three on each path; of those on b, two have converted, one of them by both goals.
  await api.database.sql`
    insert into assignments (workspace, person, experiment, arm, assigned_at, journey, instance, position)
    select 'main', 'p' || nr, 'offer', case when nr <= 3 then 'a' else 'b' end, 1000, 'offers', 'i', 1
      from generate_series(1, 6) as nr`;
  await api.database.sql`
    insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at, converted_at)
    values ('main', 'offer', 'p4', 'bought', 'offers', 'b', 1000, 2000),
      ('main', 'offer', 'p4', 'asked', 'offers', 'b', 1000, 2000),
           ('main', 'offer', 'p5', 'bought', 'offers', 'b', 1000, 2000)`;
});
afterEach(() => api.close());

const DOCUMENT = {
  id: 'offers',
  name: 'Offers',
  entry: { type: 'api' },
  start: 'offer',
  nodes: {
    offer: {
      type: 'intelli',
      experiment: 'offer',
      paths: { a: {}, b: {} },
      goals: [
        { id: 'bought', event: 'Bought' },
        { id: 'asked', event: 'Asked' },
      ],
      then: 'end',
    },
    end: { type: 'exit' },
  },
};
const PATH = '/v1/journeys/offers/experiments';
const one = async () => (await api.as().get(PATH)).body.experiments[0];
const log = async () => (await api.as().get(`${PATH}/offer/changes`)).body.changes;

describe('GET /v1/journeys/:id/experiments', () => {
  test('each path with assigned and converted users, rate, weight and probability of being the best', async () => {
    const { arms, ...rest } = await one();
    expect(rest).toEqual({
      experiment: 'offer',
      version: 1,
      nodes: ['offer'],
      mode: 'automatic',
      winner: null,
      floor: 5,
      counting: 'at-once',
      revision: 1,
      regret: expect.closeTo(3 * (3 / 5 - 1 / 5)),
    });
    expect(arms).toMatchObject([
      { arm: 'a', weight: 50, share: 50, assigned: 3, converted: 0, rate: 0, goals: { bought: 0, asked: 0 } },
      { arm: 'b', weight: 50, share: 50, assigned: 3, converted: 2, goals: { bought: 2, asked: 1 } },
    ]);
    expect(arms[0].probabilityOfBest + arms[1].probabilityOfBest).toBeCloseTo(1);
    expect(arms[1].probabilityOfBest).toBeGreaterThan(0.85);
    expect(arms[1].low).toBeLessThan(2 / 3);
    expect(arms[1].high).toBeGreaterThan(2 / 3);
  });

  test('6 an experiment of a version that can’t be read is named, and the list is answered', async () => {
    const { sql } = api.database;
    await sql`alter table versions disable trigger user`; // versions never change, except by hand
    await sql`update versions set document = jsonb_set(document::jsonb, '{start}', '7')`;
    const { status, body } = await api.as().get(PATH);
    expect([status, body]).toEqual([200, { experiments: [], unreadable: ['offer'] }]);
  });

  test('a journey without experiments has none; an unknown journey is 404', async () => {
    const { nodes, start: _, ...rest } = DOCUMENT;
    await api
      .as()
      .put('/v1/journeys/plain')
      .send({ ...rest, id: 'plain', start: 'end', nodes: { end: nodes.end } });
    expect((await api.as().get('/v1/journeys/plain/experiments')).body).toEqual({ experiments: [], unreadable: [] });
    expect((await api.as().get('/v1/journeys/none/experiments')).status).toBe(404);
  });
});

/** Revisions 2, 3 and 4: manual weights, a winner, and back. */
const weighByHand = () =>
  api
    .as()
    .patch(`${PATH}/offer`)
    .send({ mode: 'manual', weights: { a: 3, b: 1 } });
const declareWinner = () => api.as().post(`${PATH}/offer/winner`).set('If-Match', '"2"').send({ arm: 'b' });
const withdrawWinner = () => api.as().delete(`${PATH}/offer/winner`);
async function changeThrice() {
  for (const change of [weighByHand, declareWinner, withdrawWinner]) expect((await change()).status).toBe(200);
}

describe('operators change it live; every change is in the change log and the audit log', () => {
  test('manual weights, a winner, and back', async () => {
    const manual = await weighByHand();
    expect([manual.status, manual.headers.etag]).toEqual([200, '"2"']);
    expect(manual.body.arms).toMatchObject([{ weight: 75 }, { weight: 25 }]);

    const won = await declareWinner();
    expect([won.status, won.body.winner, won.body.revision]).toEqual([200, 'b', 3]);
    expect(won.body.arms).toMatchObject([
      { weight: 75, share: 0 },
      { weight: 25, share: 100 },
    ]);

    const withdrawn = await withdrawWinner();
    expect(withdrawn.body).toMatchObject({ winner: null, revision: 4, arms: [{ share: 75 }, { share: 25 }] });
    expect((await withdrawWinner()).body.revision).toBe(4); // nothing to change

    expect(await log()).toMatchObject([
      { revision: 4, what: 'winner-withdrawn', before: { winner: 'b' }, after: { winner: null } },
      { revision: 3, what: 'winner-declared', before: { winner: null }, after: { winner: 'b' } },
      {
        revision: 2,
        what: 'edited',
        before: { mode: 'automatic', weights: { a: 50, b: 50 } },
        after: { mode: 'manual' },
      },
      { revision: 1, what: 'published', before: null, after: { mode: 'automatic' }, tallies: null },
    ]);
    const audited = await api.database
      .sql`select about ->> 'what' as what from audit where action = 'experiment.change' order by id`;
    expect(audited).toEqual([{ what: 'edited' }, { what: 'winner-declared' }, { what: 'winner-withdrawn' }]);
  });

  test('the change log comes in pages', async () => {
    await changeThrice();
    const first = await api.as().get(`${PATH}/offer/changes?limit=3`);
    expect([first.body.changes.length, first.body.next]).toEqual([3, '2']);
    const second = await api.as().get(`${PATH}/offer/changes?limit=3&cursor=2`);
    expect([second.body.changes.map(({ revision }: { revision: number }) => revision), second.body.next]).toEqual([
      [1],
      null,
    ]);
  });

  test('publishing the same IntelliNODE again changes none of it', async () => {
    await changeThrice();
    await api
      .as()
      .put('/v1/journeys/offers')
      .send({ ...DOCUMENT, name: 'Offers again' })
      .expect(201);
    expect(await one()).toMatchObject({
      version: 2,
      mode: 'manual',
      revision: 4,
      arms: [{ weight: 75 }, { weight: 25 }],
    });
  });

  test.each([
    {
      given: 'weights in automatic mode',
      does: (to: string) =>
        api
          .as()
          .patch(`${PATH}/${to}`)
          .send({ mode: 'automatic', weights: { a: 1, b: 1 } }),
      status: 409,
      code: 'experiment-refused',
    },
    {
      given: 'a path that there is not',
      does: (to: string) => api.as().post(`${PATH}/${to}/winner`).send({ arm: 'z' }),
      status: 409,
      code: 'experiment-refused',
    },
    {
      given: 'nothing',
      does: (to: string) => api.as().patch(`${PATH}/${to}`).send({}),
      status: 400,
      code: 'request-invalid',
    },
    {
      given: 'a weight below 0',
      does: (to: string) =>
        api
          .as()
          .patch(`${PATH}/${to}`)
          .send({ weights: { a: -1, b: 1 } }),
      status: 400,
      code: 'request-invalid',
    },
    {
      given: 'another revision',
      does: (to: string) => api.as().delete(`${PATH}/${to}/winner`).set('If-Match', '"1"'),
      status: 412,
      code: 'version-conflict',
    },
    {
      given: 'what is no ETag',
      does: (to: string) => api.as().delete(`${PATH}/${to}/winner`).set('If-Match', 'x'),
      status: 400,
      code: 'request-invalid',
    },
  ])('$given → $status $code', async ({ does, status, code }) => {
    await changeThrice();
    const answer = await does('offer');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.fix.length).toBeGreaterThan(3);
    expect((await one()).revision).toBe(4);
  });

  test('an unknown experiment', async () => {
    for (const answer of [
      await api.as().patch(`${PATH}/none`).send({ mode: 'manual' }),
      await api.as().post(`${PATH}/none/winner`).send({ arm: 'a' }),
      await api.as().delete(`${PATH}/none/winner`),
      await api.as().get(`${PATH}/none/changes`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'experiment-not-found']);
  });

  test('it takes the scope `operate`', async () => {
    const reader = await api.key('read');
    expect((await api.as(reader).patch(`${PATH}/offer`).send({ mode: 'manual' })).status).toBe(403);
    expect((await api.as(reader).get(PATH)).status).toBe(200);
  });
});
