import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const mjml = (inside: string): string =>
  `<mjml><mj-body><mj-section><mj-column>\n${inside}\n</mj-column></mj-section></mj-body></mjml>`;
const RIGHT = mjml('<mj-text>Hi {{ profile.name }}</mj-text>');
const WRONG = mjml('{% if profile.vip %}<mj-text>Hi</mj-text>{% endif %}');
const DROPPED = {
  message: 'line 2: MJML drops {% if profile.vip %} here, between elements',
  fix: expect.stringContaining('<mj-raw>'),
};

const journey = (content: object, variants: object = {}) => ({
  ...{ id: 'news', name: 'News', entry: { type: 'api' }, start: 'mail' },
  nodes: {
    mail: { type: 'message', channel: 'email', content: { subject: 'Hi', ...content }, variants, then: 'end' },
    end: { type: 'exit' },
  },
});
interface Flaw {
  readonly path: string;
  readonly message: string;
}
const validate = async (document: object) =>
  (await api.as().post('/v1/journeys/news/validate').send(document)).body as {
    readonly valid: boolean;
    readonly errors: readonly Flaw[];
    readonly warnings: readonly Flaw[];
  };

describe('M9 the MJML of a journey is compiled before it is published', () => {
  test('M9 MJML that doesn’t compile is refused with its line, also in a variant', async () => {
    const wrong = await api
      .as()
      .put('/v1/journeys/news')
      .send(journey({ mjml: RIGHT }, { de: { mjml: WRONG } }));
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0]).toEqual({ path: 'nodes.mail.variants.de.mjml', ...DROPPED });
    const right = await api
      .as()
      .put('/v1/journeys/news')
      .send(journey({ mjml: RIGHT }));
    expect(right.status).toBe(201);
  });

  test('M9 harmless losses are warnings, and so is an email that Gmail clips', async () => {
    const long = mjml(`stray\n${'<mj-text>a</mj-text>'.repeat(400)}`);
    const { valid, warnings } = await validate(journey({ mjml: long }));
    expect(valid).toBe(true);
    expect(warnings.filter(({ path }) => path === 'nodes.mail.content.mjml').map(({ message }) => message)).toEqual([
      'line 2: MJML drops “stray” here, between elements',
      expect.stringMatching(/^it has \d+ kB of HTML before values are filled in, and Gmail clips mail after 102 kB$/),
    ]);
  });

  test('M9 MJML is refused if its HTML exceeds the limit for templates', async () => {
    const huge = mjml('<mj-text>a</mj-text>'.repeat(2_000));
    const { errors } = await validate(journey({ mjml: huge }));
    expect(errors).toMatchObject([{ message: expect.stringMatching(/^it compiles to \d+ characters of HTML/) }]);
  });

  test('M9 an error for MJML in the HTML field names the right field; using both fields is an error', async () => {
    const inHtml = await validate(journey({ html: RIGHT }));
    expect(inHtml.errors).toMatchObject([{ path: 'nodes.mail.content.html', fix: 'move it to content.mjml' }]);
    const both = await validate(journey({ html: '<p>a</p>', mjml: RIGHT }));
    const fix = expect.stringContaining('content.mjml');
    expect(both.errors).toMatchObject([{ path: 'nodes.mail.content.html', fix }]);
  });

  test('M9 Liquid in MJML is checked as in other fields, and errors have its line', async () => {
    const { errors } = await validate(journey({ mjml: mjml('<mj-text>{% nope %}</mj-text>') }));
    expect(errors).toMatchObject([{ path: 'nodes.mail.content.mjml', message: expect.stringMatching(/^line 2: /) }]);
  });

  test('HTML gets the same warnings, and a text part clears the warning about missing text', async () => {
    const image = { html: '<img src="https://x.example/a.png">' };
    const advise = async (content: object) => (await validate(journey(content))).warnings.map(({ message }) => message);
    expect(await advise(image)).toEqual([expect.stringContaining('no text'), 'line 1: an image has no alt text']);
    expect(await advise({ ...image, text: 'Sale' })).toEqual(['line 1: an image has no alt text']);
  });

  test('other channels refuse MJML', async () => {
    const { nodes, ...document } = journey({ mjml: RIGHT, text: 'Hi' });
    const { errors } = await validate({ ...document, nodes: { ...nodes, mail: { ...nodes.mail, channel: 'sms' } } });
    expect(errors).toMatchObject([{ path: 'nodes.mail.content.mjml', message: 'node "mail": sms has no mjml' }]);
  });
});

test('a template of the workspace is compiled before it is stored', async () => {
  const put = (source: string) =>
    api
      .as()
      .put('/v1/templates/news')
      .send({ id: 'news', name: 'News', kind: 'message', channel: 'email', content: { subject: 'Hi', mjml: source } });
  const refused = await put(WRONG);
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0]).toEqual({ path: 'content.mjml', ...DROPPED });
  expect((await put(RIGHT)).status).toBe(201);
});

test('POST /v1/mjml compiles for a preview, and stores nothing', async () => {
  const right = await api.as().post('/v1/mjml').send({ mjml: RIGHT });
  expect(right.status).toBe(200);
  expect(right.body).toEqual({ html: expect.stringContaining('Hi {{ profile.name }}'), errors: [], warnings: [] });
  const wrong = await api.as().post('/v1/mjml').send({ mjml: WRONG });
  expect(wrong.body.html).toBe('');
  expect(wrong.body.errors[0]).toEqual({ path: 'mjml', ...DROPPED });
});

test('a test message with MJML is sent as HTML', async () => {
  const { body } = await api
    .as()
    .post('/v1/messages/test')
    .send({ inline: journey({ mjml: RIGHT }).nodes.mail, to: ['me@example.com'], profile: { name: '<Ana>' } });
  expect(body).toMatchObject({ results: [{ outcome: 'sent' }] });
  const inbox = await api.as().get('/v1/inbox?recipient=me@example.com');
  const caught = await api.as().get(`/v1/inbox/${inbox.body.messages[0].key}`);
  expect(JSON.stringify(caught.body)).toContain('Hi &lt;Ana&gt;');
});
