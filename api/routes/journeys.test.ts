import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const put = (id: string, change: Record<string, unknown> = {}) =>
  api
    .as()
    .put(`/v1/journeys/${id}`)
    .send(journeyDocument({ id, ...change }));

describe('PUT /v1/journeys/:id: a document becomes the next version', () => {
  test('new → 201 at version 1, with its ETag', async () => {
    const answer = await put('shop');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: 'shop', version: 1, state: 'running', isNew: true, warnings: [] });
    expect(answer.headers.etag).toBe('"1"');
  });

  test('the same document again → 200, the same version', async () => {
    await put('same');
    const answer = await put('same');
    expect([answer.status, answer.body.version, answer.body.isNew]).toEqual([200, 1, false]);
  });

  test('changed → 201 at version 2', async () => {
    await put('changed');
    const answer = await put('changed', { name: 'Shop 2' });
    expect([answer.status, answer.body.version]).toEqual([201, 2]);
  });

  test.each([
    { given: 'the running version', tag: '"2"', status: 201 },
    { given: 'an older one', tag: '"1"', status: 412 },
    { given: 'any', tag: '*', status: 201 },
    { given: 'what is no ETag', tag: 'yesterday', status: 400 },
  ])('If-Match, $given → $status', async ({ given, tag, status }) => {
    const id = `if-match-${given.replaceAll(/\W/g, '-').toLowerCase()}`;
    for (const name of ['Shop', 'Shop 2']) await put(id, { name });
    const answer = await put(id, { name: `Shop ${tag}` }).set('If-Match', tag);
    expect(answer.status).toBe(status);
    if (status === 412)
      expect(answer.body).toMatchObject({
        code: 'version-conflict',
        about: { version: 2 },
        fix: expect.stringContaining('If-Match'),
      });
  });

  test('another id than the address says → 422 that names it', async () => {
    const answer = await api
      .as()
      .put('/v1/journeys/one')
      .send(journeyDocument({ id: 'two' }));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: 'document-invalid',
      errors: [{ path: 'id', fix: 'use the same ID in both' }],
    });
  });

  test.each([
    { given: 'a template that does not parse', change: { text: 'Hello {{ name' }, path: 'nodes.hello.content.text' },
    { given: 'a tag that is not known', change: { subject: '{% loop %}' }, path: 'nodes.hello.content.subject' },
  ])('$given → 422 with its node and field', async ({ change, path }) => {
    const { nodes } = journeyDocument();
    const hello = { ...nodes.hello, content: { ...nodes.hello.content, ...change } };
    const answer = await put('templates', { nodes: { ...nodes, hello } });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path, message: expect.stringMatching(/^line 1: |never ends/) }]);
    expect((await api.as().get('/v1/journeys/templates')).status).toBe(404);
  });

  test('all problems at once: a link that leads nowhere, and templates in address, headers and deep in the body', async () => {
    const { nodes } = journeyDocument();
    const hello = {
      type: 'webhook',
      url: 'https://example.com/{{ x',
      headers: { 'X-A': '{{ y' },
      body: { a: [{ b: '{{ z' }] },
      links: { ok: 'pause', failed: 'lost' },
    };
    const answer = await put('hook', { nodes: { ...nodes, hello } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'nodes.hello.links.failed',
      'nodes.hello.url',
      'nodes.hello.headers.X-A',
      'nodes.hello.body.a.0.b',
    ]);
  });

  test.each([
    { given: 'nothing of a document', body: {}, path: 'id' },
    { given: 'a list', body: [], path: '' },
    { given: 'a member that is not known', body: journeyDocument({ colour: 'red' }), path: 'colour' },
    {
      given: 'a node of no type',
      body: journeyDocument({ nodes: { hello: { type: 'dance' } } }),
      path: 'nodes.hello.type',
    },
  ])('$given → 422 with path, message and fix', async ({ body, path }) => {
    const answer = await api
      .as()
      .put('/v1/journeys/welcome')
      .send(body as object);
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('document-invalid');
    expect(answer.body.errors.map((each: { path: string }) => each.path)).toContain(path);
    for (const { message, fix } of answer.body.errors) expect(message.length * fix.length).toBeGreaterThan(0);
  });

  test('validate reports the same and publishes nothing', async () => {
    const bad = await api.as().post('/v1/journeys/dry/validate').send({});
    expect(bad.status).toBe(200);
    expect(bad.body).toMatchObject({
      valid: false,
      errors: expect.arrayContaining([expect.objectContaining({ path: 'id' })]),
    });
    const good = await api
      .as()
      .post('/v1/journeys/dry/validate')
      .send(journeyDocument({ id: 'dry' }));
    expect(good.body).toEqual({ valid: true, errors: [], warnings: [] });
    expect((await api.as().get('/v1/journeys/dry')).status).toBe(404);
  });
});

