import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';
import { XLSX } from '../lists/file-format.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await publish('leads', { type: 'list', key: 'event.lead' });
  await publish('news', { type: 'schedule', every: { unit: 'week', weekdays: [1], at: '09:00' } });
  await publish('carts', { type: 'event', event: 'Carted' });
});
afterAll(() => api.close());

const publish = async (id: string, entry: object) => {
  const put = await api.as().put(`/v1/journeys/${id}`).send(journeyDocument({ id, entry }));
  expect(put.status).toBe(201);
};
const upload = (text: string | Buffer, type = 'text/csv', journey = 'leads') =>
  api.as().post(`/v1/journeys/${journey}/lists`).set('Content-Type', type).send(text);
const stored = async (list: string) => {
  const rows = await api.database.sql<{ user: string; properties: object }>`
    select user_id as user, properties from list_rows
      where broadcast = (select rows_under from broadcasts where id = ${list}) order by nr`;
  return rows.map(({ user, properties }) => [user, properties]);
};
const rejected = async (list: string) =>
  (await api.as().get(`/v1/journeys/leads/lists/${list}/rejected`)).body.rejected;

describe('a list is accepted row by row', () => {
  test.each([
    {
      given: 'CSV: quoted cells, numbers, empty cells',
      type: 'text/csv; charset=utf-8',
      text: '\uFEFFuserId,lead,city,zip\nana,l1,"Den Haag, NL",0031\nbob,7,,\n',
      rows: [
        ['ana', { lead: 'l1', city: 'Den Haag, NL', zip: '0031' }],
        ['bob', { lead: 7 }],
      ],
    },
    {
      given: 'NDJSON: flat, or as an entry by API has it',
      type: 'application/x-ndjson',
      text: '{"userId":"ana","lead":"l1"}\n\n{"userId":5,"properties":{"lead":"l2"}}',
      rows: [
        ['ana', { lead: 'l1' }],
        ['5', { lead: 'l2' }],
      ],
    },
  ])('$given', async ({ type, text, rows }) => {
    const { status, body } = await upload(text, type);
    expect({ status, ...body }).toEqual({
      ...{ status: 202, id: expect.any(String), rows: 2, rejected: 0, repeated: 0 },
      file: expect.objectContaining({ encoding: 'utf-8' }),
    });
    expect(await stored(body.id)).toEqual(rows);
    const page = await api.as().get('/v1/journeys/leads/broadcasts');
    expect(page.body.broadcasts[0]).toMatchObject({
      id: body.id,
      source: 'list',
      state: 'filling',
      total: 2,
      queued: 0,
    });
  });

  test('one that is compressed too', async () => {
    const { status, body } = await api
      .as()
      .post('/v1/journeys/leads/lists')
      .set('Content-Type', 'text/csv')
      .set('Content-Encoding', 'gzip')
      .serialize((it) => it)
      .send(gzipSync('userId\nana\n'));
    expect([status, body.rows]).toEqual([202, 1]);
  });

  test('the same Idempotency-Key again is the same list', async () => {
    const send = () =>
      api
        .as()
        .post('/v1/journeys/leads/lists')
        .set('Content-Type', 'text/csv')
        .set('Idempotency-Key', 'march')
        .send('userId\nana\n');
    const first = await send();
    expect((await send()).body).toEqual(first.body);
    expect(await stored(first.body.id)).toHaveLength(1);
  });
});

describe('unreadable rows are reported, and hold up no other row', () => {
  test('CSV', async () => {
    const { body } = await upload(`userId,lead\nana,1\n,2\nbob\n${'x'.repeat(251)},3\ncec,4\n`);
    expect(body).toMatchObject({ rows: 2, rejected: 3 });
    expect((await stored(body.id)).map(([user]) => user)).toEqual(['ana', 'cec']);
    expect(await rejected(body.id)).toMatchObject([
      { row: 3, reason: 'the userId is missing', fix: expect.stringContaining('give each row the userId') },
      { row: 4, reason: 'the row has 1 cell instead of 2' },
      { row: 5, reason: expect.stringContaining('the userId') },
    ]);
  });

  test('NDJSON', async () => {
    const big = JSON.stringify({ userId: 'eve', text: 'x'.repeat(40_000) });
    const lines = ['{"userId":"ana"}', '{nonsense', '[1]', '{"lead":1}', big, '{"userId":"bob"}'];
    const { body } = await upload(lines.join('\n'), 'application/x-ndjson');
    expect(body).toMatchObject({ rows: 2, rejected: 4 });
    expect((await rejected(body.id)).map(({ row, reason }: { row: number; reason: string }) => [row, reason])).toEqual([
      [2, expect.stringContaining('the line is not JSON')],
      [3, 'the line is not a JSON object'],
      [4, 'the userId is missing'],
      [5, expect.stringContaining('more than 32768')],
    ]);
  });
});

