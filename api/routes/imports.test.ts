import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { importConsents } from '../../store/events/import-consents.ts';
import { createStore } from '../../store/person.ts';
import { startApi, type TestApi } from '../../test/api.ts';
import { countStatements } from '../../test/count-statements.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const send = (path: string, text: string, type = 'text/csv') =>
  api.as().post(path).set('Content-Type', type).send(text);
const suppress = (text: string, type?: string) => send('/v1/suppressions/import', text, type);
const consent = (text: string, type?: string) => send('/v1/consents/import', text, type);
const suppressed = async (query: object = {}) =>
  (await api.as().get('/v1/suppressions').query(query)).body.suppressions as readonly Record<string, unknown>[];
const clear = () => api.database.sql`delete from suppressions`;

describe('suppressions are imported and exported', () => {
  test('unreadable rows are reported with their line and don’t stop the others', async () => {
    await clear();
    const lines = [
      'channel,address,reason,until',
      'email, Ada@Example.com ,hard-bounce,',
      ',bob@example.com,,2030-01-31T00:00:00Z',
      'sms,+31 6 1234 5678,manual,',
      'sms,0612345678,manual,',
      'email,nobody,manual,',
      'push,token,manual,',
      'email,cyd@example.com,because,',
      'email,dee@example.com,manual,soon',
      'email,"open',
    ];
    const { status, body } = await suppress(lines.slice(0, 9).join('\n'));
    expect([status, body.rows, body.changed, body.refused]).toEqual([200, 3, 3, 5]);
    expect(body.problems.map(({ line }: { line: number }) => line)).toEqual([5, 6, 7, 8, 9]);
    expect(body.problems[0]).toEqual({
      line: 5,
      reason: 'this is not a valid address for the channel "sms"',
      fix: 'write the number with its country code: +31612345678',
    });
    const stored = (await suppressed()).toSorted((a, b) => String(a.address).localeCompare(String(b.address)));
    expect(stored).toMatchObject([
      { channel: 'sms', address: '31612345678', reason: 'manual', source: 'import' },
      { address: 'ada@example.com', reason: 'hard-bounce', until: null },
      { address: 'bob@example.com', reason: 'manual', until: '2030-01-31T00:00:00.000Z' },
    ]);
    expect((await suppress(lines.slice(0, 9).join('\n'))).body).toMatchObject({ rows: 3, changed: 0 });
    const { body: withOpen } = await suppress(lines.join('\n'));
    expect([withOpen.refused, withOpen.problems.at(-1).line]).toEqual([6, 10]); // the quotation mark that isn’t closed
  });

  test('NDJSON is read, too; a file without addresses is refused', async () => {
    await clear();
    const rows = [{ address: 'ada@example.com', detail: 'by phone' }, { address: ['x'] }, []];
    const { body } = await suppress(rows.map((row) => JSON.stringify(row)).join('\n'), 'application/x-ndjson');
    expect(body).toMatchObject({ rows: 1, changed: 1, refused: 2, problems: [{ line: 2 }, { line: 3 }] });
    expect((await suppress('mail\nada@example.com')).body).toMatchObject({ code: 'request-invalid' });
    expect((await suppress('x', 'text/plain')).status).toBe(415);
  });

  test('NUL characters stop no import: an address with one is refused, and a detail is kept without', async () => {
    await clear();
    const { status, body } = await suppress('address,detail\nada@example.com,by\0phone\nb\0@example.com,\n');
    expect([status, body.changed, body.refused]).toEqual([200, 1, 1]);
    expect(await suppressed()).toMatchObject([{ address: 'ada@example.com', detail: 'by\ufffdphone' }]);
  });

  test('an export can be imported: the same addresses are suppressed', async () => {
    await clear();
    const stored = () => api.database.sql`
      select channel, hash, address, reason, detail, until from suppressions order by channel, hash`;
    const many = Array.from({ length: 2_300 }, (_, nr) => `email,user-${nr}@example.com,"said ""no"", twice"`);
    await suppress(['channel,address,detail', ...many, 'whatsapp,+31612345678,'].join('\n'));
    const { text, headers, status } = await api.as().get('/v1/suppressions/export');
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(text.trim().split('\r\n')).toHaveLength(2_302);
    const before = await stored();
    await clear();
    expect((await suppress(text)).body).toMatchObject({ rows: 2_301, changed: 2_301, refused: 0 });
    expect(await stored()).toEqual(before);
  });

  test('an import needs the scope `operate`, an export `read`', async () => {
    const key = await api.key('read');
    expect((await api.as(key).get('/v1/suppressions/export')).status).toBe(200);
    expect(
      (await api.as(key).post('/v1/suppressions/import').set('Content-Type', 'text/csv').send('address\n')).status,
    ).toBe(403);
  });
});

