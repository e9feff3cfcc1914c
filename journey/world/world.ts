import type { JourneyId, NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Journey } from '../document/document.ts';
import type { Exit, TraceLine } from '../engine/apply.ts';
import type { Attributed } from '../engine/goals.ts';
import type { Order } from '../events/input.ts';
import type { Engagement } from '../events/own-events.ts';
import type { PausePolicy } from '../lifecycle/pause.ts';
import type { JourneyState } from '../lifecycle/state.ts';
import type { Because } from '../moves/move.ts';
import type { Segment } from '../segments/segment.ts';
import type { Tallies, Weights } from '../statistics/bandit.ts';
import type { Instant } from '../time/time.ts';

/** What a service says of a user: one of a batch is accepted together with the others, as one input. */
export interface Told {
  readonly user: string;
  readonly event?: string;
  readonly properties?: JsonObject;
  /** Traits, instead of an event. */
  readonly traits?: JsonObject;
}

/**
 * How a provider answers: it takes the message (a webhook's receiver with a response), refuses it for good, or is busy: then it is asked again when its
 * answer changes, and for the last time when the node gives up.
 */
export type Answering =
  | { readonly type: 'busy'; readonly reason: string; readonly status?: number; readonly response?: JsonValue }
  | { readonly type: 'accepted'; readonly response?: JsonValue }
  | {
      readonly type: 'rejected';
      readonly reason: string;
      /** HTTP, of a webhook. */
      readonly status?: number;
      readonly response?: JsonValue;
    };

/** One pass of one user, as an operator sees it. */
export interface Pass {
  readonly user: string;
  readonly journey: JourneyId;
  readonly key: string | null;
  readonly enteredAt: Instant;
  readonly trace: readonly TraceLine[];
  readonly exit: Exit | null;
  readonly context: JsonObject;
  /** Qualified, and got nothing. */
  readonly isControl: boolean;
  /** Goals that were met and count, in order. */
  readonly conversions: readonly Omit<Attributed, 'position'>[];
}

/** A message as its provider got it. */
export interface Delivered {
  readonly user: string;
  /** Which of all passes it belongs to: its place in `passes()`. */
  readonly pass: number;
  readonly channel: Channel;
  readonly node: string;
  readonly visit: number;
  readonly template: string;
  readonly to: string;
  readonly content: JsonObject;
}

/** An IntelliNODE's experiment as it stands. */
export interface ExperimentOf {
  readonly experiment: string;
  readonly weights: Weights;
  readonly tallies: Tallies;
}

/**
 * Where a scenario is played: the pure engine, or the real server and database. Both keep one clock, which only the scenario moves: what is
 * seen of them must be the same to the millisecond (design.md §14).
 */
export interface World {
  readonly name: string;
  begin(journeys: readonly Journey[], at: Instant, segments?: readonly Segment[]): Promise<void>;
  /** As the journey's next version. Who is inside stays on theirs. */
  publish(document: Journey): Promise<void>;
  /** Accepted at the clock's instant, together. */
  tell(told: readonly Told[]): Promise<void>;
  enter(user: string, journey: JourneyId, properties: JsonObject): Promise<void>;
  /** A list, whole: whoever stands on it is queued. */
  upload(
    journey: JourneyId,
    rows: readonly { readonly user: string; readonly properties: JsonObject }[],
  ): Promise<void>;
  order(user: string, journey: JourneyId, order: Order): Promise<void>;
  /** The journey's; without a policy, the document's. */
  pause(journey: JourneyId, policy?: PausePolicy): Promise<void>;
  resume(journey: JourneyId): Promise<void>;
  stop(journey: JourneyId, mode: 'now' | 'drain'): Promise<void>;
  /** How the journey stands. */
  stateOf(journey: JourneyId): Promise<JourneyState>;
  /** From now on; until then a provider takes everything. */
  answer(channel: Channel, answering: Answering): Promise<void>;
  /** What the user does with the last message of that template or node, as a provider reports it. */
  engage(user: string, what: string, kind: Engagement): Promise<void>;
  /** Runs what is due up to `until`, deadline by deadline; deadlines at `until` itself are left open. The clock then stands at `until`. */
  runUntil(until: Instant): Promise<void>;
  /** Of all passes, in order of entry. */
  passes(): Promise<readonly Pass[]>;
  delivered(): Promise<readonly Delivered[]>;
  /** Traits, by user. */
  profiles(): Promise<Readonly<Record<string, JsonObject>>>;
  /** Events that let nobody in, with the reason. */
  refused(): Promise<readonly { readonly user: string; readonly reason: string }[]>;
  /** What the schedule does every 5 minutes: gives the traffic of IntelliNODEs to what converts. */
  reweigh(): Promise<void>;
  experiments(): Promise<readonly ExperimentOf[]>;
  /** What does not add up (design.md §7.12); empty. */
  reconcile(): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** One pass as it stands, with what each line of its trace had read. */
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
  /** When time alone would take it further; null: never. */
  readonly wakesAt: Instant | null;
  readonly exit: Exit | null;
  readonly lines: readonly (TraceLine & { readonly read: Because['read'] })[];
}

/** A world whose clock is its own: one may ask what comes next, and go there. */
export interface VirtualWorld extends World {
  now(): Instant;
  /** The next instant at which time alone brings something about: it happens once the clock stands past it. Null: nothing will. */
  next(): Instant | null;
  lives(): readonly Life[];
}
