import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registerActivities } from '../../store/journeys/activities.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const SCORE = {
  name: 'score-lead',
  title: 'Score a lead',
  about: 'How promising a user is',
  ports: ['hot', 'cold'],
  input: { type: 'object', properties: { plan: { type: 'string' } }, required: ['plan'] },
  output: null,
};
const journey = (node: object) => ({
  id: 'leads',
  name: 'Leads',
  entry: { type: 'api' },
  start: 'score',
  nodes: { score: { type: 'activity', activity: 'score-lead', then: 'end', ...node }, end: { type: 'exit' } },
});
const publish = (node: object) => api.as().put('/v1/journeys/leads').send(journey(node));

describe('GET /v1/activities, and its use in publishing', () => {
  test('without activities the list is empty, and a document that names one is refused with the fix', async () => {
    expect((await api.as().get('/v1/activities')).body).toEqual({ activities: [] });
    const { status, body } = await publish({});
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      {
        path: 'nodes.score.activity',
        message: 'node "score" runs the activity "score-lead", which no worker has registered',
        fix: 'start a worker that has its module in SOJOURN_ACTIVITIES',
      },
    ]);
  });

  test('a registered activity is listed with everything authors need, and documents are checked against it', async () => {
    await registerActivities(api.database.sql, [SCORE]);
    expect((await api.as().get('/v1/activities')).body).toEqual({
      activities: [{ ...SCORE, seenAt: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
    expect((await publish({})).body.errors).toMatchObject([{ path: 'nodes.score.input.plan' }]);
    expect((await publish({ input: { plan: '{{ profile.plan ' } })).body.errors).toMatchObject([
      { path: 'nodes.score.input.plan', message: expect.stringContaining('never ends') },
    ]);
    expect((await publish({ input: { plan: '{{ profile.plan }}' } })).status).toBe(201);
  });

  test('the latest registration wins', async () => {
    await registerActivities(api.database.sql, [SCORE]);
    await registerActivities(api.database.sql, [{ ...SCORE, ports: ['warm'] }]);
    expect((await api.as().get('/v1/activities')).body.activities).toMatchObject([{ ports: ['warm'] }]);
  });
});
