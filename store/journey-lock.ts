import { literal, type Sql } from './sql.ts';

/**
 * Whatever changes a journey (publish, pause, stop) excludes whatever else does, and the claims and entries that it would concern: when a change has
 * been answered, nothing happens any more that did not know of it (design.md §8). Each in a statement of its own, before the read.
 */
export const lockJourney = (workspace: string, journey: string): string =>
  `select pg_advisory_xact_lock(${keyOf(workspace, journey)})`;

/** What goes on at once with its like, and not with a change. */
export const shareJourney = (workspace: string, journey: string): string =>
  `select pg_advisory_xact_lock_shared(${keyOf(workspace, journey)})`;

/** The first, in a transaction that has begun. */
export const takeJourney = (sql: Sql, workspace: string, journey: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${nameOf(workspace, journey)}, 0))`;

/** The second, in a transaction that has begun. */
export const joinJourney = (sql: Sql, workspace: string, journey: string) =>
  sql`select pg_advisory_xact_lock_shared(hashtextextended(${nameOf(workspace, journey)}, 0))`;

const nameOf = (workspace: string, journey: string): string => `${workspace}/journey/${journey}`;
const keyOf = (workspace: string, journey: string): string =>
  `hashtextextended(${literal(nameOf(workspace, journey))}, 0)`;
