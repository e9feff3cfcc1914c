import { z } from 'zod';
import { isObject, type JsonObject } from '../../../journey/base/json.ts';
import { UnkeptMessage } from '../../events/exact.ts';
import type { Taken } from '../../taken.ts';
import { CLEVERTAP } from './dialect.ts';
import { codeOf } from './error-codes.ts';

/** The part that all routes for CleverTap's clients share. */
export const COMMON = { tag: 'Events', kind: 'events', dialect: CLEVERTAP } as const;

/** An upload: `{"d": [record, …]}`. */
export const Records = z.looseObject({ d: z.array(z.unknown(), 'must be a list of records') });

const Unprocessed = z.object({
  status: z.literal('fail'),
  code: z.int().describe("CleverTap's error code"),
  error: z.string(),
  record: z.unknown(),
});

export const Processed = z
  .object({
    status: z.enum(['success', 'partial', 'fail']),
    processed: z.int(),
    unprocessed: z.array(Unprocessed),
  })
  .meta({ id: 'CleverTapProcessed' });
type Processed = z.infer<typeof Processed>;

/** Answers an upload as CleverTap does. */
export function describeProcessed(records: readonly unknown[], rejected: Taken['rejected']): Processed {
  const unprocessed = rejected.map(({ index, path, message, fix }) => {
    const record = recordIn(records[index]);
    const inRecord = path.split('.').slice(2).join('.'); // after `d.3`
    return {
      status: 'fail' as const,
      code: codeOf(record ?? {}, inRecord, message),
      error: `${inRecord === '' ? 'the record' : inRecord} ${message}: ${fix}`,
      record,
    };
  });
  const processed = records.length - unprocessed.length;
  const failed = processed === 0 ? ('fail' as const) : ('partial' as const);
  return { status: unprocessed.length === 0 ? 'success' : failed, processed, unprocessed };
}

const recordIn = (given: unknown): JsonObject | null =>
  isObject(given) && !(given instanceof UnkeptMessage) ? given : null;
