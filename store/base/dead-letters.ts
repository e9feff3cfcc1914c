import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Sql } from './sql.ts';

/** Work about a user that is set aside, so that it blocks nothing else (store/outbox/dead-letters.ts). */
export interface SetAside {
  readonly person: PersonId;
  readonly reason: string;
  /** Position of the event, if it is one. */
  readonly position?: number;
  /** The due row, if it is one. */
  readonly due?: JsonObject;
}

/** Sets work aside with the reason. An event is set aside once. */
export async function setAside(sql: Sql, workspace: WorkspaceId, all: readonly SetAside[]): Promise<void> {
  if (all.length === 0) return;
  await sql`
    insert into dead_letters (workspace, person, position, reason, due)
    select ${workspace}, person, coalesce(position, nextval('positions')), reason, due
      from unnest(${all.map(({ person }) => person)}::text[], ${all.map(({ reason }) => reason)}::text[],
                  ${all.map(({ position }) => position ?? null)}::bigint[],
                  ${all.map(({ due }) => due ?? null)}::jsonb[]) as a (person, reason, position, due)
    on conflict do nothing`;
}
