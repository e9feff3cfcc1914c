import { isDeepStrictEqual } from 'node:util';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { JourneyVerb } from '../../journey/lifecycle/verbs.ts';
import type { Sql } from '../base/sql.ts';

/** A change, or a denied call. Holds ids only, never content that people wrote. */
export interface AuditEntry {
  readonly workspace: WorkspaceId;
  /** A key's id, or the part of Sojourn that acted without one. */
  readonly actor: string;
  readonly action:
    | 'journey.publish'
    | 'experiment.change'
    | 'segment.put'
    | 'segment.delete'
    | 'template.put'
    | 'template.delete'
    | 'catalog.put'
    | 'catalog.delete'
    | 'catalog.import'
    | 'catalog.remove'
    | 'coupons.put'
    | 'coupons.delete'
    | 'coupons.import'
    | `journey.${JourneyVerb}`
    | 'journey.list'
    | 'journey.list-cancel'
    | 'user.erase'
    | 'user.test'
    | 'address.suppress'
    | 'address.import'
    | 'consent.import'
    | 'user.import'
    | 'address.lift'
    | 'journey.broadcast'
    | 'draft.save'
    | 'draft.delete'
    | 'key.make'
    | 'key.revoke'
    | 'message.test'
    | 'settings.change'
    | 'channels.change'
    | 'session.begin'
    | 'dead-letter.replay'
    | 'call.deny';
  readonly about: JsonObject;
  /**
   * The state before the change, if known: fields with their values, or versions. Never contains a secret, or anything
   * about a user.
   */
  readonly before?: JsonObject | undefined;
  /** The same fields after the change. */
  readonly after?: JsonObject | undefined;
}

/** Records an audit entry. Pass the transaction of the change, so that neither is stored without the other. */
export async function recordAudit(
  sql: Sql,
  { workspace, actor, action, about, before, after }: AuditEntry,
): Promise<void> {
  await sql`
    insert into audit (workspace, actor, action, about, before, after)
    values (${workspace}, ${actor}, ${action}, ${about}::jsonb, ${before ?? null}::jsonb, ${after ?? null}::jsonb)`;
}

/**
 * Returns the fields that differ between two states, as `before` and `after` of an entry. A field that a state lacks is
 * null.
 */
export function changedFields(
  before: object,
  after: object,
): { readonly before: JsonObject; readonly after: JsonObject } {
  const [was, is] = [toStored(before), toStored(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !isDeepStrictEqual(was[name] ?? null, is[name] ?? null),
  );
  const only = (state: JsonObject) => Object.fromEntries(names.map((name) => [name, state[name] ?? null]));
  return { before: only(was), after: only(is) };
}

/** Converts a state to the JSON that is stored. */
const toStored = (state: object): JsonObject => JSON.parse(JSON.stringify(state));

export interface AuditLine {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly about: JsonObject;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** Lists audit entries, newest first. `before` is the last id of the previous page. */
export const listAudit = (
  sql: Sql,
  {
    workspace,
    before,
    limit,
  }: { readonly workspace: WorkspaceId; readonly before?: number | undefined; readonly limit: number },
): Promise<AuditLine[]> => sql<AuditLine>`
  select id, at, actor, action, about, before, after from audit
   where workspace = ${workspace} and (${before}::bigint is null or id < ${before}::bigint)
   order by id desc
   limit ${limit}`;
