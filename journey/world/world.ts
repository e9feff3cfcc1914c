import type { JourneyId, NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Channel, MessageChannel } from '../delivery/channel.ts';
import type { WorkspacePolicies } from '../delivery/policies.ts';
import type { Journey } from '../document/document.ts';
import type { Exit, TraceLine } from '../engine/apply.ts';
import type { Attributed } from '../engine/goals.ts';
import type { Order } from '../events/input.ts';
import type { Engagement } from '../events/own-events.ts';
import type { PausePolicy } from '../lifecycle/pause.ts';
import type { JourneyState } from '../lifecycle/state.ts';
import type { Because } from '../moves/move.ts';
import type { ConsentSaid } from '../people/consent.ts';
import type { Undelivered } from '../people/report-effects.ts';
import type { Segment } from '../segments/segment.ts';
import type { Tallies, Weights } from '../statistics/bandit.ts';
import type { Instant } from '../time/time.ts';

/** An event or traits that a service reports about a user. A batch is accepted together, as one input for each user. */
export interface Told {
  readonly user: string;
  readonly event?: string;
  readonly properties?: JsonObject;
  /** Traits, instead of an event. */
  readonly traits?: JsonObject;
}

/**
 * How a provider answers: it accepts the message (a webhook's receiver with a response), rejects it, or is busy. A busy
 * provider is asked again when its answer changes, and for the last time when the node gives up.
 */
export type Answering =
  | { readonly type: 'busy'; readonly reason: string; readonly status?: number; readonly response?: JsonValue }
  | { readonly type: 'accepted'; readonly response?: JsonValue }
  | {
      readonly type: 'rejected';
      readonly reason: string;
      /** The HTTP status of a webhook's answer. */
      readonly status?: number;
      readonly response?: JsonValue;
      /** Effect on the recipient. */
      readonly undelivered?: Undelivered;
    };

/** One instance, as an operator sees it. */
export interface Pass {
  readonly user: string;
  readonly journey: JourneyId;
  readonly key: string | null;
  readonly enteredAt: Instant;
  readonly trace: readonly TraceLine[];
  readonly exit: Exit | null;
  readonly context: JsonObject;
  /** The user is in the control group and gets no messages. */
  readonly isControl: boolean;
  /** Goals that were met and count, in order. */
  readonly conversions: readonly Omit<Attributed, 'position'>[];
}

/** A bounce as its provider reports it. */
export interface Bouncing {
  readonly permanent?: boolean;
}

/** A message as its provider received it. */
export interface Delivered {
  readonly user: string;
  /** Index of its instance in `passes()`. */
  readonly pass: number;
  readonly channel: Channel;
  readonly node: string;
  readonly visit: number;
  readonly template: string;
  readonly to: string;
  readonly content: JsonObject;
}

/** The current state of an IntelliNODE's experiment. */
export interface ExperimentOf {
  readonly experiment: string;
  readonly weights: Weights;
  readonly tallies: Tallies;
}

/**
 * The place where a scenario is played: the pure engine, or the real server and database. Only the scenario moves the
 * clock. Traces must be the same in both, to the millisecond (design.md §14).
 */
export interface World {
  readonly name: string;
  begin(journeys: readonly Journey[], at: Instant, segments?: readonly Segment[]): Promise<void>;
  /** Publishes the journey's next version. Live instances stay in theirs. */
  publish(document: Journey): Promise<void>;
  /** Accepts a batch together, at the clock's instant. */
  tell(told: readonly Told[]): Promise<void>;
  enter(user: string, journey: JourneyId, properties: JsonObject): Promise<void>;
  /** Uploads a complete list and queues its users. */
  upload(
    journey: JourneyId,
    rows: readonly { readonly user: string; readonly properties: JsonObject }[],
  ): Promise<void>;
  order(user: string, journey: JourneyId, order: Order): Promise<void>;
  /** Pauses the journey, by default with its document's policy. */
  pause(journey: JourneyId, policy?: PausePolicy): Promise<void>;
  resume(journey: JourneyId): Promise<void>;
  stop(journey: JourneyId, mode: 'now' | 'drain'): Promise<void>;
  /** Returns the journey's state. */
  stateOf(journey: JourneyId): Promise<JourneyState>;
  /** Sets how a provider answers from now on. By default it accepts every message. */
  answer(channel: Channel, answering: Answering): Promise<void>;
  /** Reports what the user did with the last message of a template or node, as a provider would. */
  engage(user: string, what: string, kind: Engagement, more?: Bouncing): Promise<void>;
  /** Stores what a user says about channels and topics, as the API does. */
  consent(user: string, changes: readonly ConsentSaid[]): Promise<void>;
  /** Suppresses an address, as an operator does. */
  suppress(channel: MessageChannel, address: string): Promise<void>;
  /** Changes the workspace's policies. Fields that are left out stay as they are. */
  setPolicies(policies: Partial<WorkspacePolicies>): Promise<void>;
  /**
   * Runs everything due before `until`, one deadline after the other, and sets the clock to `until`. Deadlines exactly
   * at `until` stay open.
   */
  runUntil(until: Instant): Promise<void>;
  /** Lists all instances in order of entry. */
  passes(): Promise<readonly Pass[]>;
  delivered(): Promise<readonly Delivered[]>;
  /** Returns the users' traits. */
  profiles(): Promise<Readonly<Record<string, JsonObject>>>;
  /** Lists refused entries with their reason. */
  refused(): Promise<readonly { readonly user: string; readonly reason: string }[]>;
  /** Adjusts the weights of IntelliNODEs to conversions. In production this runs every 5 minutes. */
  reweigh(): Promise<void>;
  experiments(): Promise<readonly ExperimentOf[]>;
  /** Lists counts that disagree with the instances (design.md §7.12). Empty if all agree. */
  reconcile(): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** The current state of an instance, with the values that each trace line read. */
export interface Life {
  readonly user: string;
  readonly journey: JourneyId;
  readonly version: number;
  readonly key: string | null;
  readonly isControl: boolean;
  readonly enteredAt: Instant;
  /** Null before the first decision. */
  readonly at: NodeId | null;
  readonly arrivedAt: Instant;
  /** When time alone wakes the instance; null if never. */
  readonly wakesAt: Instant | null;
  readonly exit: Exit | null;
  readonly lines: readonly (TraceLine & { readonly read: Because['read'] })[];
}

/** A world with its own clock, which can tell what comes next. */
export interface VirtualWorld extends World {
  now(): Instant;
  /**
   * Returns the next instant at which something is due; it happens once the clock has passed it. Null if nothing is
   * due.
   */
  next(): Instant | null;
  lives(): readonly Life[];
}
