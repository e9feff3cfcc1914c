import type { InstanceId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { OUTCOME_EVENTS } from '../../journey/events/message-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { addMentions, recordOwnEvents } from './own-events.ts';

/**
 * Stores that a journey or a segment listens for outcomes. Without a listener, a send records no event.
 *
 * @param mentionedBy ID of the journey, or `segment/` and the ID of the segment
 */
export async function mentionOutcomes(
  sql: Sql,
  workspace: WorkspaceId,
  mentionedBy: string,
  mentioned: readonly string[],
): Promise<void> {
  const names = OUTCOME_EVENTS.filter((name) => mentioned.includes(name));
  if (names.length > 0) await addMentions(sql, workspace, mentionedBy, names);
}

/** A settled send, as its event reports it. */
interface SettledSend extends PersonRef {
  readonly key: string;
  readonly instance: InstanceId;
  readonly name: string;
  readonly properties: JsonObject;
}

/** Records the event of an outcome. The settlement calls it under the person's lock. */
export async function recordOutcome(sql: Sql, now: Instant, send: SettledSend): Promise<void> {
  const { workspace, person, key, name, properties } = send;
  const hops = 1 + (await readRecentHops(sql, send));
  await recordOwnEvents(sql, now, [{ workspace, person, messageId: `${name}.${key}`, name, properties, hops }]);
}

/**
 * How many events to look at. Events that cause one another do so within milliseconds, so only the last ones an
 * instance read can have caused this one.
 */
const LATELY = 100;

/** Returns the most hops of the events that the instance read last, its entry included. */
async function readRecentHops(sql: Sql, { workspace, person, instance }: SettledSend): Promise<number> {
  const [row] = await sql<{ hops: number | null }>`
    select max(e.hops) as hops
      from instances i
     cross join lateral (
       select hops from events
        where workspace = i.workspace and person = ${person} and position between i.entry_position and i.read_to
        order by position desc limit ${LATELY}) e
     where i.workspace = ${workspace} and i.id = ${instance}`;
  return row?.hops ?? 0;
}
