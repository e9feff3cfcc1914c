import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { Channel } from '../journey/delivery/channel.ts';

/** One message, rendered, on its way out. What it says depends on its channel. */
export type Parcel<On extends Channel = Channel> = On extends Channel ? ParcelOn<On> : never;

interface ParcelOn<On extends Channel> {
  readonly channel: On;
  /** Idempotency key (design.md §7.11): a provider that honors keys sees one send, however often a worker dies. */
  readonly key: string;
  readonly workspace: string;
  readonly journey: string;
  /** Address: email, phone, token, URL; for inApp and activity the user id. */
  readonly to: string;
  readonly content: Content<On>;
  /** Which attempt at this key it is, from 1. */
  readonly attempt: number;
}

/** What is said on a channel, once rendered. */
export type Content<On extends Channel = Channel> = On extends keyof ContentBy ? ContentBy[On] : MessageContent;

interface ContentBy {
  readonly webhook: WebhookContent;
  readonly activity: ActivityContent;
}

/** To a person. Which fields are used is the channel's own. */
export interface MessageContent {
  /** What reports call it. */
  readonly template: string;
  readonly subject?: string;
  readonly title?: string;
  readonly text?: string;
  readonly html?: string;
  readonly url?: string;
}

/** To another system. */
export interface WebhookContent {
  readonly template: string;
  readonly url: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body. */
  readonly data: JsonValue;
}

/** To the company's own code. */
export interface ActivityContent {
  readonly template: string;
  /** The name under which it is registered. */
  readonly activity: string;
  /** Its input. */
  readonly data: JsonObject;
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

/** One channel's way to a provider. It is given parcels of its own channel only. */
export interface Adapter<On extends Channel = Channel> {
  readonly channel: On;
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
  deliver(parcel: Parcel<On>, handingOver?: () => Promise<void>): Promise<Answer>;
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
