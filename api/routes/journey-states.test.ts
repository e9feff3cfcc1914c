import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journeyDocument, Problem, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const put = (id: string, more: object = {}) =>
  api
    .as()
    .put(`/v1/journeys/${id}`)
    .send(journeyDocument({ id, ...more }));
const act = (id: string, verb: string, body?: object) => {
  const call = api.as().post(`/v1/journeys/${id}/${verb}`);
  return body ? call.send(body) : call;
};
const actions = async (id: string) =>
  (
    await api.database.sql<{ action: string }>`select action from audit where about ->> 'journey' = ${id} order by id`
  ).map(({ action }) => action);

describe('an operator’s changes to a journey: if its state allows them, once, and audited (design.md §12)', () => {
  test('paused, resumed, stopped, started, archived; each requested twice', async () => {
    await put('life');
    for (const [verb, body, state] of [
      ['pause', undefined, 'paused'],
      ['resume', undefined, 'running'],
      ['stop', { mode: 'now' }, 'stopped'],
      ['start', {}, 'running'],
      ['stop', { mode: 'drain' }, 'stopped'], // no user is inside
      ['archive', undefined, 'archived'],
    ] as const) {
      const first = await act('life', verb, body);
      expect(first.body).toMatchObject({ id: 'life', state, version: 1 });
      expect((await act('life', verb, body)).body).toEqual(first.body);
    }
    const verbs = ['pause', 'resume', 'stop', 'start', 'stop', 'archive'];
    expect(await actions('life')).toEqual(['journey.publish', ...verbs.map((verb) => `journey.${verb}`)]);
    expect((await api.as().get('/v1/journeys?state=archived')).body.journeys).toMatchObject([{ id: 'life' }]);
  });

  test('a pause says since when and by which policy; another one has to be resumed first', async () => {
    await put('paused', { onPause: 'skip' });
    const { body } = await act('paused', 'pause');
    expect(body.pause).toMatchObject({ policy: 'skip' });
    expect((await act('paused', 'pause', { policy: 'skip' })).status).toBe(200);
    const other = await act('paused', 'pause', { policy: 'hold-clock' });
    expect(other.status).toBe(409);
    expect(Problem.parse(other.body).message).toContain('is paused already, with the policy skip');
    const entered = await api.as().post('/v1/journeys/paused/enter').send({ userId: 'ana' });
    expect(entered.body).toMatchObject({ code: 'journey-not-running', message: 'journey "paused" is paused' });
  });

  test.each([
    { state: 'running', before: [], verb: 'resume', status: 200 },
    { state: 'running', before: [], verb: 'archive', status: 409 },
    { state: 'paused', before: ['pause'], verb: 'archive', status: 409 },
    { state: 'paused', before: ['pause'], verb: 'start', status: 409 },
    { state: 'stopped', before: ['stop'], verb: 'pause', status: 409 },
    { state: 'archived', before: ['stop', 'archive'], verb: 'start', status: 409 },
  ])('one that is $state: $verb → $status, and a refusal names the state and what is possible', async (of) => {
    const id = `of-${of.state}-${of.verb}`;
    await put(id);
    for (const verb of of.before) await act(id, verb, verb === 'stop' ? { mode: 'now' } : undefined);
    const answered = await act(id, of.verb);
    expect(answered.status).toBe(of.status);
    if (of.status === 409) {
      const { code, message, fix } = Problem.parse(answered.body);
      expect({ code, message }).toEqual({ code: 'journey-state', message: expect.stringContaining(`is ${of.state}`) });
      expect(fix).toMatch(/it|another Journey ID/);
    }
  });

  test('a journey with dates is scheduled, lets no user in yet, and can be started now', async () => {
    await put('later', { active: { from: '2999-01-01T00:00Z', until: '2999-02-01T00:00Z' } });
    const entered = await api.as().post('/v1/journeys/later/enter').send({ userId: 'ana' });
    expect(Problem.parse(entered.body).message).toContain('is scheduled: entry begins at 2999-01-01');
    const { body } = await act('later', 'start');
    expect(body).toMatchObject({ state: 'running', entryFrom: null, entryUntil: '2999-02-01T00:00:00.000Z' });
  });

  test('no journey of another workspace, and no unknown one', async () => {
    expect((await act('nowhere', 'pause')).status).toBe(404);
    const read = await api.as(await api.key('read')).post('/v1/journeys/life/pause');
    expect(read.status).toBe(403);
  });
});

describe('drafts: any JSON object, over the revision that was read, until it is published', () => {
  const draft = (id: string) => `/v1/journeys/${id}/draft`;

  test('a journey that has only a draft is listed as one; publishing clears it', async () => {
    const saved = await api
      .as()
      .put(draft('new'))
      .send({ name: 'New', labels: ['a', 7], nodes: 'none yet' });
    expect(saved.headers.etag).toBe('"1"');
    const { body } = await api.as().get('/v1/journeys?state=draft');
    expect(body.journeys).toMatchObject([
      { id: 'new', name: 'New', state: 'draft', version: null, labels: ['a'], hasDraft: true },
    ]);
    expect((await api.as().get(draft('new'))).body.document).toEqual({
      name: 'New',
      labels: ['a', 7],
      nodes: 'none yet',
    });
    expect((await act('new', 'pause')).body).toMatchObject({ code: 'journey-state', fix: 'publish it, or archive it' });

    await put('new');
    expect((await api.as().get(draft('new'))).status).toBe(404);
    const listed = await api.as().get('/v1/journeys?id=new');
    expect(listed.body.journeys).toMatchObject([{ id: 'new', state: 'running', hasDraft: false }]);
  });

  test('two editors save: the second is told, and nothing is lost', async () => {
    const save = (revision: string, name: string) =>
      api.as().put(draft('both')).set('If-Match', revision).send({ name });
    expect((await save('"0"', 'one')).body.revision).toBe(1);
    expect((await save('"0"', 'other')).status).toBe(412);
    expect((await save('"1"', 'two')).body.revision).toBe(2);
    const late = await save('"1"', 'three');
    expect(Problem.parse(late.body)).toMatchObject({ status: 412, code: 'draft-conflict' });
    expect((await api.as().get(draft('both'))).body.document).toEqual({ name: 'two' });
    expect((await api.as().delete(draft('both')).set('If-Match', '"1"')).status).toBe(412);
    expect((await api.as().delete(draft('both')).set('If-Match', '"2"')).status).toBe(200);
    expect((await api.as().delete(draft('both'))).status).toBe(404);
  });

  test('put away, it is archived; saved again, a draft', async () => {
    await api.as().put(draft('away')).send({});
    expect((await act('away', 'archive')).body).toMatchObject({ state: 'archived', version: null });
    await api.as().put(draft('away')).send({});
    expect((await api.as().get('/v1/journeys?id=away')).body.journeys).toMatchObject([
      { name: 'away', state: 'draft' },
    ]);
  });

  test.each([[[1]], ['text']])('%j is no draft', async (given) => {
    expect((await api.as().put(draft('no')).type('json').send(JSON.stringify(given))).status).toBe(400);
  });
});
