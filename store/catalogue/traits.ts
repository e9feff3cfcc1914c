import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { Settings } from '../../journey/delivery/settings.ts';
import { listMalformedTraits } from '../../journey/people/recipient.ts';
import type { Sql } from '../base/sql.ts';
import { type Seen, seenIn } from './seen.ts';

const PERSONS = 300;
/** Bytes of profiles that one read parses: more would keep other requests waiting. */
const MOST_BYTES = 4_000_000;

/** A trait that affects sends and has an unreadable value in some profiles (case M1). */
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

/** Lists the traits in the most recently changed profiles, and unreadable traits that affect sends. */
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
  return { profiles: profiles.length, traits: seenIn(profiles), malformed: listMalformed(profiles, phoneCountry) };
}

function listMalformed(profiles: readonly JsonObject[], country: string | undefined): readonly MalformedTrait[] {
  const found = new Map<string, JsonObject[]>();
  for (const profile of profiles)
    for (const trait of listMalformedTraits(profile, MessageChannel.options, country))
      found.set(trait, [...(found.get(trait) ?? []), { [trait]: profile[trait] ?? null }]);
  return [...found]
    .map(([path, values]) => {
      const whole = values.map((value) => ({ [path]: JSON.stringify(value[path]) }));
      const types = [...new Set(values.flatMap((value) => seenIn([value]).flatMap((each) => each.types)))];
      return { path, types, samples: seenIn(whole)[0]?.samples ?? [], profiles: values.length };
    })
    .toSorted((a, b) => b.profiles - a.profiles);
}
