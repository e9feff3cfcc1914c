import type { WorkspaceId } from '../../journey/base/ids.ts';
import { Segment, type SegmentCondition } from '../../journey/segments/segment.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A segment as memberships are judged by it. */
export interface SegmentDefinition {
  readonly id: string;
  readonly version: number;
  /** Unique per definition, ever. Compiled conditions are cached under it. */
  readonly definition: string;
  readonly mentions: readonly string[];
  readonly changedAt: Instant;
}

/** Reads all segments of a workspace. Not cached, since a change applies immediately. */
export const readDefinitions = (sql: Sql, workspace: WorkspaceId) => sql<SegmentDefinition>`
  select id, version, definition, mentions, changed_at as "changedAt" from segments where workspace = ${workspace}
   order by id`;

const MAX_KEPT = 1000;
const kept = new Map<string, SegmentCondition>();

/**
 * Returns the conditions of segments. Caches them by definition, not by version: a restored database may use a version
 * again.
 */
export async function readConditions(
  sql: Sql,
  workspace: WorkspaceId,
  segments: readonly Pick<SegmentDefinition, 'id' | 'definition'>[],
): Promise<ReadonlyMap<string, SegmentCondition>> {
  const missing = segments.filter(({ definition }) => !kept.has(definition));
  if (missing.length > 0) {
    const rows = await sql<{ definition: string; document: unknown }>`
      select definition, document from segments
       where workspace = ${workspace} and id = any(${missing.map(({ id }) => id)}::text[])`;
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
