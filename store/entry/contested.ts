import type { InstanceId, PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { MetEntry } from '../../journey/entries/meeting.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { Sql } from '../base/sql.ts';
import type { Candidate } from './candidate.ts';

/**
 * An entry that met a live instance, stored with the input of its judgement until the instance has read past it
 * (design.md §8). It is then refused if the user was inside when it came, or judged again if the user had left before.
 */
export interface Contested extends MetEntry {
  /** The instance it is stored under: the live one, or an earlier one that has ended. */
  readonly instance: string;
  readonly version: number;
  readonly event: JourneyEvent;
  /** Goes with `moment`, like `readsTo`. */
  readonly beginsAt: number | null;
  readonly queue: 'live' | 'bulk';
}

/** Waiting entries, in the order in which the live instance reads past them. */
export interface ContestedPage {
  readonly entries: readonly Contested[];
  readonly hasMore: boolean;
  /** The instances that these entries are stored under: the instance itself, and earlier ones that it reads for. */
  readonly keptUnder: readonly string[];
}

/** Most entries, and most stored bytes of their events, that one transaction judges. */
export const CONTESTED_PAGE = { rows: 100, bytes: 1_000_000 } as const;

/** Reads the next page of waiting entries. Call it under the person's lock. */
export async function readContested(
  sql: Sql,
  { workspace, person }: PersonRef,
  keptUnder: readonly string[],
): Promise<ContestedPage> {
  const [page] = await sql<{ entries: readonly Contested[] | null; hasMore: boolean }>`
    select entries, has_more as "hasMore"
      from contested_page(${workspace}, ${person}, ${keptUnder}::text[], ${CONTESTED_PAGE.rows},
                          ${CONTESTED_PAGE.bytes})`;
  return { entries: page?.entries ?? [], hasMore: page?.hasMore === true, keptUnder };
}

/** Deletes an entry that has been judged. */
export const dropContested = (sql: Sql, { workspace }: PersonRef, { instance, event }: Contested) => sql`
  delete from contested where workspace = ${workspace} and instance = ${instance} and position = ${event.position}`;

/** Makes the remaining entries wait for the instance that one of them started, as if each had met that instance. */
export const moveToInstance = (
  sql: Sql,
  { workspace }: PersonRef,
  instance: InstanceId,
  keptUnder: readonly string[],
) => sql`
  update instances set reads_for = kept.under
    from (select array_agg(k.id) as under from unnest(${keptUnder}::text[]) as k (id)
           where exists (select from contested c where c.workspace = ${workspace} and c.instance = k.id)) kept
   where workspace = ${workspace} and instances.id = ${instance} and kept.under is not null`;

/** An entry that has met a live instance. */
export interface Meeting {
  readonly instance: InstanceId;
  readonly candidate: Candidate;
  /** Null for an entry at its event's acceptance. */
  readonly readsTo: number | null;
}

/** Stores entries of one version that met a live instance. */
export async function contestAll(
  sql: Sql,
  { number, document: { id } }: Version,
  all: readonly Meeting[],
): Promise<void> {
  const workspace = all[0]?.candidate.who.workspace;
  if (workspace === undefined) return;
  await sql`
    insert into contested (workspace, instance, position, journey, version, at, begins_at, reads_to, grace_until, queue)
    select ${workspace}, c.instance, c.position, ${id}, ${number}, case when c.reads_to is not null then c.at end,
           c.begins_at, c.reads_to, c.grace_until, c.queue
      from unnest(${all.map(({ instance }) => instance)}::text[],
                  ${all.map(({ candidate }) => candidate.event.position)}::bigint[],
                  ${all.map(({ candidate }) => candidate.event.at)}::bigint[],
                  ${all.map(({ candidate }) => candidate.beginsAt ?? null)}::bigint[],
                  ${all.map(({ readsTo }) => readsTo)}::bigint[],
                  ${all.map(({ candidate }) => candidate.graceUntil ?? null)}::bigint[],
                  ${all.map(({ candidate }) => candidate.queue ?? 'live')}::text[]) as c (instance, position, at,
                    begins_at, reads_to, grace_until, queue)
    on conflict do nothing`;
}

/** Rebuilds the candidate as it was first judged. */
export const candidateOf = (
  who: PersonRef,
  version: Version,
  { event, moment, beginsAt, graceUntil, queue }: Contested,
): Candidate => ({
  who,
  version,
  event: { ...event, at: moment ?? event.at },
  onMeet: 'contest',
  queue,
  ...(beginsAt !== null && { beginsAt }),
  ...(graceUntil !== null && { graceUntil }),
});
