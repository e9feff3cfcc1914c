import type { Version } from '../journey/engine/version.ts';
import type { InstanceId, PersonRef } from '../journey/ids.ts';
import type { JourneyEvent } from '../journey/input.ts';
import type { Instant } from '../journey/time.ts';
import type { Candidate } from './candidate.ts';
import type { Sql } from './sql.ts';

/**
 * An entry that met a live instance, kept with all that it is judged by until that has read past it (design.md §8): refused then if they were
 * inside when it came, judged anew if they had left before.
 */
export interface Contested {
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
