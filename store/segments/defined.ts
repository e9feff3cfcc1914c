import type { WorkspaceId } from '../../journey/ids.ts';
import { Segment, type SegmentCondition } from '../../journey/segments/segment.ts';
import type { Instant } from '../../journey/time.ts';
import type { Sql } from '../sql.ts';

/** A segment as memberships are judged by it. */
export interface Defined {
  readonly id: string;
  readonly version: number;
  readonly mentions: readonly string[];
  readonly changedAt: Instant;
}

/** All of a workspace: read anew every time, for what is changed counts at once. */
export const definedIn = (sql: Sql, workspace: WorkspaceId) => sql<Defined>`
  select id, version, mentions, changed_at as "changedAt" from segments where workspace = ${workspace} order by id`;

const MAX_KEPT = 1000;
const kept = new Map<string, SegmentCondition>();

/** Conditions of some of them: a version never changes, so what has been read once is kept. */
export async function conditionsOf(
  sql: Sql,
  workspace: WorkspaceId,
  segments: readonly Pick<Defined, 'id' | 'version'>[],
): Promise<ReadonlyMap<string, SegmentCondition>> {
  const nameOf = ({ id, version }: Pick<Defined, 'id' | 'version'>) => `${workspace}/${id}/${version}`;
  const missing = segments.filter((each) => !kept.has(nameOf(each)));
  if (missing.length > 0) {
    const rows = await sql<{ id: string; version: number; document: unknown }>`
      select id, version, document from segments where workspace = ${workspace} and id = any(${missing.map(({ id }) => id)}::text[])`;
    if (kept.size > MAX_KEPT) kept.clear();
    for (const row of rows) kept.set(nameOf(row), Segment.parse(row.document).condition);
  }
  return new Map(
    segments.flatMap((each) => {
      const condition = kept.get(nameOf(each));
      return condition ? [[each.id, condition] as const] : [];
    }),
  );
}
