import { z } from 'zod';
import { Slug } from '../../journey/base/ids.ts';
import { DeclaredPorts, type RegisteredActivity } from '../../journey/nodes/registered.ts';
import { Duration, inMs } from '../../journey/time/time.ts';

/**
 * Code of the company's own that journeys run by name: a Temporal activity, once a visit. It may run again after a crash, under the same
 * `key`: whatever it does in the world it does under that key. See docs/activities.md.
 */
export interface ActivityDefinition<Input = unknown, Output = unknown> {
  /** What a journey document calls it: `score-lead`. */
  readonly name: string;
  /** What the builder calls it. */
  readonly title?: string;
  /** What it is for, in a sentence or two to authors. */
  readonly about?: string;
  /** What it can answer with; `["done"]` if left out. A thrown error takes `failed`, which every activity has. */
  readonly ports?: readonly string[];
  /** Of an object. Checked before publishing as far as it can be, and before each run. */
  readonly input: z.ZodType<Input>;
  /** Checked after each run. Without it nothing but the port is kept. */
  readonly output?: z.ZodType<Output>;
  /** How long one attempt may take, `1s` to `1h`; `1m` if left out. */
  readonly timeout?: string;
  /** Attempts before it takes `failed`, 1 to 100; 5 if left out. An error with `nonRetryable: true` is the last. */
  readonly attempts?: number;
  run(input: Input, about: ActivityRun): Promise<ActivityAnswer<Output>> | ActivityAnswer<Output>;
}

export interface ActivityRun {
  /** The same for every attempt at this visit: give it to whatever can tell a repeat by it. */
  readonly key: string;
  readonly userId: string;
  readonly workspace: string;
  readonly journey: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
}

export interface ActivityAnswer<Output = unknown> {
  /** One of those declared; may be left out if there is only one. */
  readonly port?: string;
  /** Remembered by the node's `as`. */
  readonly output?: Output;
}

/** Gives `run` the types of its schemas. */
export const defineActivity = <Input, Output = undefined>(
  definition: ActivityDefinition<Input, Output>,
): ActivityDefinition<Input, Output> => definition;

/** A definition with all that it left out, and what authors are told of it. */
export interface Activity {
  readonly told: RegisteredActivity;
  readonly definition: ActivityDefinition;
  readonly timeoutMs: number;
  readonly attempts: number;
}

const isSchema = (value: unknown): value is z.ZodType =>
  value instanceof Object && '_zod' in value && 'safeParse' in value;
const ZodSchema = z.custom<z.ZodType>(isSchema, 'give a schema of zod 4');
const MAX_TIMEOUT_MS = 3_600_000;

const Definition = z.strictObject({
  name: Slug,
  title: z.string().min(1).max(200).optional(),
  about: z.string().max(2000).default(''),
  ports: DeclaredPorts.default(['done']),
  input: ZodSchema,
  output: ZodSchema.optional(),
  timeout: Duration.default(Duration.parse('1m')).refine(
    (length) => inMs(length) <= MAX_TIMEOUT_MS,
    'give at most "1h"',
  ),
  attempts: z.int().min(1).max(100).default(5),
  run: z.custom<ActivityDefinition['run']>((value) => typeof value === 'function', 'give a function'),
});

/**
 * Reads what a developer's module exports. @throws ZodError
 */
export function readDefinition(given: unknown): Activity {
  const definition = Definition.parse(given);
  const { name, title = name, about, ports, input, output, timeout, attempts } = definition;
  const told = {
    name,
    title,
    about,
    ports,
    input: schemaOf(input, 'input'),
    output: output ? schemaOf(output, 'output') : null,
  };
  return { told, definition, timeoutMs: inMs(timeout), attempts };
}

/** Input is an object, so that a document gives it by name. */
function schemaOf(schema: z.ZodType, field: 'input' | 'output'): RegisteredActivity['input'] {
  const {
    $schema: _,
    '~standard': __,
    ...json
  } = z.toJSONSchema(schema, {
    io: field,
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  if (field === 'input' && json.type !== 'object')
    throw new z.ZodError([{ code: 'custom', path: ['input'], message: 'give the schema of an object', input: json }]);
  z.fromJSONSchema(json); // what publishing checks by can be read
  return json;
}
