import type { Engagement } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import type { ReportedMessage } from '../events/reported.ts';
import { ASKED_PROVIDERS } from '../messages/to-ask.ts';
import type { ReportContent } from './callbacks.ts';

/** An engagement that a provider reports, by a callback or as an answer to a question. */
interface Told extends Pick<ReportContent, 'isAsked' | 'url'> {
  readonly provider: string;
  readonly kind: Engagement;
  readonly at: Instant;
}

/** Kinds that happen to a message once. Others, such as a click, can happen again. */
const ONCE: readonly Engagement[] = ['delivered', 'bounced', 'complained', 'unsubscribed'];

/** Returns the message ID of the event that records an answer, so that a callback about the same can be recognized. */
export const askedIdOf = (key: string, kind: Engagement): string => `$asked.${key}.${kind}`;

/**
 * Returns whether an event already says what a report says, although their IDs differ: Sojourn asked about the message
 * before the callback came, or the callback came before the answer. Of kinds that can happen again, a callback repeats
 * the answer if it happened before it. A click that names its link says more than the answer. Call it under the
 * person's lock.
 */
export async function isToldAgain(
  sql: Sql,
  { workspace, key }: Pick<ReportedMessage, 'workspace' | 'key'>,
  { provider, kind, at, url, isAsked }: Told,
): Promise<boolean> {
  if (!ASKED_PROVIDERS.includes(provider)) return false;
  if (isAsked) return hasMark(sql, { workspace, key }, kind);
  const [asked] = await sql<{ at: Instant }>`
    select accepted_at as at from event_keys
     where workspace = ${workspace} and message_id = ${askedIdOf(key, kind)}`;
  if (!asked) return false;
  return ONCE.includes(kind) || (url === undefined && at <= asked.at);
}

async function hasMark(
  sql: Sql,
  { workspace, key }: Pick<ReportedMessage, 'workspace' | 'key'>,
  kind: Engagement,
): Promise<boolean> {
  const [message] = await sql<Partial<Record<Engagement, Instant | null>>>`
    select delivered_at as delivered, viewed_at as viewed, clicked_at as clicked, replied_at as replied,
           bounced_at as bounced, complained_at as complained, unsubscribed_at as unsubscribed
      from messages where workspace = ${workspace} and key = ${key}`;
  return (message?.[kind] ?? null) !== null;
}