describe('consents are imported', () => {
  const consentsOf = async (userId: string) => (await api.as().get(`/v1/users/${userId}/consents`)).body.consents;
  beforeAll(async () => {
    for (const userId of ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay'])
      await api.as().post('/v1/identify').send({ userId, traits: {} });
  });

  test('a proof with a NUL in its name, or cut within an emoji, is stored', async () => {
    const { status, body } = await consent(`userId,channel,state,fo\0rm\ndan,sms,yes,${'x'.repeat(999)}😀\n`);
    expect([status, body.changed]).toEqual([200, 1]);
    expect(await consentsOf('dan')).toMatchObject([{ proof: { form: `${'x'.repeat(999)}\ufffd` } }]);
  });

  test('M1 only a clear yes or no is imported, with its proof; other rows are reported with their line', async () => {
    const lines = [
      'userId,channel,topic,state,form',
      'ada,email,,yes,https://shop.example/join',
      'ada,sms,news,no,',
      'bob,email,,true,',
      'bob,fax,,yes,',
      'nobody,email,,yes,',
      'bob,email,News!,yes,',
      'bob,email,,yes,',
    ];
    const { body } = await consent(lines.join('\n'));
    expect(body).toMatchObject({ rows: 3, changed: 3, refused: 4 });
    expect(body.problems.map(({ line, reason }: Record<string, unknown>) => [line, reason])).toEqual([
      [4, 'the state is neither yes nor no'],
      [5, 'the channel is missing or unknown'],
      [6, 'the user is unknown'],
      [7, 'the topic has the wrong format'],
    ]);
    expect(await consentsOf('ada')).toMatchObject([
      { channel: 'email', topic: null, state: 'yes', source: 'import', proof: { form: 'https://shop.example/join' } },
      { channel: 'sms', topic: 'news', state: 'no' },
    ]);
    expect((await consent(lines.join('\n'))).body).toMatchObject({ rows: 3, changed: 0 });
  });

  test('M1 a yes doesn’t replace a no that the user gave themselves', async () => {
    const row = (state: string) => JSON.stringify({ userId: 'cyd', channel: 'email', state });
    expect((await consent(row('yes'), 'application/x-ndjson')).body.changed).toBe(1);
    await api.database
      .sql`update consents set state = 'no', source = 'one-click' where channel = 'email' and state = 'yes'
                            and person = (select person from identities where value = 'cyd' and kind = 'user')`;
    const { body } = await consent(row('yes'), 'application/x-ndjson');
    expect(body).toMatchObject({
      changed: 0,
      refused: 1,
      problems: [{ line: 1, reason: expect.stringContaining('opted out') }],
    });
    expect(await consentsOf('cyd')).toMatchObject([{ state: 'no', source: 'one-click' }]);
  });

  test('a page of rows takes as many statements as one row', async () => {
    const workspace = WorkspaceId.parse('main');
    const users = Array.from({ length: 300 }, (_, nr) => `u${nr}`);
    const batch = users.map((userId) => ({ type: 'identify', userId, traits: {} }));
    await api.as().post('/v1/batch').send({ batch });
    const importOf = async (userIds: readonly string[]) => {
      const { database, count } = countStatements(api.database);
      const rows = userIds.map((userId) => ({ userId, channel: 'email', state: 'yes' }) as const);
      const { changed } = await importConsents({ sql: database.sql, store: createStore(database) }, workspace, rows);
      expect(changed).toBe(userIds.length);
      return count();
    };
    const one = await importOf(users.slice(0, 1));
    expect(await importOf(users.slice(1))).toBe(one);
  });

  test('rows that change each other’s consent apply in order, and the history, events and trait show it', async () => {
    const { body } = await consent(
      'userId,channel,topic,state\neve,sms,,no\nfay,sms,,no\neve,sms,,yes\neve,sms,,yes\neve,sms,,no\neve,push,deals,yes\n',
    );
    expect(body).toMatchObject({ rows: 6, changed: 5, refused: 0 });
    const { body: eve } = await api.as().get('/v1/users/eve/consents');
    expect(eve.consents).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: 'sms', topic: null, state: 'no', source: 'import' }),
        expect.objectContaining({ channel: 'push', topic: 'deals', state: 'yes', source: 'import' }),
      ]),
    );
    const stored = await api.database.sql`
      select c.channel, c.state from consent_changes c
        join identities i on i.workspace = c.workspace and i.person = c.person and i.kind = 'user' and i.value = 'eve'
       where c.channel <> 'email' order by c.channel, c.id`;
    expect(stored.map(({ channel, state }) => `${channel} ${state}`)).toEqual([
      'push yes',
      'sms no',
      'sms yes',
      'sms no',
    ]);
    const events = await api.database.sql`
      select e.name, e.properties from events e
        join identities i on i.workspace = e.workspace and i.person = e.person and i.kind = 'user' and i.value = 'eve'
       where e.properties ->> 'channel' = 'sms' or e.properties #> '{consent,sms}' is not null order by e.position`;
    expect(events.map(({ properties }) => properties)).toMatchObject([
      { consent: { sms: false } },
      { state: 'no' },
      { state: 'yes' },
      { state: 'no' },
    ]);
    const { body: user } = await api.as().get('/v1/users/eve');
    expect(user.profile.consent).toMatchObject({ sms: false });
  });

  test('a pause stays when an import says yes or no', async () => {
    await api
      .as()
      .put('/v1/users/fay/consents')
      .send({ changes: [{ channel: 'push', state: 'yes', pausedUntil: '2099-01-01T00:00:00Z' }] });
    await consent('userId,channel,state\nfay,push,no\n');
    expect(await consentsOf('fay')).toContainEqual(
      expect.objectContaining({ channel: 'push', state: 'no', pausedUntil: '2099-01-01T00:00:00.000Z' }),
    );
  });
});

