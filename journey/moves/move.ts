import type { JourneyId, NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Values } from '../conditions/path.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Slot, SlotsByAddress } from '../delivery/frequency-caps.ts';
import type { JourneyEvent } from '../events/input.ts';
import type { Pause } from '../lifecycle/pause.ts';
import type { Habit } from '../people/habits.ts';
import type { RecipientFacts } from '../people/recipient.ts';
import type { Instant } from '../time/time.ts';

/**
 * The rule that fired and the values it read. Operators see these as the reason. `engine/rules.ts` puts rule codes into
 * words.
 */
export interface Because {
  readonly rule: string;
  readonly read: Readonly<Record<string, JsonValue>>;
}

/** A node's decision about what happens next. Only the engine turns a move into a change of state. */
export type Move =
  /** Leaves through a port. `by` is the event that caused it; later look-backs don't count that event again. */
  | {
      readonly type: 'leave';
      readonly port: string;
      readonly because: Because;
      readonly also?: Also;
      readonly by?: JourneyEvent;
    }
  /**
   * Waits at the node. `until` is null when something is certain to arrive, such as a send's outcome. `isHeld` means
   * that a send is held back until then.
   */
  | {
      readonly type: 'wait';
      readonly until: Instant | null;
      /** The instant from which the wait starts over. */
      readonly from?: Instant;
      readonly send?: Channel;
      /** The registered activity to run, for the channel `activity`. */
      readonly activity?: string;
      readonly isHeld?: boolean;
      readonly because: Because;
      readonly also?: Also;
    }
  /** Keeps waiting. With `note`, the reason is added to the trace. */
  | { readonly type: 'stay'; readonly note: boolean; readonly because: Because; readonly also?: Also }
  | { readonly type: 'exit'; readonly reason: string; readonly because: Because };

/** Changes that a move makes besides the instance's position. */
export interface Also {
  /** Values to store in the instance's context, by name. */
  readonly context?: JsonObject;
  /** Changed traits. Null removes a trait. */
  readonly profile?: JsonObject;
  /** Another journey that the user enters. */
  readonly enter?: { readonly journey: JourneyId; readonly properties: JsonObject };
  /** A flaw that the node found and worked around, for the trace. */
  readonly flaw?: Because;
  /** The user's arm of an experiment, assigned permanently (design.md §7.10). */
  readonly assign?: { readonly experiment: string; readonly arm: string };
}

/** Everything that a decision reads besides the document, the instance and the input. Read under the user's lock. */
export interface Facts extends RecipientFacts {
  /** The instance's context: the entry event's properties as `entry`, and values that nodes stored by name. */
  readonly context: JsonObject;
  /** The entry key's value. Goals, exits and awaited events match on it. */
  readonly key: string | null;
  /** Events accepted since entry that a node may look back for, in order of position. */
  readonly past: readonly JourneyEvent[];
  /** Activity from which best times are computed. Absent unless a node needs it. */
  readonly habits?: readonly Habit[];
  /** Messages that count toward frequency caps. Empty if the version has no caps. */
  readonly slots: readonly Slot[];
  /** Messages of other users to the same addresses, which also count. Absent unless a cap needs them. */
  readonly slotsByAddress?: SlotsByAddress | undefined;
  /** The journey's pauses since entry, in order of time. */
  readonly pauses?: readonly Pause[];
  /** The user's assigned arms, by experiment. */
  readonly assignments: Readonly<Record<string, string>>;
  /** Current weights, by experiment and arm. Read only if the version has an IntelliNODE. */
  readonly weights?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** IDs of the segments that the user is in. */
  readonly segments: readonly string[];
  readonly goals: GoalFacts;
  /** Progress of the current visit's send. Read only for an operator's command. */
  readonly sending?: Sending | undefined;
}

/** An unsettled send. `claimed`: a provider call is in progress, or an attempt was interrupted. */
export interface Sending {
  readonly node: NodeId;
  readonly visit: number;
  readonly state: 'claimed' | 'waiting';
  readonly attempts: number;
}

/** Returns the values that conditions can read from a decision's facts. */
export const valuesOf = ({ profile, context, segments }: Pick<Facts, 'profile' | 'context' | 'segments'>): Values => ({
  profile,
  context,
  segments,
});

/** The state of an instance that goals and exits need. Read only if the version's goals or exits need it. */
export interface GoalFacts {
  /** IDs of goals already counted for this instance. */
  readonly converted: readonly string[];
  /**
   * Names of conditions that currently hold (see engine/condition-rules.ts). A condition is met when it starts to hold.
   */
  readonly holding: readonly string[];
  /** Null before the first send. */
  readonly lastSend: LastSend | null;
}

/** The last message that a provider accepted. */
export interface LastSend {
  readonly at: Instant;
  readonly node: NodeId;
  readonly visit: number;
}

export const NO_GOALS_YET: GoalFacts = { converted: [], holding: [], lastSend: null };

/** Returns a reason: a rule code and the values it read. */
export const because = (rule: string, read: Because['read'] = {}): Because => ({ rule, read });
/** Returns a move that leaves through a port. */
export const leave = (port: string, why: Because, also?: Also, by?: JourneyEvent): Move => ({
  type: 'leave',
  port,
  because: why,
  ...(also && { also }),
  ...(by && { by }),
});
/** Returns a move that waits until an instant; null for something that is certain to arrive. */
export const wait = (until: Instant | null, why: Because): Move => ({ type: 'wait', until, because: why });
/** Returns a move that keeps waiting without a line in the trace. */
export const stay = (why: Because): Move => ({ type: 'stay', note: false, because: why });
