import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { fillPage } from '../../store/broadcasts/fill.ts';
import { storeListChanges } from '../../store/broadcasts/list-changes.ts';
import { NO_FILE } from '../../store/broadcasts/list-row.ts';
import { uploadList } from '../../store/broadcasts/lists.ts';
import { findNextQueued, letInPage } from '../../store/broadcasts/queue.ts';
import { createVersions } from '../../store/journeys/versions.ts';
import { reconcile } from '../../store/maintenance/reconcile.ts';
import { createStore } from '../../store/person.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  for (const [id, entry] of [
    ['leads', { type: 'list' }],
    ['carts', { type: 'list', key: 'event.cart' }],
  ] as const)
    expect((await api.as().put(`/v1/journeys/${id}`).send(journeyDocument({ id, entry }))).status).toBe(201);
});
afterAll(() => api.close());

const workspace = WorkspaceId.parse('main');
const CASES = new URL('../../test/samples/lists/', import.meta.url);
const readCase = (name: string) => readFileSync(new URL(name, CASES));

interface Sent {
  readonly journey?: string;
  readonly type?: string;
  readonly key?: string;
  readonly query?: object;
}

const upload = (file: string | Buffer, { journey = 'leads', type = 'text/csv', key, query = {} }: Sent = {}) =>
  api
    .as()
    .post(`/v1/journeys/${journey}/lists`)
    .query(query)
    .set({ 'Content-Type': type, ...(key !== undefined && { 'Idempotency-Key': key }) })
    .send(file);
const mapping = (columns: object) => ({ columns: JSON.stringify(columns) });
const report = async (list: string, journey = 'leads') =>
  (await api.as().get(`/v1/journeys/${journey}/lists/${list}/rejected`)).body.rejected;

/** Queues all users of the lists that have been uploaded. */
async function fill(journey = 'leads'): Promise<void> {
  const of = { workspace, journey: JourneyId.parse(journey) };
  const ports = { sql: api.database.sql, store: createStore(api.database) };
  for (;;) {
    const page = await api.database.transaction((sql) => fillPage(sql, of.workspace, of.journey));
    if (!page) return;
    if (page.hasChanges) await storeListChanges(ports, { ...of, id: page.id });
  }
}
const queued = async (list: string) => {
  const rows = await api.database.sql<{ user: string; profile: object; properties: object }>`
    select p.user_id as user, p.profile, q.properties
      from queued q join persons p on (p.workspace, p.id) = (q.workspace, q.person)
     where q.broadcast = ${list} order by q.nr`;
  return rows.map(({ user, profile, properties }) => [user, profile, properties]);
};