describe('D14 a file is previewed before it is imported', () => {
  const preview = (file: string | Buffer, query: object, type = 'text/csv') =>
    api.as().post('/v1/imports/preview').query(query).set('Content-Type', type).send(file);
  const readCase = (name: string) => readFileSync(new URL(`../../test/samples/lists/${name}`, import.meta.url));
  const targetsOf = ({
    columns,
  }: {
    readonly columns: readonly { readonly name: string; readonly target: string }[];
  }) => Object.fromEntries(columns.map(({ name, target }) => [name, target]));

  test('D14 shows the first rows, and suggests a target for each column', async () => {
    const { status, body } = await preview(readCase('id-email-phone.csv'), { kind: 'list' });
    expect(status).toBe(200);
    expect(targetsOf(body)).toEqual({
      ...{ id: 'userId', email: 'trait:email', firstName: 'trait:firstName', lastName: 'trait:lastName' },
      phone: 'trait:phone',
    });
    expect(body).toMatchObject({
      file: { format: 'csv', encoding: 'utf-8', delimiter: 'comma' },
      missing: null,
      rows: [{ line: 2, cells: { id: 'row-1', firstName: 'Lena' } }, { line: 3 }],
      refused: [],
    });
    const [users] = await api.database.sql`select count(*)::int as n from persons where user_id like 'row-%'`;
    expect(users?.n).toBe(0);
  });

  test.each([
    {
      kind: 'list',
      text: 'Kunde;Kontakt;Mobil;SMS Einwilligung;Punkte\n1;a@b.example;+31612345678;ja;5\n',
      targets: {
        ...{ Kunde: 'entry:Kunde', Kontakt: 'trait:email', Mobil: 'trait:phone' },
        ...{ 'SMS Einwilligung': 'entry:SMS Einwilligung', Punkte: 'entry:Punkte' },
      },
      missing: 'userId',
    },
    {
      kind: 'users',
      text: 'customer_id,sms_opt_in,newsletter,plan\n1,yes,no,pro\n',
      targets: {
        ...{ customer_id: 'userId', sms_opt_in: 'consent:sms', newsletter: 'consent:email', plan: 'trait:plan' },
      },
      missing: null,
    },
    {
      kind: 'suppressions',
      text: 'Mail,Reason,Country\na@b.example,complaint,NL\n',
      targets: { Mail: 'address', Reason: 'reason', Country: 'ignore' },
      missing: null,
    },
    { kind: 'coupons', text: 'code,batch\nA1,1\n', targets: { code: 'code', batch: 'ignore' }, missing: null },
    { kind: 'catalog', text: 'key,price\nA1,1\n', targets: { key: 'key', price: 'price' }, missing: null },
    {
      kind: 'consents',
      text: 'userId,medium,optin,form\nana,email,yes,web\n',
      targets: { userId: 'userId', medium: 'channel', optin: 'state', form: 'form' },
      missing: null,
    },
  ])('D14 $kind: $text', async ({ kind, text, targets, missing }) => {
    const { body } = await preview(text, { kind });
    expect(targetsOf(body)).toEqual(targets);
    expect(body.missing).toBe(missing);
    if (missing === null && kind === 'users') {
      const columns = JSON.stringify(targets);
      const imported = await api
        .as()
        .post('/v1/users/import')
        .query({ columns })
        .set('Content-Type', 'text/csv')
        .send(text);
      expect(imported.body).toMatchObject({ rows: 1, refused: 0 });
    }
  });

  test('the beginning of a file is enough: its last row is left out, and a long body isn’t read to its end', async () => {
    const { body } = await preview('userId,plan\nana,pro\nbob,fr', { kind: 'list', part: 'true' });
    expect(body.rows).toEqual([{ line: 2, cells: { userId: 'ana', plan: 'pro' } }]);
    const long = `userId,plan\n${Array.from({ length: 60_000 }, (_, nr) => `user-${nr},x`).join('\n')}`;
    expect((await preview(long, { kind: 'list' })).body.rows).toHaveLength(20);
  });

  test('a workbook and NDJSON are previewed, too', async () => {
    const { body } = await preview(
      readCase('customers.xlsx'),
      { kind: 'users' },
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
    expect(targetsOf(body)).toMatchObject({
      'Customer ID': 'userId',
      'E-Mail': 'trait:email',
      Vorname: 'trait:firstName',
    });
    expect(body.refused).toMatchObject([{ line: 6 }]);
    const json = await preview('{"id":7,"mail":"a@b.example","n":{"a":1}}\n', { kind: 'list' }, 'application/x-ndjson');
    expect(targetsOf(json.body)).toEqual({ id: 'userId', mail: 'trait:email', n: 'entry:n' });
  });
});

describe('D14 users are imported', () => {
  const importUsers = (file: string, query: object = {}, type = 'text/csv') =>
    api.as().post('/v1/users/import').query(query).set('Content-Type', type).send(file);
  const profileOf = async (userId: string) => (await api.as().get(`/v1/users/${userId}`)).body.profile;

  test('D14 columns become traits and consents, and refused rows are reported with their line', async () => {
    const columns = JSON.stringify({ mail: 'trait:email', news: 'consent:email/news' });
    const { status, body } = await importUsers(
      'id;mail;points;news\nimp-1;a@b.example;7;yes\n;c@d.example;1;\nimp-2;;;perhaps\nimp-3;e@f.example;;no\n',
      { columns },
    );
    expect({ status, ...body }).toMatchObject({
      ...{ status: 200, rows: 2, changed: 2, refused: 2 },
      problems: [
        { line: 3, reason: 'the userId is missing' },
        { line: 4, reason: 'a consent is neither yes nor no' },
      ],
      file: { delimiter: 'semicolon', columns: { id: 'userId', points: 'trait:points' } },
    });
    expect(await profileOf('imp-1')).toEqual({ email: 'a@b.example', points: 7 });
    const { consents } = (await api.as().get('/v1/users/imp-3/consents')).body;
    expect(consents).toMatchObject([{ channel: 'email', topic: 'news', state: 'no', source: 'import' }]);
  });

  test('D14 NDJSON has traits inline or in `traits`; a profile that would be too large is refused', async () => {
    await api.as().post('/v1/identify').send({ userId: 'full-1' });
    await api.database.sql`
      update persons set profile = jsonb_build_object('a', repeat('x', 250000)) where user_id = 'full-1'`;
    const rows = [
      { userId: 'nd-1', traits: { plan: 'pro' }, city: 'Graz' },
      { userId: 'full-1', b: 'x'.repeat(20_000) },
    ];
    const { body } = await importUsers(rows.map((row) => JSON.stringify(row)).join('\n'), {}, 'application/x-ndjson');
    expect(body).toMatchObject({
      rows: 1,
      refused: 1,
      problems: [{ line: 2, reason: expect.stringContaining('too large') }],
    });
    expect(await profileOf('nd-1')).toEqual({ plan: 'pro', city: 'Graz' });
  });
});
