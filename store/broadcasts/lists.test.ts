import { afterAll, beforeAll, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { startApi, type TestApi } from '../../test/api.ts';
import { type ListRow, NO_FILE } from './list-row.ts';
import { uploadList } from './lists.ts';
import { failBrokenUploads } from './stale-uploads.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const document = {
    id: 'leads',
    name: 'Leads',
    entry: { type: 'list' },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  };
  expect((await api.as().put('/v1/journeys/leads').send(document)).status).toBe(201);
});
afterAll(() => api.close());

const REQUEST = { workspace: WorkspaceId.parse('main'), journey: JourneyId.parse('leads'), actor: 'test', id: 'march' };
const row = (nr: number): ListRow => ({ nr, userId: `u${nr}`, properties: {}, bytes: 2 });

test('C31 a list that failed, sent again a day later: the clean-up in its midst takes none of its rows', async () => {
  const { sql } = api.database;
  async function* broken() {
    for (let nr = 1; nr <= 1_500; nr += 1) yield row(nr);
    throw new Error('the connection broke');
  }
  await expect(uploadList(api.database, REQUEST, { rows: broken(), describe: () => NO_FILE })).rejects.toThrow(
    'the connection broke',
  );
  await sql`update broadcasts set created_at = now() - interval '25 hours', touched_at = now() - interval '25 hours'`;

  async function* again() {
    for (let nr = 1; nr <= 2_000; nr += 1) {
      if (nr === 1_500) await failBrokenUploads(sql); // a page of it is in
      yield row(nr);
    }
  }
  expect(await uploadList(api.database, REQUEST, { rows: again(), describe: () => NO_FILE })).toEqual({
    ok: true,
    value: { id: 'march', rows: 2_000, rejected: 0, repeated: 0, file: NO_FILE },
  });
  await failBrokenUploads(sql);
  const [found] = await sql`select count(*)::int as n from list_rows`;
  expect(found?.n).toBe(2_000); // and of the one that broke, none
  expect(await sql`select from stale_uploads`).toEqual([]);
});

test('C44 an upload that has not moved for an hour is said to have broken off, and its rows go', async () => {
  const { sql } = api.database;
  let meanwhile = 0;
  async function* frozen() {
    for (let nr = 1; nr <= 1_200; nr += 1) {
      if (nr === 1_100) {
        await sql`update broadcasts set touched_at = now() - interval '61 minutes' where id = 'april'`;
        meanwhile = await failBrokenUploads(sql);
      }
      yield row(nr);
    }
  }
  const uploaded = await uploadList(
    api.database,
    { ...REQUEST, id: 'april' },
    { rows: frozen(), describe: () => NO_FILE },
  );
  expect(meanwhile).toBe(1);
  expect(uploaded.ok).toBe(false);
  const [line] = await sql`select state, detail from broadcasts where id = 'april'`;
  expect(line).toEqual({ state: 'failed', detail: 'the upload was interrupted after row 1000' });
});
