import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../journey/base/json.ts';
import type { JourneyVerb } from '../../journey/lifecycle/state.ts';
import type { Sql } from '../base/sql.ts';

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
  /** What the change replaced, where that is known: fields and their values, or versions. Never a secret, and nothing about a user. */
  readonly before?: JsonObject | undefined;
  /** The same fields after the change. */
  readonly after?: JsonObject | undefined;
}

/** Give it the change's own transaction, so that there is neither without the other. */
export async function recordAudit(
  sql: Sql,
  { workspace, actor, action, about, before, after }: AuditEntry,
): Promise<void> {
  await sql`
    insert into audit (workspace, actor, action, about, before, after)
    values (${workspace}, ${actor}, ${action}, ${about}::jsonb, ${before ?? null}::jsonb, ${after ?? null}::jsonb)`;
}

/** The fields that differ between two states, as `before` and `after` of an entry. A field that one of them lacks is null there. */
export function changedFields(
  before: object,
  after: object,
): { readonly before: JsonObject; readonly after: JsonObject } {
  const [was, is] = [plain(before), plain(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !isDeepStrictEqual(was[name] ?? null, is[name] ?? null),
  );
  const only = (state: JsonObject) => Object.fromEntries(names.map((name) => [name, state[name] ?? null]));
  return { before: only(was), after: only(is) };
}

/** As it is stored. */
const plain = (state: object): JsonObject => JSON.parse(JSON.stringify(state));

export interface AuditLine {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly about: JsonObject;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
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
  select id, at, actor, action, about, before, after from audit
   where workspace = ${workspace} and (${before}::bigint is null or id < ${before}::bigint)
   order by id desc
   limit ${limit}`;
