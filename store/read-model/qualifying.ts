import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** A user who may still qualify for a journey: a due row, without an instance. */
export interface QualifyingLine {
  /** Position in the list. */
  readonly ref: string;
  readonly userId: string;
  /** `inaction`: they may still do what keeps them out. `grace`: the filter doesn't hold yet and is tried again. */
  readonly kind: 'inaction' | 'grace';
  /** When the event that started it was accepted. */
  readonly since: number;
  /** When it ends. */
  readonly until: number;
}

/** Lists users who may still qualify, by `ref`. */
export async function listQualifying(
  sql: Sql,
  { workspace, journey, after, limit }: { workspace: WorkspaceId; journey: JourneyId; after?: string; limit: number },
): Promise<{ readonly qualifying: readonly QualifyingLine[]; readonly next: string | null }> {
  const rows = await sql<QualifyingLine>`
    select d.ref, p.user_id as "userId", d.kind, coalesce(e.accepted_at, d.at) as since, d.at as until
      from (select * from due
             where workspace = ${workspace} and journey = ${journey} and kind in ('inaction', 'grace')
               and ref > ${after ?? ''}
             order by ref limit ${limit + 1}) d -- the page first, and then what it says of each
      join persons p on p.workspace = d.workspace and p.id = d.person
      left join events e on e.workspace = d.workspace and e.person = d.person
        and e.position = (d.data ->> 'position')::bigint
     order by d.ref`;
  const qualifying = rows.slice(0, limit);
  return { qualifying, next: rows.length > limit ? (qualifying.at(-1)?.ref ?? null) : null };
}
