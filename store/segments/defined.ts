import type { WorkspaceId } from '../../journey/base/ids.ts';
import { Segment, type SegmentCondition } from '../../journey/segments/segment.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A segment as memberships are judged by it. */
export interface Defined {
  readonly id: string;
  readonly version: number;
  /** Another for each definition, ever: what has been compiled is kept by it. */
  readonly definition: string;
  readonly mentions: readonly string[];
  readonly changedAt: Instant;
}

/** All of a workspace: read anew every time, for what is changed counts at once. */
export const definedIn = (sql: Sql, workspace: WorkspaceId) => sql<Defined>`
  select id, version, definition, mentions, changed_at as "changedAt" from segments where workspace = ${workspace} order by id`;

const MAX_KEPT = 1000;
const kept = new Map<string, SegmentCondition>();

/** Conditions of some of them. What has been read once is kept by its definition: a version of a database that was restored may come again. */
export async function conditionsOf(
  sql: Sql,
  workspace: WorkspaceId,
  segments: readonly Pick<Defined, 'id' | 'definition'>[],
): Promise<ReadonlyMap<string, SegmentCondition>> {
  const missing = segments.filter(({ definition }) => !kept.has(definition));
  if (missing.length > 0) {
    const rows = await sql<{ definition: string; document: unknown }>`
      select definition, document from segments where workspace = ${workspace} and id = any(${missing.map(({ id }) => id)}::text[])`;
    if (kept.size > MAX_KEPT) kept.clear();
    for (const row of rows) kept.set(row.definition, Segment.parse(row.document).condition);
  }
  return new Map(
    segments.flatMap((each) => {
      const condition = kept.get(each.definition);
      return condition ? [[each.id, condition] as const] : [];
    }),
  );
}
