import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { Condition, evaluate, type Surroundings, type Verdict } from '../conditions/condition.ts';
import { ContextName, lookUp, Path, type Values } from '../conditions/path.ts';
import type { JourneyEvent } from './input.ts';

export const EventName = text(MOST.eventName, { min: 1 }).meta({ id: 'EventName' });

/** An event that a journey cares about: by name, filter and entry key. */
export const EventMatch = z.strictObject({
  event: EventName.describe('Event name, as tracked'),
  where: Condition.optional().describe('Only events that match this condition'),
  key: z
    .union([Path, z.literal(false)])
    .optional()
    .describe(
      "Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event.",
    ),
});
export type EventMatch = z.infer<typeof EventMatch>;

/** An event whose properties are remembered. */
export const Remembered = z.strictObject({
  ...EventMatch.shape,
  as: ContextName.optional().describe('Store its properties as context.<name>'),
});
export type Remembered = z.infer<typeof Remembered>;

/** What an event is compared with. */
export interface Matching extends Surroundings {
  readonly values: Values;
  /** The entry key's value, and the path that the entry reads it from. */
  readonly key: string | null;
  readonly keyPath: Path | undefined;
}

/** `no-key`: it lacks the property that would tell whose it is; shown in the trace as `unmatched-exit`. */
export type Matched = 'yes' | 'no' | 'no-key';

/** Whether an event is the one that is wanted. A rule that names no event is met by none. */
export function match(
  wanted: Partial<EventMatch>,
  event: JourneyEvent,
  around: Matching,
): { readonly is: Matched; readonly read: Verdict['read'] } {
  if (wanted.event !== event.name) return { is: 'no', read: {} };
  const path = wanted.key ?? around.keyPath;
  if (around.key !== null && path !== undefined && path !== false) {
    const own = lookUp(path, valuesAt(event, around));
    const read = { [path]: own ?? null };
    if (own === undefined || own === null) return { is: 'no-key', read };
    if (keyText(own) !== around.key) return { is: 'no', read };
  }
  if (!wanted.where) return { is: 'yes', read: {} };
  const { holds, read } = evaluate(wanted.where, valuesAt(event, around), around);
  return { is: holds ? 'yes' : 'no', read };
}

/** Field by field: to spread them takes longer than the comparison does. */
const valuesAt = (
  { properties: event }: JourneyEvent,
  { values: { profile, context, segments } }: Matching,
): Values => ({ profile, context, segments, event });

/** An entry key is text: 7 and "7" are one cart. */
export const keyText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
