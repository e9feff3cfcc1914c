import { z } from 'zod';
import type { broken, Flaw } from './refusal.ts';

/**
 * Texts, lists and records with a maximum. Every schema of what enters is built of these: what is longer is refused by
 * its length, before any expression, refinement or inner schema looks at it. A test walks every schema and fails on one
 * without a maximum.
 */

/** Ends the parse: zod runs the checks that follow on a text that is too long, unless it's told not to. */
const ENDS = { abort: true } as const;

interface TextLimits {
  readonly min?: number;
  /** Said where it is no text at all. */
  readonly error?: string;
}

/** A text of at most `max` characters. Checks that are added to it run only on a text that isn't longer. */
export const text = (max: number, { min = 0, error }: TextLimits = {}): z.ZodString => {
  const bounded = (error === undefined ? z.string() : z.string(error)).max(max, ENDS);
  return min > 0 ? bounded.min(min) : bounded;
};

/** A list of at most `max` members. A longer one is refused without a look at its members. */
export const list = <Element extends z.ZodType>(element: Element, max: number, min = 0): z.ZodArray<Element> => {
  const { def } = min > 0 ? z.array(element).max(max, ENDS).min(min) : z.array(element).max(max, ENDS);
  // it is one, and its parse looks at the length first
  return new BoundedArray({ ...def, most: max }) as unknown as z.ZodArray<Element>;
};

interface RecordLimits {
  readonly max: number;
  readonly min?: number;
  /** What is said of too few and of too many names, where there are better words than the numbers. */
  readonly few?: ReturnType<typeof broken>;
  readonly many?: ReturnType<typeof broken>;
  /** Said where it is no object at all. */
  readonly error?: string;
}

/** An object whose names are free, with at most `max` of them. A larger one is refused without a look at its values. */
export const record = <Key extends z.ZodString | z.core.$ZodBranded<z.ZodString, string>, Value extends z.ZodType>(
  key: Key,
  value: Value,
  limits: RecordLimits,
): z.ZodRecord<Key, Value> => {
  const { max, min = 0, error } = limits;
  const bounded = new BoundedRecord({ ...z.record(key, value, error).def, limits });
  return bounded.meta({
    maxProperties: max,
    ...(min > 0 && { minProperties: min }),
  }) as unknown as z.ZodRecord<Key, Value>; // as above
};

/**
 * A schema that refers to itself, with a look at the input before it goes down: `check` walks no further than its own
 * limits and answers what is wrong, so that nothing recursive ever sees what is nested too deep or costs too much.
 */
export const guarded = <Inner extends z.ZodType>(
  inner: Inner,
  check: (input: unknown) => Flaw | undefined,
): z.ZodType<z.output<Inner>, z.input<Inner>> =>
  // as above
  new GuardedLazy({ ...z.lazy(() => inner).def, check }) as unknown as z.ZodType<z.output<Inner>, z.input<Inner>>;

interface BoundedArrayDef extends z.core.$ZodArrayDef {
  readonly most: number;
}
const BoundedArray = z.core.$constructor<z.ZodArray & { _zod: { def: BoundedArrayDef } }, BoundedArrayDef>(
  'BoundedArray',
  (schema, def) => {
    z.ZodArray.init(schema, def);
    const { parse } = schema._zod;
    schema._zod.parse = (payload, context) => {
      if (!Array.isArray(payload.value) || payload.value.length <= def.most) return parse(payload, context);
      payload.issues.push(tooMany(schema, payload.value, 'array', def.most));
      return payload;
    };
  },
);

interface BoundedRecordDef extends z.core.$ZodRecordDef {
  readonly limits: RecordLimits;
}
const BoundedRecord = z.core.$constructor<z.ZodRecord & { _zod: { def: BoundedRecordDef } }, BoundedRecordDef>(
  'BoundedRecord',
  (schema, def) => {
    z.ZodRecord.init(schema, def);
    const { parse } = schema._zod;
    schema._zod.parse = (payload, context) => {
      const { value } = payload;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return parse(payload, context);
      const issue = countIssue(schema, value, def.limits);
      if (!issue) return parse(payload, context);
      payload.issues.push(issue);
      return payload;
    };
  },
);

function countIssue(
  inst: z.core.$ZodType,
  input: object,
  { max, min = 0, few, many }: RecordLimits,
): z.core.$ZodRawIssue | undefined {
  const names = Object.keys(input).length;
  if (names >= min && names <= max) return undefined;
  const words = names > max ? many : few;
  if (words) return { code: 'custom', message: words.error, params: words.params, input, inst, continue: false };
  if (names > max) return tooMany(inst, input, 'object', max);
  return { code: 'too_small', origin: 'object', minimum: min, inclusive: true, input, inst, continue: false };
}

interface GuardedLazyDef extends z.core.$ZodLazyDef {
  readonly check: (input: unknown) => Flaw | undefined;
}
const GuardedLazy = z.core.$constructor<z.ZodLazy & { _zod: { def: GuardedLazyDef } }, GuardedLazyDef>(
  'GuardedLazy',
  (schema, def) => {
    z.ZodLazy.init(schema, def);
    const { parse } = schema._zod;
    schema._zod.parse = (payload, context) => {
      const flaw = def.check(payload.value);
      if (!flaw) return parse(payload, context);
      payload.issues.push({
        code: 'custom',
        message: flaw.message,
        params: { fix: flaw.fix },
        path:
          flaw.path === '' ? [] : flaw.path.split('.').map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part)),
        input: payload.value,
        inst: schema,
        continue: false,
      });
      return payload;
    };
  },
);

const tooMany = (
  inst: z.core.$ZodType,
  input: unknown,
  origin: 'array' | 'object',
  maximum: number,
): z.core.$ZodRawIssue => ({ code: 'too_big', origin, maximum, inclusive: true, input, inst, continue: false });
