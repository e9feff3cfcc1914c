import type { WorkspaceId } from '../../journey/base/ids.ts';
import { apply, type Instance } from '../../journey/engine/apply.ts';
import { countDecision } from '../../journey/engine/counts.ts';
import type { Folded } from '../../journey/engine/fold.ts';
import { listJourneyEvents } from '../../journey/engine/journey-events.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyMention } from '../../journey/events/journey-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { readHops } from './hops.ts';
import { recordOwnEvents } from './own-events.ts';

/**
 * Stores, at publishing, what a version listens for: replaces what the last version's entry listened for, and adds what
 * instances of any version may wait for.
 */
export async function mentionJourneys(
  sql: Sql,
  workspace: WorkspaceId,
  { document, journeyMentions }: Version,
): Promise<void> {
  const { id, entry } = document;
  await sql`delete from journey_mentions where workspace = ${workspace} and journey = ${id} and by_entry`;
  if (journeyMentions.length === 0) return;
  const byEntry = (index: number) => entry.type === 'journey' && index === 0;
  await sql`
    insert into journey_mentions (workspace, source, event, detail, journey, by_entry)
    select ${workspace}, source, event, detail, ${id}, by_entry
      from unnest(${journeyMentions.map(({ journey }) => journey)}::text[],
                  ${journeyMentions.map(({ event }) => event)}::text[],
                  ${journeyMentions.map(({ detail }) => detail)}::text[],
                  ${journeyMentions.map((_, index) => byEntry(index))}::bool[]) as m (source, event, detail, by_entry)
    on conflict do nothing`;
}

/**
 * Reads what journeys listen for of this one, for ending an instance from outside. A decision reads it with its other
 * inputs.
 */
export const readMentions = (
  sql: Sql,
  { workspace, journey }: Pick<Instance, 'workspace' | 'journey'>,
) => sql<JourneyMention>`
  select source as journey, event, detail from mentions_of(${workspace}, ${journey})`;

/**
 * Records the events that a decision causes, in its transaction: that the instance entered, reached a node or left, if
 * some journey listens, and entries into other journeys. Each has one hop more than the events that the decision read.
 * Returns whether it recorded any.
 */
export async function recordJourneyEvents(
  sql: Sql,
  now: Instant,
  before: Instance,
  { decision, entering }: Pick<Folded, 'decision' | 'entering'>,
  { mentions, key }: { readonly mentions: readonly JourneyMention[]; readonly key: string | null },
): Promise<boolean> {
  if (mentions.length === 0 && entering.length === 0) return false;
  const after = apply(before, decision);
  const counts = countDecision(before, after, decision);
  const events = listJourneyEvents({ before, after, counts, entering, key }, mentions);
  if (events.length === 0) return false;
  const hops = 1 + (await readHops(sql, before, after));
  const { workspace, person, id, step } = after;
  await recordOwnEvents(
    sql,
    now,
    events.map(({ name, properties }, nr) => ({
      ...{ workspace, person, name, properties, hops },
      messageId: `$journey.${id}.${step}.${nr}`,
    })),
  );
  return true;
}
