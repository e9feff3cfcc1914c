import { DocumentFault } from '../../journey/base/document-fault.ts';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { Segment } from '../../journey/segments/segment.ts';
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

/** A segment's condition, or the fault that keeps memberships in it as they are. */
export type ReadCondition = ReadableCondition | UnreadableSegment;
interface ReadableCondition extends Pick<Segment, 'condition' | 'dateOrder'> {
  readonly type: 'condition';
}
interface UnreadableSegment {
  readonly type: 'unreadable';
  readonly fault: DocumentFault;
}

const MAX_KEPT = 1000;
const kept = new Map<string, ReadCondition>();

/**
 * Returns the conditions of segments. Caches them by definition, not by version: a restored database may use a version
 * again. A segment that was changed by hand or written by another release is returned as unreadable, so that it holds
 * up no other.
 */
export async function readConditions(
  sql: Sql,
  workspace: WorkspaceId,
  segments: readonly Pick<SegmentDefinition, 'id' | 'definition'>[],
): Promise<ReadonlyMap<string, ReadCondition>> {
  const missing = segments.filter(({ definition }) => !kept.has(definition));
  const found = new Map<string, ReadCondition>();
  if (missing.length > 0) {
    const rows = await sql<{ id: string; definition: string; document: unknown }>`
      select id, definition, document from segments
       where workspace = ${workspace} and id = any(${missing.map(({ id }) => id)}::text[])`;
    if (kept.size > MAX_KEPT) kept.clear();
    for (const { id, definition, document } of rows) {
      const read = toCondition(id, document);
      found.set(definition, read);
      if (read.type === 'condition') kept.set(definition, read);
    }
  }
  return new Map(
    segments.flatMap(({ id, definition }) => {
      const read = found.get(definition) ?? kept.get(definition);
      return read ? [[id, read] as const] : [];
    }),
  );
}

function toCondition(id: string, document: unknown): ReadCondition {
  const read = Segment.safeParse(document);
  if (read.success) return { type: 'condition', condition: read.data.condition, dateOrder: read.data.dateOrder };
  const [issue] = read.error.issues;
  const path = issue?.path.join('.') ?? '';
  const message = `segment "${id}" can't be read: ${path}: ${issue?.message}. Put it again`;
  return { type: 'unreadable', fault: new DocumentFault('segment-unreadable', path, message) };
}