describe('lists as companies have them', () => {
  test('D12 a list with semicolons is read, and the answer says how', async () => {
    const { status, body } = await upload(readCase('semicolon.csv'));
    expect({ status, ...body }).toMatchObject({
      ...{ status: 202, rows: 2, rejected: 0 },
      file: { format: 'csv', encoding: 'utf-8', delimiter: 'semicolon', columns: { plan: 'entry:plan' } },
    });
    await fill();
    expect(await queued(body.id)).toEqual([
      ['semi-1', {}, { email: 'semi-1@shop.example', plan: 'pro', city: 'Graz' }],
      ['semi-2', {}, { email: 'semi-2@shop.example', plan: 'free', city: 'Linz' }],
    ]);
  });

  test.each(['text/csv', 'text/csv; charset=windows-1252', 'text/csv; charset="latin1"'])(
    'D13 a list in Windows-1252 is decoded, as %s',
    async (type) => {
      const { body } = await upload(readCase('windows-1252.csv'), { type, query: mapping({ name: 'trait:name' }) });
      expect(body).toMatchObject({ rows: 2, rejected: 0, file: { encoding: 'windows-1252' } });
      await fill();
      expect(await queued(body.id)).toEqual([
        ['win-1', { name: 'Jürgen Müller' }, { city: 'Zürich' }],
        ['win-2', { name: 'Renée' }, { city: 'Köln' }],
      ]);
    },
  );

  test('D14 columns become traits before their users enter, and journeys hear of them', async () => {
    const columns = { id: 'userId', email: 'trait:email', firstName: 'trait:firstName', phone: 'trait:phone' };
    const { body } = await upload(readCase('id-email-phone.csv'), { query: mapping(columns) });
    expect(body).toMatchObject({ rows: 2, rejected: 0, file: { columns: { ...columns, lastName: 'entry:lastName' } } });
    await fill();
    expect(await queued(body.id)).toEqual([
      ['row-1', { email: 'lena@mail.example', firstName: 'Lena', phone: '1234567890' }, { lastName: 'Berg' }],
      ['row-2', { email: 'milo@mail.example', firstName: 'Milo', phone: '2234567890' }, { lastName: 'Voss' }],
    ]);
    const told = await api.database.sql`
      select e.name, e.properties from events e join persons p on (p.workspace, p.id) = (e.workspace, e.person)
       where p.user_id = 'row-1'`;
    expect(told).toMatchObject([{ name: '$profile.changed', properties: { email: 'lena@mail.example' } }]);
  });

  test('D14 columns become consents, except where users have opted out themselves', async () => {
    for (const userId of ['yes-1', 'own-no']) await api.as().post('/v1/identify').send({ userId, traits: {} });
    await api
      .as()
      .put('/v1/users/own-no/consents')
      .send({ changes: [{ channel: 'email', state: 'no' }] });
    await api.database.sql`update consents set source = 'one-click'`;
    const { body } = await upload('userId,mail\nyes-1,yes\nown-no,yes\nnew-1,no\n', {
      query: mapping({ mail: 'consent:email' }),
    });
    await fill();
    expect((await queued(body.id)).map(([user]) => user)).toEqual(['yes-1', 'own-no', 'new-1']);
    const stateOf = async (user: string) => (await api.as().get(`/v1/users/${user}/consents`)).body.consents;
    expect(await stateOf('yes-1')).toMatchObject([{ state: 'yes', source: 'import', proof: { list: body.id } }]);
    expect(await stateOf('own-no')).toMatchObject([{ state: 'no', source: 'one-click' }]);
    expect(await stateOf('new-1')).toMatchObject([{ state: 'no' }]);
    expect(await report(body.id)).toMatchObject([
      { row: 3, outcome: 'unchanged', reason: 'the consent wasn’t stored: the user has opted out themselves' },
    ]);
  });

  test('D14 more rows with changes than one page: each user enters with them, in whatever order', async () => {
    const lines = Array.from({ length: 1_300 }, (_, nr) => `many-${nr},${nr % 3 === 0 ? '' : nr}`);
    const { body } = await upload(['userId,score', ...lines].join('\n'), { query: mapping({ score: 'trait:score' }) });
    await Promise.all([fill(), fill(), fill()]);
    const users = await queued(body.id);
    expect(users).toHaveLength(1_300);
    expect(
      users.filter(([user, profile]) => {
        const nr = Number(String(user).slice('many-'.length));
        return JSON.stringify(profile) !== JSON.stringify(nr % 3 === 0 ? {} : { score: nr });
      }),
    ).toEqual([]);
  });

  test('D15 a quotation mark that is never closed costs its row: row 5 is named, and 203 users enter', async () => {
    const { body } = await upload(readCase('unclosed-quote.csv'));
    expect(body).toMatchObject({ rows: 203, rejected: 1 });
    expect(await report(body.id)).toMatchObject([{ row: 5, outcome: 'refused' }]);
  });

  test('a user who is on the list twice enters once, and the report says so', async () => {
    const more = Array.from({ length: 1_100 }, (_, nr) => `filler-${nr},0`);
    const { body } = await upload(`userId,n\nana,1\nbob,2\nana,3\n${more.join('\n')}\nbob,4\n`);
    expect(body).toMatchObject({ rows: 1_102, rejected: 0, repeated: 2 });
    expect(await report(body.id)).toMatchObject([
      { row: 4, outcome: 'repeated', reason: 'the user is on the list already, in line 2' },
      { row: 1_105, outcome: 'repeated', reason: 'the user is on the list already, in line 3' },
    ]);
    await fill();
    expect((await queued(body.id)).slice(0, 2)).toEqual([
      ['ana', {}, { n: 1 }],
      ['bob', {}, { n: 2 }],
    ]);
  });

  test('with an entry key, a user enters once for each key', async () => {
    const { body } = await upload('userId,cart\nana,c1\nana,c2\nana,c1\n', { journey: 'carts' });
    expect(body).toMatchObject({ rows: 2, repeated: 1 });
    expect(await report(body.id, 'carts')).toMatchObject([{ row: 4, outcome: 'repeated' }]);
  });
});

