import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { chargeSms } from '../../store/messages/sms-budget.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const NONE = { quietHours: [], frequencyCaps: [] };
const put = (settings: object) => api.as().put('/v1/settings').send(settings);

describe('settings of a workspace', () => {
  test('none at first; saved settings are returned', async () => {
    expect((await api.as().get('/v1/settings')).body).toEqual(NONE);
    const settings = {
      timeZone: 'Europe/Amsterdam',
      quietHours: [{ from: '22:00', to: '08:00', weekdays: [], channels: [], policy: 'hold' }],
      frequencyCaps: [{ max: 3, per: '7d', tags: [], channels: [] }],
    };
    expect((await put(settings)).status).toBe(200);
    expect((await api.as().get('/v1/settings')).body).toMatchObject(settings);
  });

  test('a report uses the workspace’s time zone', async () => {
    await api.as().put('/v1/journeys/welcome').send(journeyDocument());
    await put({ timeZone: 'Asia/Tokyo' });
    expect((await api.as().get('/v1/journeys/welcome/report')).body.zone).toBe('Asia/Tokyo');
    await put({});
    expect((await api.as().get('/v1/journeys/welcome/report')).body.zone).toBe('UTC');
  });

  test.each([
    { settings: { timeZone: 'Mars/Base' }, path: 'timeZone' },
    { settings: { quietHours: [{ from: '25:00', to: '08:00' }] }, path: 'quietHours.0.from' },
    { settings: { zone: 'UTC' }, path: 'zone' },
  ])('$path is wrong → 400 that names it, and nothing is changed', async ({ settings, path }) => {
    const answer = await put(settings);
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
    expect((await api.as().get('/v1/settings')).body).toEqual(NONE);
  });

  test('only `admin` changes them', async () => {
    const key = await api.key('author', 'read');
    expect((await api.as(key).put('/v1/settings').send({})).status).toBe(403);
    expect((await api.as(key).get('/v1/settings')).status).toBe(200);
  });
});

test('S13 the budget of SMS shows what is used today, and the limits of the environment', async () => {
  const day = new Date().toISOString().slice(0, 10);
  const nothing = { segments: 0, held: 0, segmentsPerDay: null, countries: null };
  expect((await api.as().get('/v1/sms-budget')).body).toMatchObject(nothing);
  const limited = await startApi({ sms: { segmentsPerDay: 5, countries: ['NL'] } });
  const { sql } = limited.database;
  const charge = { workspace: WorkspaceId.parse('main'), key: 'k', day, segments: 4, limit: 5 };
  await chargeSms(sql, charge);
  await chargeSms(sql, { ...charge, key: 'other' });
  const { body } = await limited.as().get('/v1/sms-budget');
  expect(body).toMatchObject({ segments: 4, held: 1, segmentsPerDay: 5, countries: ['NL'] });
  await limited.close();
});

test('the audit log shows who changed them, latest first, in pages', async () => {
  for (const timeZone of ['UTC', 'Asia/Tokyo']) await put({ timeZone });
  const first = await api.as().get('/v1/audit?limit=1');
  expect(first.body.entries).toMatchObject([{ action: 'settings.change', about: { names: expect.any(Array) } }]);
  const second = await api.as().get('/v1/audit').query({ limit: 1, cursor: first.body.next });
  expect(second.body.entries[0].id).toBeLessThan(first.body.entries[0].id);
});
