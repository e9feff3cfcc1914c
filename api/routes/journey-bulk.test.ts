import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const publish = (...ids: readonly string[]) =>
  Promise.all(ids.map((id) => api.as().put(`/v1/journeys/${id}`).send(journeyDocument({ id }))));
const bulk = (body: object, query = '') => api.as().post(`/v1/journeys/bulk${query}`).send(body);
const stateOf = async (id: string) => (await api.as().get(`/v1/journeys/${id}`)).body.state;
const inShort = (
  results: readonly { id: string; ok: boolean; state: string; inside: number; message: string | null }[],
) =>
  results.map(({ id, ok, state, inside, message }) => `${id} ${ok} ${state} ${inside}${message ? `: ${message}` : ''}`);

describe('POST /v1/journeys/bulk', () => {
  test('each separately: a refused one stops no other, and shows the reason and the fix', async () => {
    await publish('one', 'two');
    await api.as().post('/v1/journeys/one/enter').send({ userId: 'ana' });
    const { status, body } = await bulk({ ids: ['one', 'none', 'two', 'one'], action: 'pause' });
    expect(status).toBe(200);
    expect(inShort(body.results)).toEqual([
      'one true paused 1',
      'none false null 0: there is no journey "none"',
      'two true paused 0',
    ]);
    expect(await stateOf('one')).toBe('paused');
    const archived = (await bulk({ ids: ['one'], action: 'archive' })).body.results;
    expect(archived).toEqual([
      { id: 'one', ok: false, state: 'paused', inside: 1, message: 'it is paused', fix: 'resume it, or stop it' },
    ]);
    const audit = await api.database
      .sql`select about ->> 'journey' as id from audit where action = 'journey.pause' order by 1`;
    expect(audit).toEqual([{ id: 'one' }, { id: 'two' }]);
  });

  test('a dry run changes nothing, and shows what would change', async () => {
    await publish('three', 'one');
    await api.as().post('/v1/journeys/one/enter').send({ userId: 'ana' });
    await bulk({ ids: ['one'], action: 'pause' });
    const { body } = await bulk({ ids: ['three', 'one'], action: 'stop', mode: 'now' }, '?dryRun=true');
    expect(inShort(body.results)).toEqual(['three true running 0', 'one true paused 1']);
    expect(await stateOf('three')).toBe('running');
  });

  test('repeated, it is already done; stopped, it can be archived', async () => {
    await publish('four');
    await api.as().post('/v1/journeys/four/enter').send({ userId: 'ana' });
    for (const state of ['stopped', 'stopped'])
      expect((await bulk({ ids: ['four'], action: 'stop', mode: 'now' })).body.results).toMatchObject([
        { ok: true, state },
      ]);
    expect((await bulk({ ids: ['four'], action: 'archive' })).body.results).toMatchObject([
      { ok: true, state: 'archived' },
    ]);
  });

  test('stopped ones are started again, and scheduled ones before their date', async () => {
    await publish('again');
    await bulk({ ids: ['again'], action: 'stop', mode: 'now' });
    const dated = journeyDocument({ id: 'dated', active: { from: '2999-01-01T00:00Z' } });
    expect((await api.as().put('/v1/journeys/dated').send(dated)).body.state).toBe('scheduled');
    const { body } = await bulk({ ids: ['again', 'dated'], action: 'start' });
    expect(inShort(body.results)).toEqual(['again true running 0', 'dated true running 0']);
  });

  test('a draft can be put away', async () => {
    await api.as().put('/v1/journeys/five/draft').send({ name: 'Five' });
    expect(inShort((await bulk({ ids: ['five'], action: 'archive' })).body.results)).toEqual(['five true archived 0']);
  });

  test.each([
    { body: { ids: [], action: 'pause' }, path: 'ids' },
    { body: { ids: ['one'], action: 'explode' }, path: 'action' },
    { body: { ids: ['one'], action: 'stop' }, path: 'mode' },
    { body: { ids: ['one'], action: 'pause', mode: 'now' }, path: 'mode' },
    { body: { ids: ['One Two'], action: 'pause' }, path: 'ids.0' },
  ])('$body → 400', async ({ body, path }) => {
    const answer = await bulk(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });

  test('needs the right to operate', async () => {
    const call = api
      .as(await api.key('read', 'author'))
      .post('/v1/journeys/bulk')
      .send({ ids: ['one'], action: 'pause' });
    expect((await call).status).toBe(403);
  });
});
