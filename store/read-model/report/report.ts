import type { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import type { Share } from '../../../journey/statistics/lift.ts';
import type { Sql } from '../../base/sql.ts';
import { readShares, readTimesToGoal } from './goals.ts';
import { countInstances, readMeasuresByCounts, readMeasuresInRange } from './measures.ts';
import { type MessageLine, readMessages } from './messages.ts';
import type { Measured, Scope } from './scope.ts';

/** The rows of a report except its trend, read in one snapshot so that the sums hold. */
export interface ReportRows {
  /** `counts`: since the first entry. `rows`: users who entered in a range. */
  readonly basis: 'counts' | 'rows';
  readonly measured: readonly Measured[];
  readonly there: readonly { readonly version: number; readonly node: string; readonly n: number }[];
  readonly messages: readonly MessageLine[];
  readonly goals: readonly string[];
  /** Shares of converted users by goal. */
  readonly shares: ReadonlyMap<string, { readonly entered: Share; readonly control: Share }>;
  readonly times: readonly { readonly version: number | null; readonly goal: string; readonly medianMs: number }[];
}

/** Reads a report. `declared` are the goals of the running version, which come first. Call it in one snapshot. */
export async function readReport(
  sql: Sql,
  scope: Scope,
  isRanged: boolean,
  declared: readonly string[],
): Promise<ReportRows> {
  const measured = await (isRanged ? readMeasuresInRange : readMeasuresByCounts)(sql, scope);
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
    there: await countInstances(sql, scope),
    messages: await readMessages(sql, scope),
    shares: await readShares(sql, scope, goals),
    times: await readTimesToGoal(sql, scope),
  };
}

/** Returns a document as it was published, or undefined if there is no such version. */
export const findDocument = async (
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  version: number,
): Promise<unknown> =>
  (
    await sql<{ document: unknown }>`
      select document from versions where workspace = ${workspace} and journey = ${journey} and version = ${version}`
  )[0]?.document;
