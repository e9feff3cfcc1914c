import type { PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MAX_HOPS } from '../../journey/events/hops.ts';
import type { Instant } from '../../journey/time/time.ts';
import { setAside } from '../base/dead-letters.ts';
import type { Sql } from '../base/sql.ts';
import { record } from './ingest.ts';

/** An event that Sojourn records itself, stored like any other (design.md §8). */
export interface OwnEvent extends PersonRef {
  readonly messageId: string;
  readonly name: string;
  readonly properties: JsonObject;
  /** One more than the hops of the event that caused it. */
  readonly hops: number;
}

/**
 * Records events of one person, accepted together. Call it under the person's lock. After too many hops they are not
 * recorded but set aside with the reason.
 */
export async function recordOwnEvents(sql: Sql, now: Instant, events: readonly OwnEvent[]): Promise<void> {
  const [first] = events;
  if (!first) return;
  const { workspace, person, hops } = first;
  if (hops <= MAX_HOPS) {
    await record(sql, workspace, now, events);
    return;
  }
  const aside = events.map(({ name }) => ({ person, reason: `too many hops: ${name} causes ${name}` }));
  await setAside(sql, workspace, aside);
}

/** Stores the events that a journey or a segment names. Some events are recorded only if they have such a listener. */
export const addMentions = (sql: Sql, workspace: WorkspaceId, mentionedBy: string, names: readonly string[]) => sql`
  insert into own_events (workspace, event, journey)
  select ${workspace}, event, ${mentionedBy} from unnest(${names}::text[]) as e (event) on conflict do nothing`;
