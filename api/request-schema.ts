import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { text } from '../journey/base/bounded.ts';
import { MOST } from '../journey/base/limits.ts';
import { IfMatch } from './if-match.ts';
import { IdempotencyKey } from './once.ts';
import type { Route } from './route.ts';

/**
 * Creates the OpenAPI 3.1 descriptions of requests (JSON Schema 2020-12) from the zod schemas that check them. What a
 * refinement checks beyond a pattern is documented in the schema's `meta`; a test checks that for every route.
 */
export function createRequestSchemas() {
  const components: Record<string, object> = {};

  /** Converts a schema. Moves its definitions to the components. */
  function schemaOf(schema: z.ZodType): JsonSchema {
    const { $schema: _, $defs = {}, ...own } = toOpenApi(schema);
    for (const [name, each] of Object.entries($defs)) {
      const known = components[name];
      if (known && JSON.stringify(known) !== JSON.stringify(each))
        throw new TypeError(`two schemas are called ${name}`);
      components[name] = each;
    }
    return own;
  }

  function parametersOf(route: Route): RouteConfig['parameters'] {
    const inPath = route.path.includes(':') ? fieldsOf(route.params, 'path') : [];
    return [...inPath, ...fieldsOf(route.query, 'query'), ...headersOf(route)];
  }

  function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query') {
    const { properties = {}, required = [] } = schema ? schemaOf(schema) : {};
    return Object.entries(properties).map(([name, { description, ...each }]) => ({
      name,
      in: place,
      required: required.includes(name),
      ...(description !== undefined && { description }),
      schema: each,
    }));
  }

  const headersOf = ({ headers = {}, isKeyed }: Route) =>
    Object.entries({ ...headers, ...(isKeyed && { 'Idempotency-Key': KEYED }) }).map(([name, description]) => ({
      name,
      in: 'header' as const,
      required: false,
      description,
      schema: schemaOf(HEADERS[name] ?? text(MOST.header)),
    }));

  /** Describes the body. It is required unless its schema accepts undefined. */
  function bodyOf({ body, documentedBody = body, takes }: Route): NonNullable<RouteConfig['request']>['body'] {
    if (takes)
      return {
        required: true,
        content: Object.fromEntries(takes.map((type) => [type, { schema: { type: 'string' as const } }])),
      };
    if (!body || !documentedBody) return undefined;
    const schema =
      typeof documentedBody === 'string'
        ? { $ref: `#/components/schemas/${documentedBody}` }
        : schemaOf(documentedBody);
    const required = !body.safeParse(undefined).success;
    return { required, content: { 'application/json': { schema } } };
  }

  return { components, schemaOf, parametersOf, bodyOf };
}

const KEYED = 'Repeating the same key and request within a day returns the same answer';
const HEADERS: Readonly<Record<string, z.ZodType>> = { 'If-Match': IfMatch, 'Idempotency-Key': IdempotencyKey };

/** The part of JSON Schema used here. Mutable, because the generator may change it. */
interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

const toOpenApi = (schema: z.ZodType) =>
  JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })).replaceAll(
      '"#/$defs/',
      '"#/components/schemas/',
    ),
  ) as JsonSchema & { readonly $schema?: string; readonly $defs?: Readonly<Record<string, object>> };
