import type { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../base/ids.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Instant } from '../time/time.ts';

/**
 * The state of an instance as its workflow holds it: IDs, node IDs, codes and instants, nothing personal, at most 8 KB.
 * Instants are data for the next decision; the workflow never compares them with a clock. Fields are null rather than
 * undefined, because JSON drops undefined.
 */
export interface Instance {
  readonly id: InstanceId;
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly journey: JourneyId;
  readonly version: number;
  /** Decisions taken so far. */
  readonly step: number;
  /** When the entry was accepted. The journey's timeout and goal windows count from here. */
  readonly enteredAt: Instant;
  /** Null before the first decision. */
  readonly at: NodeId | null;
  /** Counts arrivals at nodes. A loop that returns to a node makes a new visit. */
  readonly visit: number;
  readonly arrivedAt: Instant;
  /** The node's deadline, without pauses of the journey. */
  readonly until: Instant | null;
  /** Position of the last row that a decision read. */
  readonly readTo: number;
  /** Positions from which look-backs start: the entry, the arrival at the previous node, and the arrival here. */
  readonly since: readonly [entry: number, previous: number, here: number];
  /** When an operator paused the instance; null if it isn't paused. Its clocks stand still. */
  readonly pausedAt: Instant | null;
  /** Total milliseconds paused by operators. The journey's timeout moves by as much. */
  readonly pausedMs: number;
  /** A decided send has to wait for the end of a pause, or of quiet hours (`until`). */
  readonly held: boolean;
  /**
   * Position of the first event that the wait missed because the journey was paused. The wait looks back to it when the
   * pause ends.
   */
  readonly missed?: number | null | undefined;
  readonly exit: Exit | null;
}

/** The start of a new instance. The rest of its state follows from it. */
export interface Entered {
  readonly id: InstanceId;
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly journey: JourneyId;
  readonly version: number;
  readonly enteredAt: Instant;
  /** Position after which the instance reads events. */
  readonly beginsAt: number;
}

/** Returns the state of an instance before its first decision. Runs inside workflow code, as `apply` does. */
export const newInstance = ({ beginsAt, ...entered }: Entered): Instance => ({
  ...entered,
  step: 0,
  at: null,
  visit: 0,
  arrivedAt: entered.enteredAt,
  until: null,
  readTo: beginsAt,
  since: [beginsAt, beginsAt, beginsAt],
  pausedAt: null,
  pausedMs: 0,
  held: false,
  exit: null,
});

/**
 * How an instance ended. `reason` is `completed`, `goal`, `timeout`, or an exit's own reason. `goal` is the ID of the
 * goal.
 */
export interface Exit {
  readonly reason: string;
  readonly goal?: string;
}

/** A side effect of a decision, performed once per visit. */
export interface Effect {
  readonly type: 'send';
  readonly channel: Channel;
  /** The registered activity to run, for the channel `activity`. */
  readonly activity?: string;
  readonly node: NodeId;
  readonly visit: number;
  /** Set for a transactional message, which passes other messages that wait for the same provider. */
  readonly isUrgent?: true;
}

/**
 * One line of the trace: what the instance did, at which nominal instant, and the rule that fired. The lines are
 * identical in the engine, on the server and in a replay (design.md §14).
 */
export interface TraceLine {
  readonly at: Instant;
  readonly node: NodeId | null;
  readonly visit: number;
  readonly move: 'wait' | 'leave' | 'exit' | 'note' | 'withhold' | 'hold' | 'release';
  /** The port that was taken. */
  readonly port?: string;
  /** Code of the rule. `engine/rules.ts` has its words, and the store the values it read. */
  readonly rule: string;
  /** Milliseconds behind the deadline, if more than a minute (design.md §7.15). */
  readonly lateMs?: number;
}

/** The changes of one step. This is all that workflow history keeps of a decision, at most 2 KB. */
export interface Decision {
  /** Changed fields only. `step` is among them if anything was decided. */
  readonly delta: Partial<Omit<Instance, 'id' | 'workspace' | 'person' | 'journey' | 'enteredAt'>>;
  readonly effects: readonly Effect[];
  readonly trace: readonly TraceLine[];
}

/**
 * The step's instruction for the workflow's timer. `start` has a duration, because workflows never receive instants to
 * wait for.
 */
export type Timer =
  | { readonly type: 'start'; readonly ms: number }
  | { readonly type: 'keep' }
  | { readonly type: 'none' };

/** Applies a decision to an instance. Runs inside workflow code, so any change here changes replay. It only copies. */
export const apply = (instance: Instance, { delta }: Decision): Instance => ({ ...instance, ...delta });
