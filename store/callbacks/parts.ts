import type { Sql } from '../base/sql.ts';
import type { CallbackSource, InboundContent } from './callbacks.ts';

type Part = CallbackSource & { readonly id: number; readonly tries: number; readonly content: InboundContent };

/**
 * `whole`: the joined message, with the fields of its first part. `others` are the callbacks of the other parts.
 * `wait`: parts are missing, or the first part's callback represents this one.
 */
export type Joined =
  | { readonly type: 'whole'; readonly content: InboundContent; readonly others: readonly number[] }
  | { readonly type: 'wait' };

/** Tries after which a message is read without its missing parts: over a minute after the first try. */
const PATIENCE_TRIES = 5;

/** Joins a long message, whose parts arrive as separate callbacks in any order. */
export async function joinParts(sql: Sql, { id, workspace, channel, provider, tries, content }: Part): Promise<Joined> {
  const { part } = content;
  if (!part) return { type: 'whole', content, others: [] };
  const rows = await sql<{ id: number; content: InboundContent }>`
    select id, content from callbacks
     where state = 'waiting' and workspace = ${workspace} and channel = ${channel} and provider = ${provider}
       and kind = 'inbound' and content ->> 'from' = ${content.from} and content -> 'part' ->> 'ref' = ${part.ref}
     order by (content -> 'part' ->> 'nr')::int, id`;
  const isComplete = new Set(rows.map((row) => row.content.part?.nr)).size === part.of;
  if ((!isComplete && tries < PATIENCE_TRIES) || rows[0]?.id !== id) return { type: 'wait' };
  const text = rows.map((row) => row.content.text).join('');
  return { type: 'whole', content: { ...content, text }, others: rows.slice(1).map((row) => row.id) };
}
