import type { JsonObject } from '../journey/json.ts';
import type { JourneyVerb } from '../journey/state.ts';
import type { Sql } from './sql.ts';

/** One change, or one call that was denied. Ids only: what people wrote is kept where it belongs. */
export interface AuditEntry {
  readonly workspace: string;
  /** A key's id, or what acted without one. */
  readonly actor: string;
  readonly action:
    | 'journey.publish'
    | 'experiment.change'
    | 'segment.put'
    | 'segment.delete'
    | `journey.${JourneyVerb}`
    | 'journey.list'
    | 'user.erase'
    | 'journey.broadcast'
    | 'draft.save'
    | 'draft.delete'
    | 'key.make'
    | 'key.revoke'
    | 'settings.change'
    | 'session.begin'
    | 'dead-letter.replay'
    | 'call.deny';
  readonly about: JsonObject;
}

/** Give it the change's own transaction, so that there is neither without the other. */
export async function recordAudit(sql: Sql, { workspace, actor, action, about }: AuditEntry): Promise<void> {
  await sql`
    insert into audit (workspace, actor, action, about)
    values (${workspace}, ${actor}, ${action}, ${about}::jsonb)`;
}

export interface AuditLine {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly about: JsonObject;
}

/** Latest first; `before`: the last id of the page before. */
export const listAudit = (
  sql: Sql,
  {
    workspace,
    before,
    limit,
  }: { readonly workspace: string; readonly before?: number | undefined; readonly limit: number },
): Promise<AuditLine[]> => sql<AuditLine>`
  select id, at, actor, action, about from audit
   where workspace = ${workspace} and (${before}::bigint is null or id < ${before}::bigint)
   order by id desc
   limit ${limit}`;
