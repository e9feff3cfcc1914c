import type { PersonRef } from '../../journey/base/ids.ts';
import type { Learning } from '../../journey/engine/version.ts';
import { type Habit, MAX_HABITS } from '../../journey/people/habits.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** Returns the person's latest events of the kinds that a best send time is learned from. */
export const readHabits = (
  sql: Sql,
  { workspace, person }: PersonRef,
  now: Instant,
  { events, overMs }: Learning,
) => sql<Habit>`
  select name, coalesce(occurred_at, accepted_at) as at, accepted_at as "acceptedAt"
    from events
   where workspace = ${workspace} and person = ${person} and name = any(${events}::text[])
     and accepted_at > ${now - overMs}
   order by position desc limit ${MAX_HABITS}`;
