import type { NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Outcome } from '../delivery/channel.ts';
import type { Instant } from '../time/time.ts';

/** An accepted event. `position` is the order of commit among all rows of a user. */
export interface JourneyEvent {
  readonly name: string;
  readonly at: Instant;
  readonly position: number;
  readonly properties: JsonObject;
}

/** An operator's command to one instance. With `visit`, it applies only if the instance is still at that visit. */
export type Order = Asked & { readonly visit?: number };

type Asked =
  | { readonly name: 'pause' | 'resume' | 'retry' | 'skip' }
  | { readonly name: 'move'; readonly to: NodeId }
  | { readonly name: 'exit'; readonly reason: string }
  /** Continues with another published version (design.md §9). */
  | { readonly name: 'migrate'; readonly version: number; readonly how: Migrating };

/** How a migration treats the current wait, or the node to move to instead. */
export type Migrating = 'keep' | 'restart' | 're-evaluate' | { readonly to: NodeId };

/**
 * A recorded row before it becomes input. Rows are written under the user's lock, so order of position is order of
 * commit.
 */
export type Recorded = { readonly at: Instant; readonly position: number } & (
  | { readonly type: 'command'; readonly id: string; readonly order: Order }
  | {
      readonly type: 'outcome';
      readonly node: NodeId;
      readonly visit: number;
      readonly outcome: Outcome | 'look-again';
      /** The reason, for operators: the provider's refusal or the missing address. */
      readonly detail: string | null;
      /** The HTTP status of a webhook's answer. */
      readonly status: number | null;
      /** The response of a webhook or activity. */
      readonly response: JsonValue;
    }
  /**
   * Events accepted together are one input, so that goals beat exits among them. `position` is that of the last one.
   */
  | { readonly type: 'accepted'; readonly events: readonly JourneyEvent[] }
);

/**
 * Everything that a decision can respond to. A deadline's `at` is its nominal instant, however late the instance woke.
 */
export type Input =
  | Recorded
  | { readonly type: 'entered'; readonly at: Instant }
  /** The journey's pause has ended for an instance that it held. */
  | { readonly type: 'resumed'; readonly at: Instant }
  | { readonly type: 'deadline'; readonly of: 'node' | 'journey'; readonly at: Instant };
