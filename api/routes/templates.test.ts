import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { createVersions } from '../../store/journeys/versions.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const MESSAGE = {
  kind: 'message',
  name: 'Welcome',
  channel: 'email',
  content: { subject: 'Hello {{ profile.firstName | default: "you" }}', html: '<p>Hi</p>{% render "footer" %}' },
  variants: { de: { subject: 'Hallo' } },
};
const BLOCK = { kind: 'block', name: 'Footer', content: 'Bye' };
const put = (id: string, template: object) =>
  api
    .as()
    .put(`/v1/templates/${id}`)
    .send({ id, ...template });
/** Stores a template that a test needs. */
async function given(id: string, template: object) {
  const { status, body } = await put(id, template);
  expect([status, body.errors]).toEqual([201, undefined]);
}
const get = (path: string) => api.as().get(`/v1/templates${path}`);

/** A journey whose message names a template. */
const naming = (template: object | string | undefined, change: object = {}) => {
  const document = journeyDocument();
  const hello = { ...document.nodes.hello, template, content: undefined, ...change };
  return journeyDocument({ nodes: { ...document.nodes, hello } });
};
const publish = (document: object) => api.as().put('/v1/journeys/welcome').send(document);
/** Returns the content that a version of the journey would send. */
const sentBy = async (version: number) => {
  const { document } = await createVersions(api.database).get(
    WorkspaceId.parse('main'),
    JourneyId.parse('welcome'),
    version,
  );
  return { node: document.nodes['hello' as keyof typeof document.nodes], blocks: document.blocks };
};

describe('PUT /v1/templates/:id', () => {
  test('new → 201 with its ETag; the same again → 200; changed → version 2, and both are kept', async () => {
    await put('footer', BLOCK);
    const made = await put('hello', MESSAGE);
    expect([made.status, made.headers.etag]).toEqual([201, '"1"']);
    expect(made.body).toEqual({ id: 'hello', version: 1, isNew: true, warnings: [] });
    expect((await put('hello', MESSAGE)).status).toBe(200);
    const changed = await put('hello', { ...MESSAGE, name: 'Hi' }).set('If-Match', '"1"');
    expect([changed.status, changed.body.version]).toEqual([201, 2]);
    expect((await get('/hello')).body).toMatchObject({ version: 2, latest: 2, name: 'Hi', channel: 'email' });
    expect((await get('/hello?version=1')).body).toMatchObject({
      version: 1,
      latest: 2,
      document: { name: 'Welcome' },
    });
    expect((await get('/hello/versions')).body.versions.map((each: { version: number }) => each.version)).toEqual([
      2, 1,
    ]);
    expect((await get('/hello?version=3')).body.code).toBe('template-not-found');
  });

  test('of two editors at once, one saves and the other is refused without overwriting the first', async () => {
    await put('hello', MESSAGE);
    const both = await Promise.all(['A', 'B'].map((name) => put('hello', { ...MESSAGE, name }).set('If-Match', '"1"')));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 412]);
    const [first] = both.filter(({ status }) => status === 201);
    expect((await get('/hello')).body.version).toBe(first?.body.version);
  });

  test.each([
    ['content its channel lacks', { ...MESSAGE, content: { text: 'x' } }, 'content.subject', 'email needs subject'],
    ['Liquid that never ends', { ...BLOCK, content: '{{ profile.name' }, 'content', 'never ends'],
    ['Liquid that is wrong', { ...BLOCK, content: '{% if %}' }, 'content', 'line 1'],
    ['another product’s placeholder', { ...BLOCK, content: '*|FNAME|*' }, 'content', 'placeholder of another product'],
    ['an include', { ...BLOCK, content: '{% include "x" %}' }, 'content', "isn't supported"],
  ])('%s is refused by name', async (_, template, path, message) => {
    const { status, body } = await put('x', template);
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'document-invalid', path]);
    expect(body.errors[0].message).toContain(message);
  });

  test('a template keeps its kind and its channel', async () => {
    await put('hello', MESSAGE);
    const { body } = await put('hello', { kind: 'message', name: 'X', channel: 'sms', content: { text: 'x' } });
    expect(body.detail).toContain("is a message by email, so it can't become a message by sms");
  });
});

