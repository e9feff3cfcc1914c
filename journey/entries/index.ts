import { z } from 'zod';
import type { JsonObject } from '../base/json.ts';
import type { JourneyEvent } from '../events/input.ts';
import { ENTER_EVENT } from '../events/own-events.ts';
import { api } from './api.ts';
import { date } from './date.ts';
import type { EntryDefinition, EntryEvent, ProfileMoments } from './define.ts';
import { event } from './event.ts';
import { inaction } from './inaction.ts';
import { journey } from './journey.ts';
import { list } from './list.ts';
import { schedule } from './schedule.ts';
import { segment } from './segment.ts';

/** Every type of entry, as the builder and the reference list them. To add one, write its file and add it here. */
export const entryTypes = [event, inaction, segment, schedule, date, journey, list, api] as const;
type SchemasOf<Types extends readonly { readonly schema: z.ZodObject }[]> = {
  readonly [Nth in keyof Types]: Types[Nth]['schema'];
};

export const EntrySchema = z
  .discriminatedUnion('type', entryTypes.map(({ schema }) => schema) as unknown as SchemasOf<typeof entryTypes>)
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof EntrySchema>;

const byType = new Map(entryTypes.map((definition) => [definition.type, definition]));

/** Returns the definition of an entry's type. Pass it only entries of that type. */
const definitionOf = ({ type }: Entry) =>
  byType.get(type) as unknown as EntryDefinition<Entry['type'], z.ZodType<Entry>>;

/** Describes an entry in a sentence. */
export const describeEntry = (entry: Entry): string => definitionOf(entry).describe(entry);

/** Returns the event that enters users. Undefined if users enter only on request, by `$journey.enter`. */
export const entryEventOf = (entry: Entry): EntryEvent | undefined => definitionOf(entry).entryEvent?.(entry);

/** Returns the moments at which users enter by their profile; undefined for other types of entry. */
export const momentsOf = (entry: Entry): ProfileMoments | undefined => definitionOf(entry).moments?.(entry);

/** Types of entry whose users enter at moments of their profile. */
export const MOMENT_TYPES: readonly string[] = entryTypes.flatMap((definition) =>
  definition.moments ? [definition.type] : [],
);

/** Returns whether an entry lets the same user in several times by itself. */
export const repeats = (entry: Entry): boolean => definitionOf(entry).repeats?.(entry) ?? false;

/** Returns whether a change of the profile may move a user's moment. */
export const canMove = ({ movedBy }: ProfileMoments, changed: JsonObject): boolean =>
  movedBy.some((trait) => Object.hasOwn(changed, trait));

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
