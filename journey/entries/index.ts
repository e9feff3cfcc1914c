import { z } from 'zod';
import { assertNever } from '../assert-never.ts';
import { api } from './api.ts';
import { event } from './event.ts';

/** Every kind of entry. A new one is its file and a line in each of these. */
export const EntrySchema = z.discriminatedUnion('type', [event.schema, api.schema]).meta({ id: 'Entry' });
export type Entry = z.infer<typeof EntrySchema>;

export function describeEntry(entry: Entry): string {
  switch (entry.type) {
    case 'event':
      return event.describe(entry);
    case 'api':
      return api.describe();
    default:
      return assertNever(entry);
  }
}

/** Name of the event that an entry by API is accepted as: one road for all (design.md §8). */
export const ENTER_EVENT = '$journey.enter';
