import { z } from 'zod';
import type { broken, Flaw } from './refusal.ts';

/**
 * Texts, lists and records with a maximum size. Every schema for input is built from these. A value that is too large
 * is refused by its size alone, before any regular expression, refinement or inner schema reads it. A test walks every
 * schema and fails on one without a maximum.
 */

/** Ends the parse. Without it, zod runs the remaining checks on a text that is already too long. */
const ENDS = { abort: true } as const;

interface TextLimits {
  readonly min?: number;
  /** Message for a value that isn't a string. */
  readonly error?: string;
}

/** Returns a schema for a string of at most `max` characters. Checks added to it don't run on a longer string. */
export const text = (max: number, { min = 0, error }: TextLimits = {}): z.ZodString => {
  const bounded = (error === undefined ? z.string() : z.string(error)).max(max, ENDS);
  return min > 0 ? bounded.min(min) : bounded;
};

/** Returns a schema for an array of at most `max` members. A longer array is refused without parsing its members. */
export const list = <Element extends z.ZodType>(element: Element, max: number, min = 0): z.ZodArray<Element> => {
  const { def } = min > 0 ? z.array(element).max(max, ENDS).min(min) : z.array(element).max(max, ENDS);
  // BoundedArray extends ZodArray; its parse only checks the length first
  return new BoundedArray({ ...def, most: max }) as unknown as z.ZodArray<Element>;
};

interface RecordLimits {
  readonly max: number;
  readonly min?: number;
  /** Messages for too few and too many keys, where they can say more than the number. */
  readonly few?: ReturnType<typeof broken>;
  readonly many?: ReturnType<typeof broken>;
  /** Message for a value that isn't an object. */
  readonly error?: string;
}

/**
 * Returns a schema for an object with at most `max` free keys. A larger object is refused without parsing its values.
 */
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
  }) as unknown as z.ZodRecord<Key, Value>; // BoundedRecord extends ZodRecord
};

/**
 * Returns a recursive schema that runs `check` on the raw input first. `check` stops at its own limits and returns the
 * first flaw, so the recursive schema never parses input that is nested too deep or costs too much.
 */
export const guard = <Inner extends z.ZodType>(
  inner: Inner,
  check: (input: unknown) => Flaw | undefined,
): z.ZodType<z.output<Inner>, z.input<Inner>> =>
  // GuardedLazy extends ZodLazy
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
