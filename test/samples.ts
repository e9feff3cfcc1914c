import fc from 'fast-check';

/** Values of JSON Schemas, as our own OpenAPI and `z.toJSONSchema` write them. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}
export type Definitions = Readonly<Record<string, JsonSchema>>;

const DAYS = ['2026-03-01', '2027-12-24', '1999-02-28'];
const MOMENTS = [...DAYS, '2026-03-01T09:00', '2026-03-01T09:00:00Z', '2026-03-01t09:00:00.123+01:00'];
/** Formats say what no pattern can: what there is of a kind. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'iana-time-zone': ['Europe/Amsterdam', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'],
  'iso-moment': MOMENTS,
  'date-time': ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.5+01:00'],
  date: DAYS,
};
/** What is described in words: how long a length of time may be. */
const NAMED: Readonly<Record<string, readonly string[]>> = { Duration: ['1s', '90m', '2h30m', '3d', '1w', '52w'] };

/** Few and small, but of every form: nothing here is random that the schema doesn't say. */
export function samplesOf(schema: JsonSchema, definitions: Definitions, depth = 0): fc.Arbitrary<unknown> {
  const within = (inner: JsonSchema) => samplesOf(inner, definitions, depth + 1);
  if (schema.$ref !== undefined) return referTo(schema.$ref, definitions, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && !schema.properties) {
    const flat = depth > 6 ? choices.filter((each) => !isDeep(each)) : choices;
    return fc.oneof(...(flat.length > 0 ? flat : choices).map(within));
  }
  const sample = BY_TYPE[String(schema.type)];
  return sample ? sample(schema, within) : fc.constantFrom(null, 1, 'x', ['x'], { x: 1 });
}

type Within = (inner: JsonSchema) => fc.Arbitrary<unknown>;
const BY_TYPE: Readonly<Record<string, (schema: JsonSchema, within: Within) => fc.Arbitrary<unknown>>> = {
  object: objects,
  array: ({ items = {}, minItems = 0, maxItems = 3 }, within) =>
    fc.array(within(items), { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 3)) }),
  string: texts,
  integer: ({ minimum = 0, maximum = 1e6 }) =>
    fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) }),
  number: ({ minimum = -1e6, exclusiveMinimum = minimum - 1, maximum = 1e6 }) =>
    fc.integer({ min: Math.ceil(Math.max(exclusiveMinimum + 1, -1e9)), max: Math.min(maximum, 1e9) }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

function referTo(to: string, definitions: Definitions, depth: number): fc.Arbitrary<unknown> {
  const name = to.split('/').at(-1) ?? '';
  const values = NAMED[name];
  const schema = definitions[name];
  if (values) return fc.constantFrom(...values);
  if (!schema) throw new TypeError(`no definition of ${to}`);
  return samplesOf(schema, definitions, depth + 1);
}

const isDeep = (schema: JsonSchema): boolean => JSON.stringify(schema).includes('"$ref"') && schema.$ref === undefined;

function objects(schema: JsonSchema, within: Within): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames = { type: 'string' } } = schema;
  const alternatives = (schema.anyOf ?? [{}]).map((each) => [...required, ...(each.required ?? [])]);
  const named = fc.oneof(
    ...alternatives.map((needed) =>
      fc.record(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, within(each)])), {
        requiredKeys: needed,
      }),
    ),
  );
  if (typeof additionalProperties !== 'object' || Object.keys(properties).length > 0) return named;
  const { minProperties = 0, maxProperties = 3 } = schema;
  return fc.dictionary(texts({ maxLength: 12, ...propertyNames }), within(additionalProperties), {
    minKeys: minProperties,
    maxKeys: Math.max(minProperties, Math.min(maxProperties, 3)),
  });
}

function texts({ pattern, format = '', minLength = 0, maxLength = 20 }: JsonSchema): fc.Arbitrary<string> {
  const known = FORMATS[format];
  if (known) return fc.constantFrom(...known);
  if (pattern !== undefined)
    return fc
      .stringMatching(new RegExp(pattern))
      .filter((text) => text.length >= minLength && text.length <= maxLength);
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 20)) });
}
