import type { PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { OUTCOME_EVENTS } from '../../journey/events/message-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { mention, recordOwn } from './own-events.ts';

/** Remembers at publishing whether a version could hear of outcomes: where none does, a send costs nothing for it. */
export async function mentionOutcomes(
  sql: Sql,
  workspace: string,
  journey: string,
  mentioned: readonly string[],
): Promise<void> {
  const names = OUTCOME_EVENTS.filter((name) => mentioned.includes(name));
  if (names.length > 0) await mention(sql, workspace, journey, names);
}

/** A settled send, as its event tells of it. */
interface SettledSend extends PersonRef {
  readonly key: string;
  readonly instance: string;
  readonly name: string;
  readonly properties: JsonObject;
}

/** Called under the person's lock, by the settlement. */
export async function recordOutcome(sql: Sql, now: Instant, send: SettledSend): Promise<void> {
  const { workspace, person, key, name, properties } = send;
  const hops = 1 + (await hopsOf(sql, send));
  await recordOwn(sql, now, [{ workspace, person, messageId: `${name}.${key}`, name, properties, hops }]);
}

/** Events that call forth one another do so at once: of what an instance has read, only the last has called forth something now. */
const LATELY = 100;

/** The most hops of what the instance has read lately, its entry among it. */
async function hopsOf(sql: Sql, { workspace, person, instance }: SettledSend): Promise<number> {
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
