import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { Condition, evaluate, type Surroundings, type Verdict } from '../conditions/condition.ts';
import { ContextName, lookUp, Path, type Values } from '../conditions/path.ts';
import type { JourneyEvent } from './input.ts';

export const EventName = text(MOST.eventName, { min: 1 }).meta({ id: 'EventName' });

/** Matches an event by name, filter and entry key. */
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

/** Matches an event and stores its properties. */
export const Remembered = z.strictObject({
  ...EventMatch.shape,
  as: ContextName.optional().describe('Store its properties as context.<name>'),
});
export type Remembered = z.infer<typeof Remembered>;

/** The values that an event is compared with. */
export interface Matching extends Surroundings {
  readonly values: Values;
  /** The entry key's value, and the event path from which the entry reads it. */
  readonly key: string | null;
  readonly keyPath: Path | undefined;
}

/**
 * Result of matching an event. `no-key`: the event lacks the entry key, so its instance is unknown. The trace shows
 * this as `unmatched-exit`.
 */
export type Matched = 'yes' | 'no' | 'no-key';

/** Tests whether an event matches. A rule without an event name matches nothing. */
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

/** Copies field by field: spreading takes longer than the comparison itself. */
const valuesAt = (
  { properties: event }: JourneyEvent,
  { values: { profile, context, segments } }: Matching,
): Values => ({ profile, context, segments, event });

/** Returns a value as entry key text, so that 7 and "7" are the same cart. */
export const keyText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
