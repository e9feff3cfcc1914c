import type { NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Outcome } from '../delivery/channel.ts';
import type { Instant } from '../time/time.ts';

/** Something that happened, as it was accepted. `position` orders all that concerns a person: order of commit. */
export interface JourneyEvent {
  readonly name: string;
  readonly at: Instant;
  readonly position: number;
  readonly properties: JsonObject;
}

/** What an operator asks of one instance. `visit`: only if it has not moved on since they looked. */
export type Order = Asked & { readonly visit?: number };

type Asked =
  | { readonly name: 'pause' | 'resume' | 'retry' | 'skip' }
  | { readonly name: 'move'; readonly to: NodeId }
  | { readonly name: 'exit'; readonly reason: string }
  /** Goes on by another version, which is published (design.md §9). */
  | { readonly name: 'migrate'; readonly version: number; readonly how: Migrating };

/** What becomes of the wait that an instance is in, or where it goes instead. */
export type Migrating = 'keep' | 'restart' | 're-evaluate' | { readonly to: NodeId };

/** A row before it is an input; written under the person's lock, so that order of position is order of commit. */
export type Recorded = { readonly at: Instant; readonly position: number } & (
  | { readonly type: 'command'; readonly id: string; readonly order: Order }
  | {
      readonly type: 'outcome';
      readonly node: NodeId;
      readonly visit: number;
      readonly outcome: Outcome | 'look-again';
      /** Why, in words an operator understands: the provider's refusal, the missing address. */
      readonly detail: string | null;
      /** The HTTP status of a webhook's answer. */
      readonly status: number | null;
      /** What a webhook answered. */
      readonly response: JsonValue;
    }
  /**
   * What one acceptance wrote for the person: one input, so that inside it goals beat exits. `position` is the last of
   * it.
   */
  | { readonly type: 'accepted'; readonly events: readonly JourneyEvent[] }
);

/**
 * Everything that a decision can take into account. A deadline's `at` is its nominal instant, however late the instance
 * woke.
 */
export type Input =
  | Recorded
  | { readonly type: 'entered'; readonly at: Instant }
  /** A pause of the journey has ended for one whom it held. */
  | { readonly type: 'resumed'; readonly at: Instant }
  | { readonly type: 'deadline'; readonly of: 'node' | 'journey'; readonly at: Instant };
