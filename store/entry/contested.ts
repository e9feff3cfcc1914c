import type { InstanceId, PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import type { Candidate } from './candidate.ts';

/**
 * An entry that met a live instance, kept with all that it is judged by until that has read past it (design.md §8): refused then if they were
 * inside when it came, judged anew if they had left before.
 */
export interface Contested {
  /** Under which it is kept: the live one, or one before it that has ended. */
  readonly instance: string;
  readonly version: number;
  readonly event: JourneyEvent;
  /** When they enter, where that is not at the event's acceptance; `beginsAt` and `readsTo` go with it. */
  readonly moment: Instant | null;
  readonly beginsAt: number | null;
  /** The last that was accepted by that moment: the live one has to have read it. */
  readonly readsTo: number | null;
  readonly graceUntil: Instant | null;
  readonly queue: 'live' | 'bulk';
}

/** Entries that wait, in the order in which the live instance reads past them. */
export interface ContestedPage {
  readonly entries: readonly Contested[];
  readonly hasMore: boolean;
  /** Whose entries these are: the instance's own, and those that it reads for others before it. */
  readonly keptUnder: readonly string[];
}

/** Entries that one transaction judges, and bytes of their events as they are stored. */
export const CONTESTED_PAGE = { rows: 100, bytes: 1_000_000 } as const;

/** Under the person's lock. */
export async function readContested(
  sql: Sql,
  { workspace, person }: PersonRef,
  keptUnder: readonly string[],
): Promise<ContestedPage> {
  const [page] = await sql<{ entries: readonly Contested[] | null; hasMore: boolean }>`
    select entries, has_more as "hasMore"
      from contested_page(${workspace}, ${person}, ${keptUnder}::text[], ${CONTESTED_PAGE.rows}, ${CONTESTED_PAGE.bytes})`;
  return { entries: page?.entries ?? [], hasMore: page?.hasMore === true, keptUnder };
}

/** It has been judged. */
export const dropContested = (sql: Sql, { workspace }: PersonRef, { instance, event }: Contested) => sql`
  delete from contested where workspace = ${workspace} and instance = ${instance} and position = ${event.position}`;

/** Makes the remaining entries wait for the instance that one of them started, as if each had met that instance. */
export const readOn = (sql: Sql, { workspace }: PersonRef, instance: InstanceId, keptUnder: readonly string[]) => sql`
  update instances set reads_for = kept.under
    from (select array_agg(k.id) as under from unnest(${keptUnder}::text[]) as k (id)
           where exists (select from contested c where c.workspace = ${workspace} and c.instance = k.id)) kept
   where workspace = ${workspace} and instances.id = ${instance} and kept.under is not null`;

/** An entry that has met a live instance. */
export interface Meeting {
  readonly instance: InstanceId;
  readonly candidate: Candidate;
  /** Null for an entry as of its event's acceptance. */
  readonly readsTo: number | null;
}

/** Keeps entries of one version. */
export async function contestAll(
  sql: Sql,
  { number, document: { id } }: Version,
  all: readonly Meeting[],
): Promise<void> {
  const workspace = all[0]?.candidate.who.workspace;
  if (workspace === undefined) return;
  await sql`
    insert into contested (workspace, instance, position, journey, version, at, begins_at, reads_to, grace_until, queue)
    select ${workspace}, c.instance, c.position, ${id}, ${number}, case when c.reads_to is not null then c.at end, c.begins_at, c.reads_to, c.grace_until, c.queue
      from unnest(${all.map(({ instance }) => instance)}::text[], ${all.map(({ candidate }) => candidate.event.position)}::bigint[],
                  ${all.map(({ candidate }) => candidate.event.at)}::bigint[], ${all.map(({ candidate }) => candidate.beginsAt ?? null)}::bigint[],
                  ${all.map(({ readsTo }) => readsTo)}::bigint[], ${all.map(({ candidate }) => candidate.graceUntil ?? null)}::bigint[],
                  ${all.map(({ candidate }) => candidate.queue ?? 'live')}::text[]) as c (instance, position, at, begins_at, reads_to, grace_until, queue)
    on conflict do nothing`;
}

/** As it was judged the first time. */
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

/** How far the live one has to have read. */
export const meetsAt = ({ event, readsTo }: Contested): number => readsTo ?? event.position;

/** Whether time alone has brought the moment, and not a change during a grace. */
export const isByTime = ({ moment, graceUntil }: Pick<Contested, 'moment' | 'graceUntil'>): boolean =>
  graceUntil === null || moment === graceUntil;
