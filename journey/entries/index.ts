import { z } from 'zod';
import { assertNever } from '../base/assert-never.ts';
import type { JourneyEvent } from '../events/input.ts';
import { ENTER_EVENT } from '../events/own-events.ts';
import { api } from './api.ts';
import { date } from './date.ts';
import type { EntryEvent } from './define.ts';
import { event } from './event.ts';
import { inaction } from './inaction.ts';
import { journey } from './journey.ts';
import { list } from './list.ts';
import { schedule } from './schedule.ts';
import { segment } from './segment.ts';

/** Every type of entry. To add one, write its file and add it to the schema and the functions here. */
export const EntrySchema = z
  .discriminatedUnion('type', [
    event.schema,
    inaction.schema,
    segment.schema,
    journey.schema,
    api.schema,
    schedule.schema,
    date.schema,
    list.schema,
  ])
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof EntrySchema>;

/** Describes an entry in a sentence. */
export function describeEntry(entry: Entry): string {
  switch (entry.type) {
    case 'event':
      return event.describe(entry);
    case 'inaction':
      return inaction.describe(entry);
    case 'segment':
      return segment.describe(entry);
    case 'journey':
      return journey.describe(entry);
    case 'api':
      return api.describe();
    case 'schedule':
      return schedule.describe(entry);
    case 'date':
      return date.describe(entry);
    case 'list':
      return list.describe();
    default:
      return assertNever(entry);
  }
}

/** Entry types in the order in which the builder and the reference show them. */
export const entryTypes = [event, inaction, segment, schedule, date, journey, list, api] as const;

/** Returns the event that enters users. Undefined if users enter only on request, by `$journey.enter`. */
export function entryEventOf(entry: Entry): EntryEvent | undefined {
  switch (entry.type) {
    case 'event':
    case 'inaction':
      return { event: entry.event };
    case 'segment':
      return segment.entryEvent(entry);
    case 'journey':
      return journey.entryEvent(entry);
    case 'date':
      return date.entryEvent();
    case 'api':
    case 'schedule':
    case 'list':
      return undefined;
    default:
      return assertNever(entry);
  }
}

/** Returns whether an event may enter a user. */
export const isEntryEvent = (
  wanted: EntryEvent,
  { name, properties }: Pick<JourneyEvent, 'name' | 'properties'>,
): boolean =>
  wanted.event === name && Object.entries(wanted.where ?? {}).every(([key, value]) => properties[key] === value);

/**
 * Returns an entry event without `$journey`, which names the journey of an entry on request and isn't a property of it.
 */
export function withoutJourney(event: JourneyEvent): JourneyEvent {
  if (event.name !== ENTER_EVENT) return event;
  const { $journey: _, ...properties } = event.properties;
  return { ...event, properties };
}
