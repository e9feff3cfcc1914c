import { type InstanceId, type JourneyId, type PersonRef, sendKey } from '../../journey/base/ids.ts';
import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import type { Outcome } from '../../journey/delivery/channel.ts';
import type { Device, DeviceResults } from '../../journey/delivery/device.ts';
import type { Effect } from '../../journey/engine/apply.ts';
import type { Undelivered } from '../../journey/people/report-effects.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** The message of one visit: user, node and channel. */
export interface SendRef extends Omit<Effect, 'type' | 'isUrgent'>, PersonRef {
  readonly instance: InstanceId;
  readonly journey: JourneyId;
  readonly version: number;
}

/** A claimed message with current values to render it from, not those at the time of the decision. */
export interface Claimed {
  readonly type: 'claimed';
  readonly now: Instant;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  /** The number of this claim, from 1, released claims included. */
  readonly attempt: number;
  /** The user's live devices, last seen first, for channels that have devices. */
  readonly devices?: readonly Device[];
  /** Results of earlier attempts on devices. */
  readonly results?: DeviceResults;
  /** Provider that an earlier attempt may have handed the message to. No other provider may get it. */
  readonly boundTo?: string;
  /** The message of a test user that no provider gets. */
  readonly isCaptured?: true;
}

/**
 * How long a claim lasts unless renewed. Equals the activity's heartbeat timeout: Temporal starts another attempt when
 * both have passed.
 */
export const LEASE_MS = 10_000;

/**
 * `under-way`: another attempt holds the claim, perhaps of the run before a continue-as-new. It settles, or its lease
 * ends, within `waitMs`.
 */
interface UnderWay {
  readonly type: 'under-way';
  readonly waitMs: number;
}

/**
 * `look-again`: the instance has unread events of interest, is paused, or has moved to another version. The next
 * decision reads that and decides again.
 */
export type Claim =
  | Claimed
  | UnderWay
  | { readonly type: 'settled'; readonly outcome: Outcome }
  | { readonly type: 'look-again' };

export interface Settlement {
  readonly outcome: Outcome;
  readonly detail?: string | undefined;
  readonly providerId?: string | undefined;
  /** Name of the template in reports. */
  readonly template?: string | undefined;
  /** HTTP status of a webhook. */
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
  /** For a failed message: the effect of the provider's answer on the recipient. */
  readonly undelivered?: Undelivered | undefined;
  /** Results by device that this attempt changed. */
  readonly results?: DeviceResults | undefined;
}

/** Why a provider didn't accept the message. */
export interface NotNow {
  /** The message waits without a limit, for its turn or until an operator fixes the provider. */
  readonly isHeld?: boolean;
  readonly reason: string;
  /** Least delay before the next attempt. */
  readonly waitMs: number;
  /** The provider may have the message anyway: the connection failed after the hand-over began. */
  readonly mayBeOut: boolean;
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
  /** Effect on the recipient. Used if this was the last attempt. */
  readonly undelivered?: Undelivered | undefined;
  readonly results?: DeviceResults | undefined;
}

/** `later`: try again after `ms`, which is never past the last attempt. */
export type Released =
  | { readonly type: 'later'; readonly ms: number }
  | { readonly type: 'settled'; readonly outcome: Outcome };

/** Properties of the channel's adapter that a claim depends on. */
export interface Delivery {
  readonly atMostOnce: boolean;
  /** The same for the provider that an earlier attempt handed the message to. */
  readonly isAtMostOnce?: (provider: string) => boolean;
  /** The provider that gets the message, if the adapter doesn't report the hand-over. */
  readonly provider?: string;
  /** The adapter reports when the hand-over begins. A claim that fails before that has surely sent nothing. */
  readonly announcesHandOver: boolean;
}

/** A transaction under the person's lock. */
export interface Within {
  readonly sql: Sql;
  readonly now: Instant;
  /** Call it when an event was recorded. */
  readonly tell: () => void;
}

export const keyOf = ({ instance, node, visit }: SendRef): string => sendKey(instance, node, visit);
