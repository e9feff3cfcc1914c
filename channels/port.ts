import type { JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { Channel } from '../journey/delivery/channel.ts';
import type { ApnsEnvironment, Device } from '../journey/delivery/device.ts';
import type { Undelivered } from '../journey/people/report-effects.ts';

/** A rendered message, ready to be delivered. Its content depends on the channel. */
export type Parcel<On extends Channel = Channel> = On extends Channel ? ParcelOn<On> : never;

interface ParcelOn<On extends Channel> {
  readonly channel: On;
  /** Idempotency key (design.md §7.11). A provider that honors keys sends once, however often a worker dies. */
  readonly key: string;
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  /** Address: email, phone, token or URL. For inApp and activity, the user id. */
  readonly to: string;
  /** The device that `to` addresses, for adapters that deliver to one device at a time. */
  readonly device?: Device;
  readonly content: Content<On>;
  /**
   * Link with which the recipient unsubscribes in one click (RFC 8058). Set for messages that aren't transactional, if
   * PUBLIC_URL is set.
   */
  readonly unsubscribeUrl?: string;
  /** Number of the attempt with this key, from 1. */
  readonly attempt: number;
  /** Provider that may already have the message. No other provider may get it. */
  readonly boundTo?: string;
  /** Set for transactional messages, which don't wait behind others for their turn. */
  readonly isUrgent?: true;
}

/** The rendered content of a channel. */
export type Content<On extends Channel = Channel> = On extends keyof ContentBy ? ContentBy[On] : MessageContent;

interface ContentBy {
  readonly webhook: WebhookContent;
  readonly activity: ActivityContent;
}

/** Content of a message to a user. Each channel uses some of the fields. */
export interface MessageContent {
  /** Name of the template in reports. */
  readonly template: string;
  readonly subject?: string;
  readonly preheader?: string;
  readonly title?: string;
  readonly text?: string;
  readonly html?: string;
  readonly url?: string;
  /** Sender and address for replies of an email. */
  readonly from?: string;
  readonly replyTo?: string;
  readonly image?: string;
  readonly badge?: string;
  readonly sound?: string;
  readonly collapseId?: string;
  /** A length of time, such as `2h`. */
  readonly timeToLive?: string;
  readonly urgency?: string;
  readonly whatsappTemplate?: WhatsAppTemplate;
}

/** A template that Meta has approved, and the values of its body's parameters in order. */
export type WhatsAppTemplate = {
  readonly name: string;
  readonly language: string;
  readonly parameters: readonly string[];
};

/** Content of a webhook to another system. */
export interface WebhookContent {
  readonly template: string;
  readonly url: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body. */
  readonly data: JsonValue;
}

/** Input of the company's own activity. */
export interface ActivityContent {
  readonly template: string;
  /** Registered name of the activity. */
  readonly activity: string;
  /** The activity's input. */
  readonly data: JsonObject;
}

/**
 * A provider's answer. `busy`: try again, not before `retryAfterMs`. `ambiguous`: the provider may already have the
 * message, because the connection broke after the hand-over; an `at-most-once` channel then settles it as `unknown`
 * (design.md §7.11). `misconfigured`: no message of this channel can be sent until an operator fixes it.
 */
export type Answer =
  | {
      readonly type: 'accepted';
      readonly providerId: string;
      readonly response?: JsonValue;
      /** APNs service that knows the device, if the device's registration didn't say. */
      readonly environment?: ApnsEnvironment;
    }
  | {
      readonly type: 'rejected';
      readonly reason: string;
      readonly status?: number;
      readonly response?: JsonValue;
      /** The device is gone: it gets no more messages. */
      readonly isDead?: true;
      /** When the provider noticed, in milliseconds. A device that was registered again since stays. */
      readonly deadSince?: number;
      /** Effect on the recipient, applied as for a callback: a dead address is suppressed. */
      readonly undelivered?: Undelivered;
    }
  | {
      readonly type: 'busy';
      readonly reason: string;
      readonly retryAfterMs?: number;
      /** True if only this recipient is affected. The provider's other messages don't wait. */
      readonly isOfRecipient?: true;
      /** True if the message only waits for its turn under the provider's limit. Waiting never fails a message. */
      readonly isQueued?: true;
      readonly ambiguous?: true;
      /** With `ambiguous`: no further attempt can tell, so that it is settled as `unknown` at once. */
      readonly isFinal?: true;
      /** Status of the answer. Used if this is the last attempt, as `undelivered` is. */
      readonly status?: number;
      readonly undelivered?: Undelivered;
      readonly response?: JsonValue;
    }
  | { readonly type: 'misconfigured'; readonly reason: string };

/** Delivers the messages of one channel to a provider. */
export interface Adapter<On extends Channel = Channel> {
  readonly channel: On;
  /** Name of the provider, as `doctor` and the inbox show it: `smtp`, `sandbox`, `http`. */
  readonly provider: string;
  /**
   * Tells how a repeated key is treated. `honours-keys` and `at-least-once` are retried after an ambiguous attempt;
   * `at-most-once` is not, and its outcome is `unknown`.
   */
  readonly delivery: 'honours-keys' | 'at-least-once' | 'at-most-once';
  /** Default limit in messages per second across all workers. Undefined: no limit. */
  readonly perSecond?: number;
  /** Set if it calls `handingOver` right before the hand-over, and hands over only if that resolves. */
  readonly announcesHandOver?: boolean;
  /** Set if it delivers to one device at a time: it then gets a parcel for each live device of the user. */
  readonly isByDevice?: true;
  /** Delivers a message. Returns every answer that a provider can give; a thrown error is a bug and is retried. */
  deliver(parcel: Parcel<On>, handingOver?: (provider?: string) => Promise<void>): Promise<Answer>;
  /** For an adapter over several providers: the named provider's guarantee. Undefined: it isn't one of them. */
  promiseOf?(provider: string): Pick<Adapter, 'delivery'> | undefined;
  /** For an adapter over providers: the state of each. */
  health?(): readonly ProviderHealth[];
  /** For an adapter that keeps its providers' limits itself. */
  pacing?(): Pacing;
  close?(): Promise<void>;
}

/** How fast a channel can hand over messages now. */
export interface Pacing {
  /** Rate of all providers together. Undefined: no limit. */
  readonly perSecond: number | undefined;
  /** True if no provider takes messages, because all are held, resting or disabled. */
  readonly isHeld: boolean;
  /** Messages that providers have and haven't answered yet. */
  readonly atProvider: number;
}

/** The in-app messages of each user. A repeated key changes nothing. */
export interface Feed {
  /** Adds an item to a user's feed. Returns false if there is no such user. */
  post(item: {
    readonly workspace: WorkspaceId;
    readonly key: string;
    readonly journey: JourneyId;
    readonly userId: string;
    readonly content: JsonObject;
  }): Promise<boolean>;
}

/**
 * State of a provider, for operators. `working`: it takes messages. `resting`: it asked for a pause. `held`: it failed
 * several times in a row. Messages then wait or go to another provider, and one message at a time tests the provider.
 */
export interface ProviderHealth {
  readonly provider: string;
  readonly delivery: Adapter['delivery'];
  readonly state: 'working' | 'resting' | 'held';
  readonly since: number;
  /** Why it is resting or held. */
  readonly reason: string | null;
  /** The latest faults, newest first. */
  readonly faults: readonly ProviderFault[];
  /** When it takes messages again, if it is resting or held: the end of its pause, or the next test. */
  readonly until?: number;
  /** Messages per second that this worker handed over, over the last ten seconds. */
  readonly perSecond: number;
}

/** A fault in a provider's answers, with its repeats. */
export interface ProviderFault {
  readonly type: 'busy' | 'misconfigured';
  readonly reason: string;
  /** The first and the last time, in milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Stores caught messages. A repeated key adds to the row's `copies`. */
export interface Inbox {
  catch(caught: {
    readonly workspace: WorkspaceId;
    readonly key: string;
    readonly channel: Channel;
    readonly caughtBy: 'smtp' | 'sandbox';
    readonly recipient: string;
    readonly subject: string | null;
    readonly body: JsonValue;
  }): Promise<void>;
}
