import type { Share } from '../../../journey/statistics/lift.ts';
import type { Sql } from '../../base/sql.ts';
import { readShares, readTimesToGoal } from './goals.ts';
import { countThere, measuredByCounts, measuredInRange } from './measures.ts';
import { type MessageLine, readMessages } from './messages.ts';
import type { Measured, Scope } from './scope.ts';

/** What a report is made of, but for its trend: read in one snapshot, so that its sums hold. */
export interface ReportRows {
  /** `counts`: since the first entry. `rows`: of those who entered in a range. */
  readonly basis: 'counts' | 'rows';
  readonly measured: readonly Measured[];
  readonly there: readonly { readonly version: number; readonly node: string; readonly n: number }[];
  readonly messages: readonly MessageLine[];
  readonly goals: readonly string[];
  /** By goal. */
  readonly shares: ReadonlyMap<string, { readonly entered: Share; readonly control: Share }>;
  readonly times: readonly { readonly version: number | null; readonly goal: string; readonly medianMs: number }[];
}

/** `declared`: the goals of the running version, which come first. Called in one snapshot. */
export async function readReport(
  sql: Sql,
  scope: Scope,
  isRanged: boolean,
  declared: readonly string[],
): Promise<ReportRows> {
  const measured = await (isRanged ? measuredInRange : measuredByCounts)(sql, scope);
  const goals = [
    ...new Set([
      ...declared,
      ...measured.flatMap(({ measure }) => /^(?:control-)?goal:(.*)$/.exec(measure)?.[1] ?? []),
    ]),
  ];
  return {
    basis: isRanged ? 'rows' : 'counts',
    measured,
    goals,
    there: await countThere(sql, scope),
    messages: await readMessages(sql, scope),
    shares: await readShares(sql, scope, goals),
    times: await readTimesToGoal(sql, scope),
  };
}

/** As it was published. Undefined: there is no such version. */
export const findDocument = async (sql: Sql, workspace: string, journey: string, version: number): Promise<unknown> =>
  (
    await sql<{ document: unknown }>`
      select document from versions where workspace = ${workspace} and journey = ${journey} and version = ${version}`
  )[0]?.document;