describe('an upload that broke off is resumed', () => {
  const lines = Array.from({ length: 2_500 }, (_, nr) => `resumed-${nr},${nr}`);
  const whole = ['userId,n', ...lines, 'resumed-0,0', 'bad'].join('\n');
  /** Leaves an upload as it is after two pages, when its connection breaks. */
  const breakOff = async (key: string) => {
    const { body } = await upload(['userId,n', ...lines.slice(0, 2_000)].join('\n'), { key });
    await api.database.sql`update broadcasts set state = 'failed' where id = ${body.id}`;
    return body.id as string;
  };
  const state = async (id: string) =>
    (
      await api.database.sql`
      select state, total, rejected, repeated,
             (select count(*)::int from list_rows r where r.broadcast = b.rows_under) as stored
        from broadcasts b where id = ${id}`
    )[0];

  test('the same file goes on where it broke off', async () => {
    const id = await breakOff('resume-1');
    const before = await api.database.sql`
      select r.ctid from list_rows r join broadcasts b on b.rows_under = r.broadcast where b.id = ${id} and r.nr = 2`;
    const { body } = await upload(whole, { key: 'resume-1', query: { resume: 'true' } });
    expect(body).toMatchObject({ id, rows: 2_500, rejected: 1, repeated: 1 });
    expect(await state(id)).toEqual({ state: 'filling', total: 2_500, rejected: 1, repeated: 1, stored: 2_500 });
    const after = await api.database.sql`
      select r.ctid from list_rows r join broadcasts b on b.rows_under = r.broadcast where b.id = ${id} and r.nr = 2`;
    expect(after).toEqual(before); // it wasn't written again
  });

  test('another file is refused, and the upload can still be resumed', async () => {
    const id = await breakOff('resume-2');
    const other = await upload(whole.replace('resumed-7,7', 'resumed-7,8'), {
      key: 'resume-2',
      query: { resume: 'true' },
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await state(id)).toMatchObject({ state: 'failed', stored: 2_000 });
    const { body } = await upload(whole, { key: 'resume-2', query: { resume: 'true' } });
    expect(body).toMatchObject({ id, rows: 2_500 });
  });

  test('without “resume”, the new file replaces what was stored', async () => {
    const id = await breakOff('resume-3');
    const { body } = await upload('userId,n\nana,1\n', { key: 'resume-3' });
    expect(body).toMatchObject({ id, rows: 1 });
    expect(await state(id)).toMatchObject({ total: 1, stored: 1 });
  });
});

describe('a list is cancelled', () => {
  const cancel = (list: string, key?: string) => api.as(key).post(`/v1/journeys/leads/lists/${list}/cancel`);
  const stateOf = async (list: string) =>
    (await api.as().get('/v1/journeys/leads/broadcasts')).body.broadcasts.find(({ id }: { id: string }) => id === list);

  test('while it is being queued: no user of it enters, and the numbers agree', async () => {
    await fill();
    const lines = Array.from({ length: 900 }, (_, nr) => `cancelled-${nr}`);
    const { body } = await upload(['userId', ...lines].join('\n'));
    await api.database.transaction((sql) => fillPage(sql, workspace, JourneyId.parse('leads')));
    expect((await cancel(body.id)).body).toEqual({ id: body.id, removed: 500 });
    await fill();
    expect(await stateOf(body.id)).toMatchObject({ state: 'cancelled', queued: 500, waiting: 0 });
    expect((await cancel(body.id)).body).toEqual({ id: body.id, removed: 0 });
    expect(await reconcile(api.database.sql, workspace)).toEqual([]);
  });

  test('users whose queue couldn’t be emptied are left out when their moment comes', async () => {
    const { body } = await upload('userId\nlate-1\nlate-2\n');
    await fill();
    await api.database.sql`update broadcasts set state = 'cancelled' where id = ${body.id}`;
    const of = { workspace, journey: JourneyId.parse('leads') };
    const ports = { versions: createVersions(api.database), entries: { plainUserIds: true } };
    const except = await api.database.sql<{ broadcast: string; nr: number }>`
      select broadcast, nr from queued where broadcast <> ${body.id}`;
    const page = await findNextQueued(api.database.sql, of, 500, except);
    const { entered } = await api.database.transaction((sql) => letInPage(sql, of, page, ports));
    expect([page.length, entered.length]).toEqual([2, 0]);
    expect(await reconcile(api.database.sql, workspace)).toEqual([]);
  });

  test('while it is being uploaded: the upload is refused', async () => {
    const id = 'cancelled-upload';
    async function* rows() {
      for (let nr = 1; nr <= 1_500; nr += 1) {
        if (nr === 1_400) await cancel(id);
        yield { nr, userId: `up-${nr}`, properties: {} };
      }
    }
    const request = { workspace, journey: JourneyId.parse('leads'), actor: 'test', id };
    const uploaded = await uploadList(api.database, request, { rows: rows(), describe: () => NO_FILE });
    expect(uploaded).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('was cancelled') } });
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled' });
  });

  test('an unknown list is a 404, and the scope `operate` is needed', async () => {
    expect((await cancel('none')).status).toBe(404);
    expect((await cancel('none', await api.key('read'))).status).toBe(403);
  });
});
