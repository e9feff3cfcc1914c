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

/** `readsTo`: null for an entry as of its event's acceptance. */
export const contest = (
  sql: Sql,
  instance: InstanceId,
  { who, version, event, beginsAt, graceUntil, queue }: Candidate,
  readsTo: number | null,
) => sql`
  insert into contested (workspace, instance, position, journey, version, at, begins_at, reads_to, grace_until, queue)
  values (${who.workspace}, ${instance}, ${event.position}, ${version.document.id}, ${version.number}, ${readsTo === null ? null : event.at},
          ${beginsAt ?? null}, ${readsTo}, ${graceUntil ?? null}, ${queue ?? 'live'})
  on conflict do nothing`;

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
