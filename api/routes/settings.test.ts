import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { chargeSms } from '../../store/messages/sms-budget.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const NONE = { quietHours: [], frequencyCaps: [], topics: [] };
const put = (settings: object) => api.as().put('/v1/settings').send(settings);

describe('settings of a workspace', () => {
  test('none at first; saved settings are returned', async () => {
    expect((await api.as().get('/v1/settings')).body).toEqual(NONE);
    const settings = {
      timeZone: 'Europe/Amsterdam',
      quietHours: [{ from: '22:00', to: '08:00', weekdays: [], channels: [], policy: 'hold' }],
      frequencyCaps: [{ max: 3, per: '7d', tags: [], channels: [], topics: ['news'] }],
      topics: [{ id: 'news', names: { en: 'News' }, default: 'opt-in' }],
      controlGroup: { percent: 5, salt: 'x' },
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
    { settings: { controlGroup: { percent: 80 } }, path: 'controlGroup.percent' },
    { settings: { topics: [{ id: 'news' }, { id: 'news' }] }, path: 'topics.1.id' },
    { settings: { frequencyCaps: [{ max: 1, per: '1d', topics: ['news'] }] }, path: 'frequencyCaps.0.topics' },
    {
      settings: {
        quietHours: [
          { from: '00:00', to: '12:00' },
          { from: '12:00', to: '00:00' },
        ],
      },
      path: 'quietHours',
    },
  ])('$path is wrong → 400 that names it, and nothing is changed', async ({ settings, path }) => {
    const answer = await put(settings);
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
    expect((await api.as().get('/v1/settings')).body).toEqual(NONE);
  });

  test('8 a message names a topic that exists, and its topic can’t be removed', async () => {
    const document = journeyDocument();
    const about = (topic: string) => ({
      ...document,
      start: 'mail',
      nodes: {
        mail: { type: 'message', channel: 'email', topic, content: { subject: 'Hi', text: 'Hi' }, then: 'end' },
        end: { type: 'exit' },
      },
    });
    const publish = (topic: string) => api.as().put('/v1/journeys/welcome').send(about(topic));
    expect((await publish('news')).body.errors).toMatchObject([{ path: 'nodes.mail.topic' }]);
    await put({ topics: [{ id: 'news' }, { id: 'offers' }] });
    expect((await publish('new')).body.errors).toMatchObject([{ fix: 'did you mean "news"?' }]);
    expect((await publish('news')).status).toBe(201);
    expect((await put({ topics: [{ id: 'offers' }] })).body).toMatchObject({ code: 'topic-in-use' });
    expect((await put({ topics: [{ id: 'news' }] })).status).toBe(200);
  });

  test('8 quiet hours that leave no time together with the workspace’s can’t be published', async () => {
    await put({ quietHours: [{ from: '20:00', to: '08:00' }] });
    const document = {
      ...journeyDocument(),
      quietHours: [{ from: '08:00', to: '20:00' }],
      start: 'mail',
      nodes: {
        mail: { type: 'message', channel: 'email', content: { subject: 'Hi', text: 'Hi' }, then: 'end' },
        end: { type: 'exit' },
      },
    };
    const { body } = await api.as().put('/v1/journeys/welcome').send(document);
    expect(body.errors).toMatchObject([{ path: 'quietHours', message: expect.stringContaining('workspace') }]);
  });

  test('M3 publishing warns about marketing email without a working unsubscribe link', async () => {
    const away = await startApi({ hasPublicUrl: false });
    const mail = { type: 'message', channel: 'email', content: { subject: 'Hi', text: 'Hi' }, then: 'end' };
    const publish = (more: object) =>
      away
        .as()
        .put('/v1/journeys/welcome')
        .send({ ...journeyDocument(), start: 'mail', nodes: { mail: { ...mail, ...more }, end: { type: 'exit' } } });
    const warned = async (more: object) =>
      (await publish(more)).body.warnings.filter(({ message }: { message: string }) => message.includes('PUBLIC_URL'));
    expect(await warned({})).toMatchObject([{ path: 'nodes.mail' }]);
    expect(await warned({ transactional: true })).toEqual([]);
    await away.close();
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

test('the audit log shows who changed them, newest first, in pages', async () => {
  for (const timeZone of ['UTC', 'Asia/Tokyo']) await put({ timeZone });
  const first = await api.as().get('/v1/audit?limit=1');
  expect(first.body.entries).toMatchObject([{ action: 'settings.change', about: { names: expect.any(Array) } }]);
  const second = await api.as().get('/v1/audit').query({ limit: 1, cursor: first.body.next });
  expect(second.body.entries[0].id).toBeLessThan(first.body.entries[0].id);
});
