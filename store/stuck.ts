import type { Instance } from '../journey/engine/apply.ts';
import type { Sql } from './sql.ts';

/** Mended, and nothing was due: a decision that is recorded clears it by itself. */
export async function clearStuck(sql: Sql, { workspace, id }: Instance): Promise<void> {
  await sql`update instances set stuck = null where workspace = ${workspace} and id = ${id}`;
}

/** A fault of ours, for an operator to see; the next decision that succeeds clears it. */
export async function markStuck(sql: Sql, { workspace, id }: Instance, cause: string): Promise<void> {
  await sql`update instances set stuck = ${`engineError: ${cause.slice(0, 1000)}`} where workspace = ${workspace} and id = ${id}`;
}