describe('a journey that names a template', () => {
  beforeEach(async () => {
    await put('footer', BLOCK);
    await put('hello', MESSAGE);
  });

  test('keeps the template versions it was published with, and gets new ones when it is published again', async () => {
    expect((await publish(naming({ id: 'hello' }))).status).toBe(201);
    await put('footer', { ...BLOCK, content: 'Goodbye' });
    await put('hello', { ...MESSAGE, content: { ...MESSAGE.content, subject: 'New' } });
    expect(await sentBy(1)).toMatchObject({
      node: { template: { id: 'hello', version: 1 }, content: MESSAGE.content, variants: MESSAGE.variants },
      blocks: { footer: { content: 'Bye' } },
    });

    expect((await publish(naming({ id: 'hello' }))).body).toMatchObject({ version: 2, isNew: true });
    expect(await sentBy(2)).toMatchObject({
      node: { template: { id: 'hello', version: 2 }, content: { subject: 'New' } },
      blocks: { footer: { content: 'Goodbye' } },
    });
    expect((await publish(naming({ id: 'hello' }))).body).toMatchObject({ version: 2, isNew: false });
    expect((await publish(naming({ id: 'hello', version: 1 }))).body).toMatchObject({ version: 3 });
    expect((await sentBy(3)).node).toMatchObject({ content: MESSAGE.content });
    // the document stays as its author wrote it
    const { body } = await api.as().get('/v1/journeys/welcome');
    expect(body.document.nodes.hello.template).toEqual({ id: 'hello', version: 1 });
  });

  test('its own block replaces a workspace block with the same name', async () => {
    await publish({ ...naming({ id: 'hello' }), blocks: { footer: { content: 'Own' } } });
    expect((await sentBy(1)).blocks).toEqual({ footer: { content: 'Own' } });
  });

  test.each([
    ['no such template', naming({ id: 'nope' }), 'nodes.hello.template', 'there is no template "nope"'],
    ['no such version', naming({ id: 'hello', version: 9 }), 'nodes.hello.template', 'with a version 9'],
    ['a block', naming({ id: 'footer' }), 'nodes.hello.template', '"footer" is a content block'],
    ['another channel', naming({ id: 'hello' }, { channel: 'sms' }), 'nodes.hello.template', 'is for email, but node'],
    [
      'content of its own',
      naming({ id: 'hello' }, { content: { subject: 'x', text: 'x' } }),
      'nodes.hello.content',
      'has both a template and its own content',
    ],
    ['no content at all', naming('name'), 'nodes.hello.content.subject', 'email needs subject'],
  ])('%s is refused by name', async (_, document, path, message) => {
    const { status, body } = await publish(document);
    expect([status, body.errors[0].path]).toEqual([422, path]);
    expect(body.errors[0].message).toContain(message);
  });

  test('a variable that the journey doesn’t provide is named with the template', async () => {
    await given('bad', {
      ...MESSAGE,
      content: { subject: '{{ context.cart.total }}', text: 'x' },
      variants: undefined,
    });
    const { body } = await publish(naming({ id: 'bad' }));
    expect(body.errors[0].path).toBe('nodes.hello.template');
    expect(body.errors[0].message).toContain('content.subject of template "bad" (version 1)');
    expect(body.errors[0].message).toContain('context.cart');
  });

  test('a block that doesn’t exist anywhere is named', async () => {
    await given('bad', { ...MESSAGE, content: { subject: 'x', text: '{% render "nope" %}' } });
    expect((await publish(naming({ id: 'bad' }))).body.errors[0].message).toContain('no content block "nope"');
  });

  test('the uses of a template are listed, and it can’t be deleted while it is used', async () => {
    await publish(naming({ id: 'hello' }));
    await api
      .as()
      .put('/v1/journeys/other/draft')
      .send({ id: 'other', name: 'Other', nodes: { a: { template: { id: 'hello' } } } });
    await put('hello', { ...MESSAGE, name: 'New' });
    expect((await get('/hello/uses')).body.uses).toEqual([
      { type: 'draft', id: 'other', name: 'Other', version: null },
      { type: 'journey', id: 'welcome', name: 'Welcome', version: 1 },
    ]);
    expect((await get('/footer/uses')).body.uses).toEqual([
      { type: 'journey', id: 'welcome', name: 'Welcome', version: 1 },
      { type: 'template', id: 'hello', name: 'New', version: null },
    ]);
    expect((await get('')).body.templates).toMatchObject([
      { id: 'footer', usedBy: 1 },
      { id: 'hello', usedBy: 1 },
    ]);
    const refused = await api.as().delete('/v1/templates/hello');
    expect([refused.status, refused.body.code, refused.body.about?.usedBy]).toEqual([
      409,
      'template-in-use',
      ['journey "welcome"'],
    ]);

    await api.as().post('/v1/journeys/welcome/stop').send({ mode: 'now' });
    expect((await api.as().delete('/v1/templates/hello').set('If-Match', '"1"')).status).toBe(412);
    expect((await api.as().delete('/v1/templates/hello').set('If-Match', '"2"')).status).toBe(200);
    expect((await api.as().delete('/v1/templates/footer')).status).toBe(200);
    // published versions can still be read, and version numbers aren't reused
    expect((await sentBy(1)).node).toMatchObject({ content: MESSAGE.content });
    expect((await put('hello', MESSAGE)).body).toMatchObject({ version: 3 });
  });

  test('when a template is deleted during publishing, the deletion or the publish is refused', async () => {
    const [published, deleted] = await Promise.all([
      publish(naming({ id: 'hello' })),
      api.as().delete('/v1/templates/hello'),
    ]);
    expect([published.status, deleted.status]).toSatisfy(
      ([a, b]) => (a === 201 && b === 409) || (a === 422 && b === 200),
    );
  });
});

