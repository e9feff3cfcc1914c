import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { text } from '../journey/base/bounded.ts';
import { MOST } from '../journey/base/limits.ts';
import { IfMatch } from './if-match.ts';
import { IdempotencyKey } from './once.ts';
import type { Route } from './route.ts';

/**
 * What enters, as OpenAPI 3.1 has it: JSON Schema 2020-12, made by zod from the very schemas that check it, so that the two say the same. What a
 * schema's own rules check beyond a pattern stands in its `meta`; a test holds every route to it.
 */
export function createRequestSchemas() {
  const components: Record<string, object> = {};

  /** Its definitions become components. */
  function schemaOf(schema: z.ZodType): JsonSchema {
    const { $schema: _, $defs = {}, ...own } = inOpenApi(schema);
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

  /** A body that may be left out is not required. */
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

const KEYED = 'The same key and request again gets the same answer, for a day';
const HEADERS: Readonly<Record<string, z.ZodType>> = { 'If-Match': IfMatch, 'Idempotency-Key': IdempotencyKey };

/** As the generator takes it: it does not promise to leave it alone. */
interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

const inOpenApi = (schema: z.ZodType) =>
  JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })).replaceAll(
      '"#/$defs/',
      '"#/components/schemas/',
    ),
  ) as JsonSchema & { readonly $schema?: string; readonly $defs?: Readonly<Record<string, object>> };
