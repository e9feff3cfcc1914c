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
    | 'session.begin'
    | 'call.deny';
  readonly about: JsonObject;
}

/** Give it the change's own transaction, so that there is neither without the other. */
export async function recordAudit(sql: Sql, { workspace, actor, action, about }: AuditEntry): Promise<void> {
  await sql`
    insert into audit (workspace, actor, action, about)
    values (${workspace}, ${actor}, ${action}, ${about}::jsonb)`;
}
