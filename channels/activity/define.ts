import { z } from 'zod';
import { Slug } from '../../journey/base/ids.ts';
import { DeclaredPorts, type RegisteredActivity } from '../../journey/nodes/registered.ts';
import { Duration, inMs } from '../../journey/time/time.ts';

/**
 * The company's own code, which journeys run by name, once per visit. It may run again after a crash with the same
 * `key`, so its side effects must be idempotent under that key. See docs/activities.md.
 */
export interface ActivityDefinition<Input = unknown, Output = unknown> {
  /** Name in journey documents, such as `score-lead`. */
  readonly name: string;
  /** Name in the builder. Default: `name`. */
  readonly title?: string;
  /** Tells authors in a sentence or two what it is for. */
  readonly about?: string;
  /** Ports that it can return. Default: `["done"]`. A thrown error takes `failed`, which every activity has. */
  readonly ports?: readonly string[];
  /** Schema of the input, an object. Checked before each run, and before publishing as far as possible. */
  readonly input: z.ZodType<Input>;
  /** Schema of the output, checked after each run. Without it, only the port is stored. */
  readonly output?: z.ZodType<Output>;
  /** Time limit of one attempt, `1s` to `1h`. Default: `1m`. */
  readonly timeout?: string;
  /** Attempts before it takes `failed`, 1 to 100. Default: 5. An error with `nonRetryable: true` stops retries. */
  readonly attempts?: number;
  run(input: Input, about: ActivityRun): Promise<ActivityAnswer<Output>> | ActivityAnswer<Output>;
}

export interface ActivityRun {
  /** Idempotency key, the same for every attempt of this visit. Pass it on to systems that detect repeats. */
  readonly key: string;
  readonly userId: string;
  readonly workspace: string;
  readonly journey: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
}

export interface ActivityAnswer<Output = unknown> {
  /** One of the declared ports. Optional if there is only one. */
  readonly port?: string;
  /** Stored in the context under the node's `as`. */
  readonly output?: Output;
}

/**
 * Defines an activity. Infers the types of `run` from its schemas.
 * @example
 * export const scoreLead = defineActivity({
 *   name: 'score-lead',
 *   ports: ['hot', 'cold'],
 *   input: z.object({ company: z.string() }),
 *   run: ({ company }) => ({ port: company === '' ? 'cold' : 'hot' }),
 * });
 */
export const defineActivity = <Input, Output = undefined>(
  definition: ActivityDefinition<Input, Output>,
): ActivityDefinition<Input, Output> => definition;

/** A definition with its defaults filled in, and what is registered of it for authors. */
export interface Activity {
  readonly registered: RegisteredActivity;
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
 * Checks a definition that a module exports, and fills in its defaults.
 * @throws ZodError
 */
export function readDefinition(given: unknown): Activity {
  const definition = Definition.parse(given);
  const { name, title = name, about, ports, input, output, timeout, attempts } = definition;
  const registered = {
    name,
    title,
    about,
    ports,
    input: schemaOf(input, 'input'),
    output: output ? schemaOf(output, 'output') : null,
  };
  return { registered, definition, timeoutMs: inMs(timeout), attempts };
}

/** Converts a schema to JSON Schema. The input must be an object, so that documents can name its fields. */
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
  z.fromJSONSchema(json); // throws if publishing couldn't use it
  return json;
}