describe('GET /v1/journeys: by ID, in pages', () => {
  beforeAll(async () => {
    for (const id of ['list-a', 'list-b', 'list-c', 'list-d', 'list-e'])
      await put(id, { name: `List ${id.at(-1)}`, labels: [`label-${id.at(-1)}`] });
    await api.database.sql`update journeys set state = 'paused' where id = 'list-c'`;
    await api.database.sql`
      insert into counts (workspace, journey, version, node, measure, n)
      values ('main', 'list-a', 1, '', 'qualified', 12), ('main', 'list-a', 1, '', 'entered', 10),
        ('main', 'list-a', 1, '', 'refused', 2),
             ('main', 'list-a', 1, '', 'exited:goal', 3), ('main', 'list-a', 1, 'hello', 'arrived', 10)`;
    await api.database.sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
      values ('main', 'list-a', 2, '', 'entered', 1), ('main', 'list-a', 2, '', 'qualified', 1),
             ('main', 'list-a', 1, '', 'exited:goal', 1), ('main', 'list-a', 1, '', 'exited:completed', 2),
             ('main', 'list-a', 1, 'hello', 'left:sent', 4), ('other', 'list-a', 1, '', 'entered', 100)`;
  });
  const ids = (answer: { body: { journeys: { id: string }[] } }) => answer.body.journeys.map(({ id }) => id);

  test.each(['list A', 'LIST-A', 'st-a'])('found by %j in its name or its Journey ID', async (search) => {
    const { body } = await api.as().get('/v1/journeys').query({ search, limit: 100 });
    expect(body.journeys.map(({ id }: { id: string }) => id)).toContain('list-a');
    expect((await api.as().get('/v1/journeys').query({ search: 'nowhere' })).body.journeys).toEqual([]);
  });

  test('each has its Journey ID, name, state, version, labels, entry in words and counts', async () => {
    const answer = await api.as().get('/v1/journeys?id=list-a');
    expect(answer.body).toEqual({
      journeys: [
        {
          id: 'list-a',
          name: 'List a',
          state: 'running',
          version: 1,
          labels: ['label-a'],
          owner: null,
          entry: 'When your service calls the API',
          counts: {
            qualifying: 0,
            queued: 0,
            qualified: 13,
            refused: 2,
            control: 0,
            entered: 11,
            inside: 5,
            exits: { goal: 4, completed: 2 },
            goals: {},
          },
          lastPublishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
          isUnreadable: false,
          hasDraft: false,
          lastEntryAt: null,
        },
      ],
      next: null,
    });
  });

  test('pages by cursor: none twice, none left out', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 10; page += 1) {
      const answer = await api
        .as()
        .get('/v1/journeys')
        .query({ id: 'list-', limit: 2, ...(cursor && { cursor }) });
      seen.push(...ids(answer));
      cursor = answer.body.next;
    }
    expect(seen).toEqual(['list-a', 'list-b', 'list-c', 'list-d', 'list-e']);
  });

  test.each([
    { query: 'id=list-b', found: ['list-b'] },
    { query: 'id=list', found: ['list-a', 'list-b', 'list-c', 'list-d', 'list-e'] },
    { query: 'name=LIST%20d', found: ['list-d'] },
    { query: 'state=paused', found: ['list-c'] },
    { query: 'label=label-e', found: ['list-e'] },
    { query: 'id=list&label=none', found: [] },
    { query: 'id=%25', found: [] },
  ])('$query → $found', async ({ query, found }) => {
    expect(ids(await api.as().get(`/v1/journeys?${query}`))).toEqual(found);
  });

  test('one of them: its document, and for each node a description and its counts', async () => {
    const answer = await api.as().get('/v1/journeys/list-a');
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toMatchObject({
      id: 'list-a',
      document: { id: 'list-a', schema: 1, priority: 3, start: 'hello' },
      nodes: {
        hello: {
          sentence: 'Email “Hello {{ profile.firstName | default: "you" }}”',
          inside: 6,
          measures: { arrived: 10, 'left:sent': 4 },
        },
        pause: { sentence: 'Wait up to 2 days for Ordered', inside: 0, measures: {} },
        end: { sentence: 'End' },
      },
    });
  });

  test('its versions, newest first, and the document of one', async () => {
    for (let n = 1; n <= 4; n += 1) await put('many', { name: `Version ${n}` });
    const first = await api.as().get('/v1/journeys/many/versions?limit=3');
    expect(first.body.versions.map(({ version }: { version: number }) => version)).toEqual([4, 3, 2]);
    const second = await api.as().get(`/v1/journeys/many/versions?limit=3&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ versions: [{ version: 1, inside: 0 }], next: null });
    const one = await api.as().get('/v1/journeys/many/versions/3');
    expect(one.body).toMatchObject({ id: 'many', version: 3, document: { name: 'Version 3' } });
    const none = await api.as().get('/v1/journeys/many/versions/9');
    expect([none.status, none.body.code]).toEqual([404, 'version-not-found']);
  });
});