describe('invalid lists are refused, with the fix', () => {
  const gzipped = gzipSync(`userId\n${'ana\n'.repeat(1_000)}`);
  test.each([
    { given: 'is cut off', bytes: gzipped.subarray(0, 20) },
    { given: 'is its head alone', bytes: gzipped.subarray(0, 4) },
    { given: 'is not gzip', bytes: Buffer.from('userId\nana\n') },
    { given: 'has a broken block', bytes: Buffer.concat([gzipped.subarray(0, 14), Buffer.alloc(40, 0xff)]) },
  ])('C44 a gzipped list that $given is a 400, whatever it is a list of, and can be sent again', async ({ bytes }) => {
    for (const type of ['text/csv', 'application/x-ndjson']) {
      const key = `broken-${type}-${bytes.length}`;
      const send = (body: Buffer) =>
        api
          .as()
          .post('/v1/journeys/leads/lists')
          .set({ 'Content-Type': type, 'Content-Encoding': 'gzip', 'Idempotency-Key': key })
          .send(body);
      const answer = await send(bytes);
      expect([answer.status, answer.body.code]).toEqual([400, 'body-malformed']);
      expect((await send(gzipSync(type === 'text/csv' ? 'userId\nana\n' : '{"userId":"ana"}\n'))).status).toBe(202);
    }
    expect(api.errors).toEqual([]);
  });

  test.each([
    {
      given: 'no header with userId',
      text: 'name\nana\n',
      status: 400,
      fix: 'name one of its columns userId, or map one to it with "columns"',
    },
    { given: 'a column twice', text: 'userId,a,a\nana,1,2\n', status: 400, fix: 'give each column its own name' },
    {
      given: 'another type',
      text: '{}',
      type: 'application/json',
      status: 415,
      fix: `send it with Content-Type: text/csv, application/x-ndjson, or ${XLSX}`,
    },
    {
      given: 'no such journey',
      text: 'userId\n',
      journey: 'none',
      status: 404,
      fix: 'list them with GET /v1/journeys',
    },
    {
      given: 'another entry',
      text: 'userId\n',
      journey: 'carts',
      status: 409,
      fix: 'publish it with an entry of the type "list"',
    },
  ])('$given → $status', async ({ text, type = 'text/csv', journey = 'leads', status, fix }) => {
    const answered = await upload(text, type, journey);
    expect({ status: answered.status, fix: answered.body.fix }).toEqual({ status, fix });
  });

  test('a list refused half way has let no user in, and says so', async () => {
    await upload('name\nana\n');
    const { body } = await api.as().get('/v1/journeys/leads/broadcasts?limit=1');
    expect(body.broadcasts[0]).toMatchObject({ state: 'failed', detail: 'the upload was interrupted after row 0' });
  });

  test('a key that may only send events can’t upload a list', async () => {
    const own = await api.key('ingest');
    const { status } = await api
      .as(own)
      .post('/v1/journeys/leads/lists')
      .set('Content-Type', 'text/csv')
      .send('userId\n');
    expect(status).toBe(403);
  });
});

describe('a schedule', () => {
  test('shows its next time', async () => {
    const { body } = await api.as().get('/v1/journeys/news/broadcasts');
    const [next] = body.broadcasts;
    expect(next).toMatchObject({ source: 'schedule', state: 'waiting', queued: 0 });
    expect(new Date(next.at).getUTCDay()).toBe(1);
    expect(next.at).toMatch(/T09:00:00.000Z$/);
  });

  test('starts once more on request, and the next time stays', async () => {
    const { status, body } = await api.as().post('/v1/journeys/news/broadcasts');
    expect(status).toBe(201);
    const page = await api.as().get('/v1/journeys/news/broadcasts');
    expect(page.body.broadcasts.map(({ id, state }: { id: string; state: string }) => [id === body.id, state])).toEqual(
      [
        [false, 'waiting'],
        [true, 'filling'],
      ],
    );
  });

  test('of another journey there is none', async () => {
    const { status, body } = await api.as().post('/v1/journeys/carts/broadcasts');
    expect([status, body.fix]).toEqual([409, 'publish it with an entry of the type "schedule"']);
  });
});
