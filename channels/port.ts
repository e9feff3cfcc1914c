import type { JsonValue } from '../journey/base/json.ts';
import type { Channel } from '../journey/delivery/channel.ts';

/** One message, rendered, on its way out. */
export interface Parcel {
  readonly channel: Channel;
  /** Idempotency key (design.md §7.11): a provider that honours keys sees one send, however often a worker dies. */
  readonly key: string;
  readonly workspace: string;
  readonly journey: string;
  /** Address: e-mail, phone, token, URL; for inApp and activity the user id. */
  readonly to: string;
  readonly content: Content;
  /** Which attempt at this key it is, from 1. */
  readonly attempt: number;
}

/** What a message says once rendered. Which fields a channel uses is the channel's own. */
export interface Content {
  readonly template: string;
  readonly subject?: string;
  readonly title?: string;
  readonly text?: string;
  readonly html?: string;
  readonly url?: string;
  readonly data?: JsonValue;
  /** webhook only. */
  readonly method?: 'POST' | 'PUT' | 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  /** activity only: the name under which it is registered; its input is `data`. */
  readonly activity?: string;
}

/**
 * How a provider answered. `busy`: ask again, not before that; `ambiguous` if it may already have the message, since the connection
 * broke after it had been handed over: an `at-most-once` channel then settles as `unknown` (design.md §7.11).
 * `misconfigured`: no message of this channel can go; somebody must mend it.
 */
export type Answer =
  | { readonly type: 'accepted'; readonly providerId: string; readonly response?: JsonValue }
  | { readonly type: 'rejected'; readonly reason: string; readonly status?: number; readonly response?: JsonValue }
  | {
      readonly type: 'busy';
      readonly reason: string;
      readonly retryAfterMs?: number;
      readonly ambiguous?: true;
      /** What it answered: it counts if it is the last answer. */
      readonly status?: number;
      readonly response?: JsonValue;
    }
  | { readonly type: 'misconfigured'; readonly reason: string };

export interface Adapter {
  readonly channel: Channel;
  /** Who it is, as `/readyz`, `doctor` and the inbox show it: `smtp`, `sandbox`, `http`. */
  readonly provider: string;
  /**
   * What a repeat of the same key does at the provider. `honours-keys` and `at-least-once` are sent again after an ambiguous
   * attempt; `at-most-once` is not, and its outcome is `unknown`.
   */
  readonly delivery: 'honours-keys' | 'at-least-once' | 'at-most-once';
  /** The provider's limit, for the channel's whole task queue and, to the second, for each worker (channels/pace.ts); undefined: none. */
  readonly perSecond?: number;
  /** It calls `handingOver` right before the hand-over itself, and hands over only if that resolves. */
  readonly announcesHandOver?: boolean;
  /** Never throws for what a provider can answer; a thrown error is a fault and is retried. */
  deliver(parcel: Parcel, handingOver?: () => Promise<void>): Promise<Answer>;
  close?(): Promise<void>;
}

/** Where caught messages go: the inbox table. `copies` counts what came again under the same key. */
export interface Inbox {
  catch(caught: {
    readonly workspace: string;
    readonly key: string;
    readonly channel: Channel;
    readonly caughtBy: 'smtp' | 'sandbox';
    readonly recipient: string;
    readonly subject: string | null;
    readonly body: JsonValue;
  }): Promise<void>;
}
