import type { PersonRef } from '../journey/ids.ts';
import type { JsonObject } from '../journey/json.ts';
import type { Instant } from '../journey/time.ts';
import { MAX_HOPS, record } from './ingest.ts';
import type { Sql } from './sql.ts';

/** What we learn ourselves, on the one road (design.md §8). */
export interface OwnEvent extends PersonRef {
  readonly messageId: string;
  readonly name: string;
  readonly properties: JsonObject;
  /** One more than those of what called it forth. */
  readonly hops: number;
}

/** Called under the person's lock. After too many hops nobody hears of it: it is set aside with its reason. */
export async function recordOwn(sql: Sql, now: Instant, event: OwnEvent): Promise<void> {
  const { workspace, person, name, hops } = event;
  if (hops <= MAX_HOPS) {
    await record(sql, workspace, now, [event]);
    return;
  }
  await sql`
    insert into dead_letters (workspace, person, position, reason)
    values (${workspace}, ${person}, nextval('positions'), ${`too many hops: ${name} calls forth ${name}`})`;
}

/** What some version of a journey names, of those events that are recorded only if somebody can hear of them. */
export const mention = (sql: Sql, workspace: string, journey: string, names: readonly string[]) => sql`
  insert into own_events (workspace, event, journey)
  select ${workspace}, event, ${journey} from unnest(${names}::text[]) as e (event) on conflict do nothing`;
