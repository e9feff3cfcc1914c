import { z } from 'zod';

/** The parts of JSON Schema that a table of fields needs. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export const jsonSchemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', reused: 'inline' }) as Schema;

/** Renders a table with one line per field: field, type, default, description. Leaves out the fields in `leftOut`. */
export function fieldTable(schema: Schema, leftOut: readonly string[]): string {
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => !leftOut.includes(name))
    .map(([name, field]) => {
      const isRequired = schema.required?.includes(name) ?? false;
      const fallback = field.default === undefined ? (isRequired ? '**required**' : '') : code(field.default);
      return `| \`${name}\` | ${takes(field)} | ${fallback} | ${cell(field.description ?? '')} |`;
    });
  if (rows.length === 0) return 'It has no fields of its own.';
  return ['| field | takes | default | what it is |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Describes the values that a schema accepts, such as `"hold" or "drop"` or `list of: text`. */
export function takes(schema: Schema): string {
  if (schema.$ref) return linkTo(schema.$ref.split('/').at(-1) ?? '');
  const among = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (among) return among.map(code).join(', ');
  const choices = choicesOf(schema);
  if (choices) return [...new Set(choices.map(takes))].join(' or ');
  if (schema.type === 'array') return `list of: ${schema.items ? takes(schema.items) : 'anything'}`;
  return schema.type === 'object' ? objectOf(schema) : (WORDS[String(schema.type)] ?? 'any JSON value');
}

const choicesOf = ({ anyOf, oneOf }: Schema): readonly Schema[] | undefined => anyOf ?? oneOf;

/** Returns all alternatives of a schema, with nested ones flattened. */
export const choicesIn = (schema: Schema): readonly Schema[] => choicesOf(schema)?.flatMap(choicesIn) ?? [schema];

function objectOf(schema: Schema): string {
  if (schema.properties)
    return `{${Object.entries(schema.properties)
      .map(([name, field]) => `\`${name}\`${schema.required?.includes(name) ? '' : '?'}: ${takes(field)}`)
      .join(', ')}}`;
  return typeof schema.additionalProperties === 'object' ? `name → ${takes(schema.additionalProperties)}` : 'an object';
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  null: 'null',
};

/** Links to a named shape, which the page of values describes once. */
const linkTo = (name: string): string =>
  name.startsWith('__') ? 'any JSON value' : `[${name}](../values.md#${name.toLowerCase()})`;

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