test('a test message of a draft is written from the latest version of its template', async () => {
  await given('footer', BLOCK);
  await given('hello', MESSAGE);
  await given('hello', { ...MESSAGE, content: { subject: 'Newest', text: 'x{% render "footer" %}' } });
  const send = (template: object) =>
    api
      .as()
      .post('/v1/messages/test')
      .send({ inline: { type: 'message', channel: 'email', template }, to: ['ana@example.com'] });
  const sent = await send({ id: 'hello' });
  expect([sent.status, JSON.stringify(sent.body)]).toEqual([200, expect.stringContaining('Newest')]);
  expect((await send({ id: 'nope' })).body.detail).toContain('there is no template "nope"');
});

test('takeTemplates returns what a draft names, with the blocks that it renders', async () => {
  await put('inner', BLOCK);
  await put('footer', { ...BLOCK, content: '{% render "inner" %}' });
  await put('hello', MESSAGE);
  const taken = await api
    .as()
    .post('/v1/templates/take')
    .send({ templates: [{ id: 'hello' }, { id: 'nope' }] });
  const names = taken.body.templates.map((each: { asked: number | null; template: { id: string } }) => [
    each.template.id,
    each.asked,
  ]);
  expect(names).toEqual([
    ['hello', null],
    ['footer', null],
    ['inner', null],
  ]);
});

test('ten thousand templates are listed by pages and searched', async () => {
  await api.database.sql`
    with made as (
      insert into templates (workspace, id, kind, channel, name, version, updated_by)
      select 'main', 'template-' || lpad(n::text, 5, '0'), 'message', case n % 2 when 0 then 'sms' else 'email' end,
             'Name ' || n, 1, 'test' from generate_series(1, 10000) n returning id, name, channel
    )
    insert into template_versions (workspace, id, version, document, created_by)
    select 'main', id, 1, json_build_object('kind', 'message', 'id', id, 'name', name, 'channel', channel, 'content', '{}'::json), 'test'
      from made`;
  const first = await get('?limit=200');
  expect([first.body.templates.length, first.body.next]).toEqual([200, 'template-00200']);
  const next = await get(`?limit=2&cursor=${first.body.next}`);
  expect(next.body.templates.map(({ id }: { id: string }) => id)).toEqual(['template-00201', 'template-00202']);
  const found = await get('?search=NAME%209999&channel=email');
  expect(found.body.templates.map(({ id }: { id: string }) => id)).toEqual(['template-09999']);
});
