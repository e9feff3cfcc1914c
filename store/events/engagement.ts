import { createHash } from 'node:crypto';
import type { PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { messageProperties } from '../../journey/events/message-events.ts';
import { type Engagement, engagementEvent } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { createDoorbell } from '../base/doorbell.ts';
import type { Database, Sql } from '../base/sql.ts';
import type { Store } from '../person.ts';
import { applyToRecipient } from './apply-report.ts';
import { type Accepted, record } from './ingest.ts';
import { findByKey, findOwnByKeys, noteReport, type ReportedMessage } from './reported.ts';

/** A provider's report about a message that was sent. */
export interface EngagementReport {
  readonly workspace: WorkspaceId;
  /** The send's key, which the provider received as its idempotency key. */
  readonly key: string;
  readonly kind: Engagement;
  /** When the provider says it happened. For reports only, never for decisions. */
  readonly at?: Instant | undefined;
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  /** Set for a bounce: the address will never accept mail. */
  readonly permanent?: boolean | undefined;
  /** For `viewed` and `clicked`: made by a scanner or a mail program, not by the user. */
  readonly isMachine?: boolean | undefined;
  /** The provider's code and words. */
  readonly reason?: string | undefined;
  /** Repeats with the same ID are the same report. Without an ID, repeats with the same content are. */
  readonly messageId?: string | undefined;
  /** A provider's callback by default. */
  readonly source?: 'callback' | 'one-click' | undefined;
}

/**
 * Creates a function that records a report as an event and stores on the message when it first happened. The function
 * returns undefined for an unknown key.
 */
export function createEngagement(database: Database, store: Store) {
  const doorbell = createDoorbell(database);
  return async (report: EngagementReport): Promise<Accepted | undefined> => {
    const message = await findByKey(database.sql, report);
    if (!message) return undefined;
    const accepted = await store.person(message, (sql, now) => recordEngagement(sql, now, message, report));
    doorbell.ring();
    return accepted;
  };
}

/** Creates a function that records one kind of report about several messages of a user, in one transaction. */
export function createEngageAll(database: Database, store: Store) {
  const doorbell = createDoorbell(database);
  return async (who: PersonRef, kind: Engagement, keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    await store.person(who, async (sql, now) => {
      for (const message of await findOwnByKeys(sql, { ...who, keys }))
        await recordEngagement(sql, now, message, { workspace: who.workspace, key: message.key, kind });
    });
    doorbell.ring();
  };
}

/**
 * Records a report about a message. A view or click by a machine is no event: it is only stored on the message. Call it
 * under the user's lock, and ring the outbox's bell afterwards.
 */
export async function recordEngagement(
  sql: Sql,
  now: Instant,
  message: ReportedMessage,
  report: EngagementReport,
): Promise<Accepted | undefined> {
  const { workspace, person } = message;
  const { kind, at = now, reason, source = 'callback' } = report;
  const isMachine = report.isMachine === true && (kind === 'viewed' || kind === 'clicked');
  const messageId = report.messageId ?? reportIdOf(report);
  if (isMachine) {
    await noteReport(sql, now, message, { kind, at, isMachine });
    return { messageId, status: 'accepted', position: 0 };
  }
  const [one] = await record(sql, workspace, now, [
    {
      ...{ messageId, person, name: engagementEvent(kind), properties: propertiesOf(message, report) },
      ...(report.at !== undefined && { occurredAt: report.at }),
    },
  ]);
  if (one?.status === 'accepted') {
    await noteReport(sql, now, message, { kind, at, reason });
    await applyToRecipient(sql, now, { ...message, ...report, source });
  }
  return one;
}

function propertiesOf(message: ReportedMessage, report: EngagementReport): JsonObject {
  const { kind, url, text, permanent = false, reason } = report;
  return {
    ...messageProperties(message, message.template ?? message.node),
    ...(url !== undefined && { url }),
    ...(text !== undefined && { text }),
    ...(kind === 'bounced' && { permanent }),
    ...(reason !== undefined && { reason }),
  };
}

/** Undefined values at the end are left out, so that reports keep the IDs they had before fields were added. */
function reportIdOf({ key, kind, at, url, text, permanent, reason }: EngagementReport): string {
  const more = permanent === undefined && reason === undefined ? [] : [permanent, reason];
  return `$message.${createHash('sha256')
    .update(JSON.stringify([key, kind, at, url, text, ...more]))
    .digest('base64url')}`;
}
