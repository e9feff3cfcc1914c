import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { Journey } from '../journey/document/document.ts';
import { type ProblemCode, statusOf } from './problem.ts';
import { createRequestSchemas } from './request-schema.ts';
import type { Route } from './route.ts';

type RequestSchemas = ReturnType<typeof createRequestSchemas>;

const ProblemSchema = z
  .looseObject({
    type: z.string().describe('`/problems/<code>`'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Error code, for programs'),
    message: z.string(),
    detail: z.string().describe('Same as `message`'),
    fix: z.string().describe('How to fix it'),
    instance: z.string().describe("The request's id, as in X-Request-Id"),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), fix: z.string() }))
      .optional()
      .describe('All errors, each with its path'),
    about: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Details, such as the live instance or the exit reason'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** Builds the OpenAPI 3.1 document of the routes from the schemas that check requests. */
export function openApi(routes: readonly Route[]) {
  const registry = new OpenAPIRegistry();
  const requests = createRequestSchemas();
  requests.schemaOf(Journey);
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'user', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Token of one user, from `POST /v1/users/:id/token`',
  });
  registry.registerComponent('securitySchemes', 'basic', {
    type: 'http',
    scheme: 'basic',
    description: 'API key as the user name, without a password',
  });
  for (const route of routes) registry.registerPath(operationOf(route, requests));
  const { webhooks: _, ...document } = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sojourn',
      version: '1',
      description:
        'Durable customer journeys. Errors are problem documents (RFC 9457) with `code`, `message` and `fix`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
  });
  const { schemas, ...components } = document.components ?? {};
  return { ...document, components: { ...components, schemas: { ...schemas, ...requests.components } } };
}

const operationOf = (route: Route, { parametersOf, bodyOf }: RequestSchemas): RouteConfig => ({
  method: route.method,
  path: templateOf(route.path),
  operationId: route.name,
  tags: [route.tag],
  summary: route.summary,
  description: [route.description, describeAliases(route), accessOf(route)].filter(Boolean).join(' '),
  security: securityOf(route),
  parameters: parametersOf(route),
  request: { body: bodyOf(route) },
  responses: { ...answersOf(route), ...problemsOf(route) },
});

const describeAliases = ({ aliases = [] }: Route): string =>
  aliases.length === 0 ? '' : `Also served as ${aliases.map((path) => `\`${path}\``).join(', ')}.`;

function accessOf({ access }: Route): string {
  if (access === 'open') return 'No key is needed.';
  return access === 'user' ? 'Needs a user token.' : `Needs a key with the scope \`${access}\`.`;
}

function securityOf({ access }: Route): Record<string, string[]>[] {
  if (access === 'open') return [];
  return access === 'user' ? [{ user: [] }] : [{ bearer: [] }, { basic: [] }];
}

/** `/v1/journeys/:id` → `/v1/journeys/{id}`. */
export const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const textsOf = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, { schema: z.string() }]));

function answersOf({ answer, alsoIn, statuses = { 200: 'Done' } }: Route) {
  const content = {
    ...(typeof answer === 'string' ? textsOf([answer]) : { 'application/json': { schema: answer } }),
    ...(alsoIn !== undefined && textsOf([alsoIn])),
  };
  return Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [
      status,
      Number(status) >= 300 && Number(status) < 400 ? { description } : { description, content },
    ]),
  );
}

function problemsOf(route: Route): RouteConfig['responses'] {
  const codes: readonly ProblemCode[] = [
    ...(route.access === 'open' ? [] : (['key-missing', 'key-wrong', 'scope-missing', 'unavailable'] as const)),
    'request-invalid',
    ...(route.body ? (['body-malformed', 'body-too-deep', 'body-too-large', 'content-type'] as const) : []),
    ...(route.takes ? (['content-type', 'body-encoding'] as const) : []),
    ...(route.isKeyed ? (['idempotency-key-reused', 'idempotency-in-flight'] as const) : []),
    ...(route.refusals ?? []),
  ];
  const statuses = [...new Set(codes.map(statusOf))];
  const content = { 'application/problem+json': { schema: ProblemSchema } };
  const codesOf = (status: number) =>
    new Set(codes.filter((code) => statusOf(code) === status).map((code) => `\`${code}\``));
  return Object.fromEntries(
    statuses.map((status) => [status, { description: [...codesOf(status)].join(', '), content }]),
  );
}
