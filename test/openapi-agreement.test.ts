import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { parseMessage, TYPES } from '../api/events/message.ts';
import { openApi, templateOf } from '../api/openapi.ts';
import type { Route } from '../api/route.ts';
import { Duration, inMs, instant, isTimeZone, readDay, readInstant } from '../journey/time/time.ts';
import { type Definitions, type JsonSchema, samplesOf } from './samples.ts';
import { findDoors } from './schemas.ts';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

const { routes } = await findDoors();
const documented = routes.filter(({ path }) => path.startsWith('/v1/'));
/** As a client reads it. */
const openapi = JSON.parse(JSON.stringify(openApi(documented))) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Definitions };
};
const definitions = openapi.components.schemas;

/** Formats are what a pattern can't say; a length of time is limited in words. */
const ajv = new Ajv2020({
  strict: false,
  formats: {
    'iana-time-zone': isTimeZone,
    'iso-moment': (text: string) => readInstant(text, 'UTC') !== undefined,
    'date-time': (text: string) => readInstant(text, 'UTC') !== undefined,
    'time-to-live': (text: string) => Duration.safeParse(text).success && inMs(text as Duration) <= 28 * 86_400_000,
    date: (text: string) => readDay(text) !== undefined,
  },
});
ajv.addSchema({ $id: 'openapi', components: openapi.components });
const compiled = (schema: JsonSchema): ValidateFunction =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components')) as object);

const operationOf = (route: Route): Operation => openapi.paths[templateOf(route.path)]?.[route.method] ?? {};
const bodyOf = (route: Route): JsonSchema | undefined =>
  operationOf(route).requestBody?.content['application/json']?.schema;

/** Something else than the value, near it: most of what is wrong is nearly right. */
const changed = (value: unknown): fc.Arbitrary<unknown> => {
  const odd = fc.constantFrom<unknown>('', '$', '\0', ' ', 'A b', 0, -1, 1.5, 1e9, true, null, [], {}, 'x'.repeat(300));
  if (typeof value !== 'object' || value === null) return odd;
  const names = Object.keys(value);
  const without = (name: string) => Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
  if (Array.isArray(value))
    return fc.oneof(
      odd,
      odd.map((each) => [...value, each]),
      fc.constant([]),
    );
  return fc.oneof(
    odd,
    odd.map((each) => ({ ...value, unknown: each })),
    ...names.map((name) => fc.constant(without(name))),
    ...names.map((name) =>
      changed((value as Readonly<Record<string, unknown>>)[name]).map((each) => ({ ...value, [name]: each })),
    ),
  );
};

describe('S16 the OpenAPI document matches the code', () => {
  const withBody = documented.filter((route) => route.body && bodyOf(route));
  /** Bodies that a validator checks beyond their schema: their problems are document-invalid, not malformed. */
  const isDocument = ({ documentedBody }: Route) => documentedBody === 'Journey';

  test.each(withBody.filter((route) => !isDocument(route)).map((route) => [route.name, route] as const))(
    'S16 a body of %s that OpenAPI calls valid is accepted',
    (_, route) => {
      const schema = bodyOf(route) ?? {};
      const isValid = compiled(schema);
      const property = fc.property(samplesOf(schema, definitions), (body) => {
        fc.pre(isValid(body));
        const parsed = route.body?.safeParse(body);
        expect([parsed?.error?.issues ?? [], body]).toEqual([[], body]);
        const type = TYPES.find((each) => route.name === each || route.name === `${each}Short`);
        if (type) expect(parseMessage(body, ARRIVAL, type).type).not.toBe('rejected');
      });
      fc.assert(property, { numRuns: 40, maxSkipsPerRun: 20 });
    },
  );

  test.each(withBody.filter(({ documentedBody }) => !documentedBody).map((route) => [route.name, route] as const))(
    'S16 a body of %s that the code takes is valid by OpenAPI',
    (_, route) => {
      const schema = bodyOf(route) ?? {};
      const isValid = compiled(schema);
      const property = fc.property(samplesOf(schema, definitions).chain(changed), (body) => {
        if (body === undefined || !route.body?.safeParse(body).success) return;
        expect([isValid(body), body, isValid.errors]).toEqual([true, body, null]);
      });
      fc.assert(property, { numRuns: 200 });
    },
  );

  const withParameters = documented.filter((route) => operationOf(route).parameters?.length);
  test.each(withParameters.map((route) => [route.name, route] as const))(
    'S16 parameters of %s: what OpenAPI calls valid is accepted, and what is accepted is valid',
    (_, route) => {
      for (const { name, in: place, schema } of operationOf(route).parameters ?? []) {
        // a header is read by name: if-match.ts and once.ts
        const whole = { path: route.params, query: route.query }[place];
        const field = (whole as { readonly shape?: Readonly<Record<string, z.ZodType>> } | undefined)?.shape?.[name];
        if (field) agree(schema, field);
      }
    },
  );
});

/** Of a parameter, which comes as a text. */
function agree(schema: JsonSchema, field: z.ZodType): void {
  const isValid = compiled(schema);
  const taken = fc.property(samplesOf(schema, definitions), (value) => {
    fc.pre(isValid(value));
    expect([field.safeParse(String(value)).success, value]).toEqual([true, value]);
  });
  fc.assert(taken, { numRuns: 20, maxSkipsPerRun: 20 });
  if (schema.type !== 'string' && schema.enum === undefined) return;
  const valid = fc.property(changed('x'), (value) => {
    if (typeof value !== 'string' || !field.safeParse(value).success) return;
    expect([isValid(value), value]).toEqual([true, value]);
  });
  fc.assert(valid, { numRuns: 30 });
}

const ARRIVAL = { receivedAt: instant(0), newId: () => 'm' };
