import type { InstanceId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Channel, Outcome } from '../../journey/delivery/channel.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A message as operators see it. */
export interface MessageSeen {
  readonly key: string;
  readonly node: string;
  readonly visit: number;
  readonly channel: Channel;
  readonly state: string;
  readonly outcome: Outcome | null;
  readonly detail: string | null;
  readonly attempts: number;
  readonly status: number | null;
  readonly nextTryAt: Instant | null;
  readonly claimedAt: Instant;
  readonly settledAt: Instant | null;
}

export const listMessages = (sql: Sql, workspace: WorkspaceId, instance: InstanceId) => sql<MessageSeen>`
  select key, node, visit, channel, state, outcome, detail, attempts, status, next_try_at as "nextTryAt",
         claimed_at as "claimedAt", settled_at as "settledAt"
    from messages where workspace = ${workspace} and instance = ${instance} order by claimed_at, visit`;
