import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startApi, type TestApi } from '../test/api.ts';
import { templateOf } from './openapi.ts';

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await startApi();
  document = Document.parse((await api.as().get('/openapi.json')).body);
});
afterAll(() => api.close());

/** What OpenAPI 3.1 asks of a document, as far as we use it. */
const Media = z.record(z.string(), z.strictObject({ schema: z.record(z.string(), z.unknown()) }));
const Operation = z.strictObject({
  operationId: z.string().regex(/^[A-Za-z_]+$/),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(5),
  description: z.string().min(5),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(['query', 'path', 'header']),
        required: z.boolean(),
        description: z.string().optional(),
        schema: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: Media }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), content: Media.optional() }),
  ),
});
const Document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('http'), scheme: z.string() })),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), Operation),
  ),
});
type Document = z.infer<typeof Document>;

/** What Express serves, from Express itself. */
const served = (): string[] =>
  api.app.router.stack.flatMap(({ route }) =>
    route
      ? Object.keys((route as unknown as { methods: object }).methods)
          .filter((method) => !['_all', 'options'].includes(method))
          .map((method) => `${method} ${templateOf(route.path)}`)
      : [],
  );

/** Other paths of an operation, as its description names them. */
const aliasesIn = (description: string): readonly string[] =>
  [...(/Also served as (.+?)\./.exec(description)?.[1] ?? '').matchAll(/`(.+?)`/g)].map(([, path = '']) => path);

describe('GET /openapi.json', () => {
  test('it lists exactly the routes that Express serves', () => {
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { description = '' }]) =>
        [path, ...aliasesIn(description)].map((each) => `${method} ${each}`),
      ),
    );
    expect(served().length).toBeGreaterThan(30);
    expect(documented.toSorted()).toEqual(served().toSorted());
  });

  test('every operation has its own id, and its path parameters are those of the path', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, item] of Object.entries(document.paths))
      for (const { parameters = [] } of Object.values(item)) {
        const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
        expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      }
  });

  test('every reference resolves', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, to = '']) => to);
    expect(references.length).toBeGreaterThan(20);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(known).toEqual(expect.arrayContaining([...new Set(references)]));
  });

  test('every operation except health, sign-in, callbacks, tracking, preferences and public keys needs a key, and documents 401 and 403', () => {
    const callbacks = ['get', 'post'].map((method) => `${method} /v1/callbacks/{channel}/{provider}`);
    const keys = ['get /v1/web-push/key']; // of which browsers get the public part
    const tracking = ['get /t/o/{token}', 'get /t/c/{token}', 'get /l/{token}'];
    const open = [
      'get /livez',
      'get /healthz',
      'get /readyz',
      'post /v1/session',
      'delete /v1/session',
      ...callbacks,
      ...keys,
      ...tracking,
      'get /u/{token}',
      'post /u/{token}',
    ];
    const operations = (isOpen: boolean) =>
      Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).flatMap(([method, operation]) =>
          open.includes(`${method} ${path}`) === isOpen ? [operation] : [],
        ),
      );
    for (const { security } of operations(true)) expect(security).toEqual([]);
    for (const { security, responses } of operations(false)) {
      expect([[{ bearer: [] }, { basic: [] }], [{ user: [] }]]).toContainEqual(security);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '503']));
    }
  });

  test('the journey document is described by its own schema', () => {
    expect(document.paths['/v1/journeys/{id}']?.put?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Journey',
    });
    expect(document.components.schemas.Journey).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['id', 'entry', 'nodes']),
    });
  });
});

describe('the docs page needs no internet and no inline script', () => {
  test('its files are served by the API', async () => {
    const page = await api.as().get('/docs');
    expect(page.type).toBe('text/html');
    expect(page.text).not.toMatch(/https?:\/\/|<script>|style=/);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toHaveLength(4);
    for (const file of files) {
      const answer = await api.as().get(file);
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.type).toMatch(/^(text\/css|text\/javascript|application\/javascript|image\/png)$/);
    }
  });

  test('/ redirects a browser to the app, and gives a program the addresses', async () => {
    const browser = await api.as().get('/').set('Accept', 'text/html').redirects(0);
    expect([browser.status, browser.headers.location]).toEqual([302, '/journeys']);
    expect((await api.as().get('/')).body).toMatchObject({ docs: '/docs', openapi: '/openapi.json' });
  });

  test('the schema of the document, for editors', async () => {
    const { body } = await api.as().get('/v1/schema/journey.json');
    expect(body).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', $ref: '#/$defs/Journey' });
  });
});
