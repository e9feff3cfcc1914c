import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import { lookUp, pathBelow } from '../../journey/conditions/path.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { Settings } from '../../journey/delivery/settings.ts';
import { listMalformedTraits } from '../../journey/people/recipient.ts';
import type { Sql } from '../base/sql.ts';
import { listDateTraits, listMalformedDates } from './date-traits.ts';
import { type Seen, seenIn, typeOf } from './seen.ts';

const PERSONS = 300;
/** Bytes of profiles that one read parses: more would keep other requests waiting. */
const MOST_BYTES = 4_000_000;

/** A trait that affects sends or is read as a date, and has an unreadable value in some profiles (cases M1 and D8). */
export interface MalformedTrait extends Seen {
  /** Number of profiles in which it can't be read. */
  readonly profiles: number;
}

export interface TraitsSeen {
  /** Number of profiles read. */
  readonly profiles: number;
  readonly traits: readonly Seen[];
  readonly malformed: readonly MalformedTrait[];
}

/** Lists the traits in the most recently changed profiles, and traits that affect sends or dates and can't be read. */
export async function listTraits(sql: Sql, workspace: WorkspaceId): Promise<TraitsSeen> {
  const rows = await sql<{ profile: JsonObject; settings: unknown }>`
    select profile, (select settings from workspaces where id = ${workspace}) as settings
      from (select profile,
            sum(octet_length(profile::text)) over (order by updated_at desc rows unbounded preceding) as so_far
              from (select profile, updated_at from persons
                     where workspace = ${workspace} and profile <> '{}'
                       order by updated_at desc limit ${PERSONS}) as found) as measured
     where so_far <= ${MOST_BYTES}`;
  const profiles = rows.map(({ profile }) => profile);
  const { phoneCountry } = Settings.parse(rows[0]?.settings ?? {});
  const dates = await listDateTraits(sql, workspace);
  const malformed = listMalformed(profiles, (profile) => [
    ...listMalformedTraits(profile, MessageChannel.options, phoneCountry),
    ...listMalformedDates(profile, dates),
  ]);
  return { profiles: profiles.length, traits: seenIn(profiles), malformed };
}

function listMalformed(
  profiles: readonly JsonObject[],
  findIn: (profile: JsonObject) => readonly string[],
): readonly MalformedTrait[] {
  const found = new Map<string, JsonValue[]>();
  for (const profile of profiles)
    for (const trait of new Set(findIn(profile)))
      found.set(trait, [
        ...(found.get(trait) ?? []),
        lookUp(pathBelow('profile', trait), { profile, context: {} }) ?? null,
      ]);
  return [...found]
    .map(([path, values]) => {
      const types = [...new Set(values.map(typeOf))];
      const samples = seenIn(values.map((value) => ({ value: JSON.stringify(value) })))[0]?.samples ?? [];
      return { path, types, samples, profiles: values.length };
    })
    .toSorted((a, b) => b.profiles - a.profiles);
}
