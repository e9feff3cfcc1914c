import type { Instance } from '../../journey/engine/apply.ts';
import { countConversion } from '../../journey/engine/counts.ts';
import { type Attributed, attributeConversion, type Conversion } from '../../journey/engine/goals.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { LastSend } from '../../journey/moves/move.ts';
import { appendCounts } from '../base/counts.ts';
import { isSentMessage } from '../base/sent.ts';
import type { Sql } from '../base/sql.ts';

/** The instance that converted. */
export type Converting = Pick<Instance, 'workspace' | 'id' | 'person' | 'journey' | 'version' | 'enteredAt'>;

/** Records, attributes and counts conversions, once per instance and goal. Call it under the person's lock. */
export async function recordGoalConversions(
  sql: Sql,
  version: Pick<Version, 'messages'>,
  instance: Converting,
  conversions: readonly Conversion[],
  isControl = false,
): Promise<void> {
  if (conversions.length === 0) return;
  const sends = await findSendsBefore(
    sql,
    instance,
    conversions.map(({ position }) => position),
  );
  const attributed = conversions.map((each) => attributeConversion(version, each, sends.get(each.position) ?? null));
  const fresh = new Set(await insertConversions(sql, instance, attributed, isControl));
  const counts = attributed.filter(({ goal }) => fresh.has(goal)).flatMap((each) => countConversion(each, isControl));
  await appendCounts(sql, instance, counts);
}

/** Returns, by position, the last message that a provider had accepted before. */
async function findSendsBefore(
  sql: Sql,
  { workspace, id }: Converting,
  positions: readonly number[],
): Promise<ReadonlyMap<number, Pick<LastSend, 'node' | 'visit'>>> {
  const rows = await sql<Pick<LastSend, 'node' | 'visit'> & { position: number }>`
    select p.position, m.node, m.visit
      from unnest(${positions}::bigint[]) as p (position), lateral (
        select m.node, m.visit from messages m
         where m.workspace = ${workspace} and m.instance = ${id} and m.position < p.position and ${isSentMessage}
         order by m.position desc limit 1) m`;
  return new Map(rows.map(({ position, ...send }) => [position, send]));
}

async function insertConversions(
  sql: Sql,
  { workspace, id, person, journey, version, enteredAt }: Converting,
  conversions: readonly Attributed[],
  isControl: boolean,
): Promise<readonly string[]> {
  const rows = await sql<{ goal: string }>`
    insert into conversions (workspace, instance, person, journey, version, entered_at, is_control, goal, at, position,
                             node, visit, place, message_node, message_visit)
    select ${workspace}, ${id}, ${person}, ${journey}, ${version}::int, ${enteredAt}::bigint, ${isControl}::boolean, c.*
      from unnest(
      ${conversions.map(({ goal }) => goal)}::text[], ${conversions.map(({ at }) => at)}::bigint[],
      ${conversions.map(({ position }) => position)}::bigint[], ${conversions.map(({ node }) => node)}::text[],
      ${conversions.map(({ visit }) => visit)}::int[], ${conversions.map(({ place }) => place)}::text[],
      ${conversions.map(({ by }) => by?.node ?? null)}::text[],
      ${conversions.map(({ by }) => by?.visit ?? null)}::int[]) as c
    on conflict do nothing
    returning goal`;
  return rows.map(({ goal }) => goal);
}
