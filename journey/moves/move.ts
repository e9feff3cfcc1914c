import type { JourneyId, NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Values } from '../conditions/path.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Slot } from '../delivery/frequency-caps.ts';
import type { JourneyEvent } from '../events/input.ts';
import type { Pause } from '../lifecycle/pause.ts';
import type { Habit } from '../people/habits.ts';
import type { Instant } from '../time/time.ts';

/**
 * The rule that fired and what it read: what an operator sees as "why". Rules are codes; their words are in rules.ts.
 */
export interface Because {
  readonly rule: string;
  readonly read: Readonly<Record<string, JsonValue>>;
}

/** What a node wants next. Only the engine turns a move into a change of state. */
export type Move =
  /** `by`: the event that made it leave; it counts for no later look-back. */
  | {
      readonly type: 'leave';
      readonly port: string;
      readonly because: Because;
      readonly also?: Also;
      readonly by?: JourneyEvent;
    }
  /**
   * Waits here. `until` null: for something that surely comes, such as a send's outcome. `isHeld`: what it would send
   * has to wait till then.
   */
  | {
      readonly type: 'wait';
      readonly until: Instant | null;
      /** The wait begins anew at this instant. */
      readonly from?: Instant;
      readonly send?: Channel;
      /** The registered activity that the channel `activity` runs. */
      readonly activity?: string;
      readonly isHeld?: boolean;
      readonly because: Because;
      readonly also?: Also;
    }
  /** Keeps waiting as before; `note` puts the reason into the trace. */
  | { readonly type: 'stay'; readonly note: boolean; readonly because: Because; readonly also?: Also }
  | { readonly type: 'exit'; readonly reason: string; readonly because: Because };

/** What a move changes besides where the instance is. */
export interface Also {
  /** Remembered with the instance, by name. */
  readonly context?: JsonObject;
  /** Traits that change. */
  readonly profile?: JsonObject;
  /** Another journey that the person is sent into. */
  readonly enter?: { readonly journey: JourneyId; readonly properties: JsonObject };
  /** A random split's arm, kept for good (design.md §7.10). */
  readonly assign?: { readonly experiment: string; readonly arm: string };
}

/** All that a decision knows beside the document, the instance and the input. Read under the person's lock. */
export interface Facts {
  readonly now: Instant;
  readonly profile: JsonObject;
  /** What the instance remembers: the entry event's properties as `entry`, and what waits stored by name. */
  readonly context: JsonObject;
  /** The entry key's value: goals, exits and awaited events match on it. */
  readonly key: string | null;
  /** Events accepted since the entry whose names a wait looks back for, in order of position. */
  readonly past: readonly JourneyEvent[];
  /** What the person did that hours are learned from; absent where no node does. */
  readonly habits?: readonly Habit[];
  /** Messages that count against frequency caps; none where the version has no caps. */
  readonly slots: readonly Slot[];
  /** The journey's pauses since the entry, in order of time. */
  readonly pauses?: readonly Pause[];
  /** Arms that this person has been given, by experiment. */
  readonly assignments: Readonly<Record<string, string>>;
  /** Weights in force, by experiment and arm: read only for a version that has an IntelliNODE. */
  readonly weights?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Ids of the segments that this person is in. */
  readonly segments: readonly string[];
  readonly goals: GoalFacts;
  /** How far the send of one visit has come: read only where an operator asks for something. */
  readonly sending?: Sending | undefined;
}

/** A send that has not been settled. `claimed`: it is with its provider now, or an attempt has broken off. */
export interface Sending {
  readonly node: NodeId;
  readonly visit: number;
  readonly state: 'claimed' | 'waiting';
  readonly attempts: number;
}

/** What conditions can read of it. */
export const valuesOf = ({ profile, context, segments }: Pick<Facts, 'profile' | 'context' | 'segments'>): Values => ({
  profile,
  context,
  segments,
});

/** What goals and exits have to know of the pass so far. Read only where the version's need it. */
export interface GoalFacts {
  /** Goals that have been counted in this entry. */
  readonly converted: readonly string[];
  /** Conditions that hold: they are met by becoming true. Named as in engine/condition-rules.ts. */
  readonly holding: readonly string[];
  /** Null before any. */
  readonly lastSend: LastSend | null;
}

/** The last message that its provider took. */
export interface LastSend {
  readonly at: Instant;
  readonly node: NodeId;
  readonly visit: number;
}

export const NO_GOALS_YET: GoalFacts = { converted: [], holding: [], lastSend: null };

export const because = (rule: string, read: Because['read'] = {}): Because => ({ rule, read });
export const leave = (port: string, why: Because, also?: Also, by?: JourneyEvent): Move => ({
  type: 'leave',
  port,
  because: why,
  ...(also && { also }),
  ...(by && { by }),
});
export const wait = (until: Instant | null, why: Because): Move => ({ type: 'wait', until, because: why });
/** Keeps waiting as before. */
export const stay = (why: Because): Move => ({ type: 'stay', note: false, because: why });