describe('GET /v1/journeys: in the order of names or figures', () => {
  const FIGURES = [
    ['sort-a', 'Zebra', { entered: 10, 'exited:goal': 9, 'goal:bought': 9 }],
    ['sort-b', 'apple', { entered: 30, 'exited:goal': 3, 'goal:bought': 3 }],
    ['sort-c', 'Mango', { entered: 10, 'exited:goal': 1, 'goal:bought': 1 }],
    ['sort-d', 'Nobody', {}],
  ] as const;
  beforeAll(async () => {
    for (const [id, name, measures] of FIGURES) {
      await put(id, { name, owner: id === 'sort-a' ? 'Growth' : 'CRM team' });
      for (const [measure, n] of Object.entries(measures))
        await api.database.sql`
          insert into count_deltas (workspace, journey, version, node, measure, n)
            values ('main', ${id}, 1, '', ${measure}, ${n})`;
    }
  });

  const paged = async (sort: string, limit: number): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api
        .as()
        .get('/v1/journeys')
        .query({ id: 'sort-', sort, limit, ...(cursor !== '' && { cursor }) });
      ids.push(...body.journeys.map(({ id }: { id: string }) => id.replace('sort-', '')));
      cursor = body.next;
    }
    return ids;
  };

  test.each([
    ['id', 'abcd'],
    ['name', 'bcda'],
    ['entered', 'bacd'],
    ['inside', 'bcad'],
    ['rate', 'abcd'],
    ['last', 'abcd'],
  ])('%s: %s, in pages of any length none twice and none left out', async (sort, order) => {
    for (const limit of [1, 2, 3, 10]) expect(await paged(sort, limit)).toEqual([...order]);
  });

  test('by owner', async () => {
    const { body } = await api.as().get('/v1/journeys?owner=growth');
    expect(body.journeys).toMatchObject([{ id: 'sort-a', owner: 'Growth' }]);
  });

  test.each(['sort=size', 'cursor=nonsense', `cursor=${Buffer.from('{"id":"a"}').toString('base64url')}`])(
    '%s → 400',
    async (query) => {
      expect((await api.as().get(`/v1/journeys?${query}`)).status).toBe(400);
    },
  );
});

describe('6 a stored document that can’t be read', () => {
  test('6 one unreadable document is marked in the list, and hides no other journey', async () => {
    await put('broken-one');
    await put('broken-two');
    const { sql } = api.database;
    await sql`alter table versions disable trigger user`; // versions never change, except by hand
    await sql`update versions set document = jsonb_set(document::jsonb, '{entry}', '{"type": "telepathy"}')
      where journey = 'broken-one'`;
    await sql`alter table versions enable trigger user`;
    const { status, body } = await api.as().get('/v1/journeys?id=broken-');
    expect(status).toBe(200);
    expect(body.journeys).toMatchObject([
      { id: 'broken-one', isUnreadable: true, entry: null },
      { id: 'broken-two', isUnreadable: false, entry: expect.any(String) },
    ]);
    for (const path of ['', '/report', '/goals', '/versions/1']) {
      const one = await api.as().get(`/v1/journeys/broken-one${path}`);
      expect([path, one.status, one.body.code, one.body.message]).toEqual([
        path,
        500,
        'document-unreadable',
        'version 1 of the journey "broken-one" cannot be read by this release',
      ]);
    }
  });
});
