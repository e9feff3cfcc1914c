import type { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../base/ids.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Instant } from '../time/time.ts';

/**
 * What a workflow holds of an instance: ids, node ids, codes and instants, nothing personal; at most 8 KB. Instants are data for the
 * next decision, never compared with a clock in the workflow. Null, not undefined: undefined is lost in JSON.
 */
export interface Instance {
  readonly id: InstanceId;
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly journey: JourneyId;
  readonly version: number;
  /** Decisions taken so far. */
  readonly step: number;
  /** When the entry was accepted: deadlines of the journey count from here. */
  readonly enteredAt: Instant;
  /** Null before the first decision. */
  readonly at: NodeId | null;
  /** Ordinal of this arrival: a loop that comes back to a node makes a new visit. */
  readonly visit: number;
  readonly arrivedAt: Instant;
  /** The node's nominal deadline. */
  readonly until: Instant | null;
  /** Position of the last row that a decision has read. */
  readonly readTo: number;
  /** Positions that a look-back begins at: the entry, the arrival at the node before, the arrival here. */
  readonly since: readonly [entry: number, previous: number, here: number];
  /** Held by an operator since then; clocks stand still. */
  readonly pausedAt: Instant | null;
  /** Milliseconds spent held: the journey's own deadline moves by them. */
  readonly pausedMs: number;
  /** A send was decided that has to wait: for the end of a pause, or of quiet hours (`until`). */
  readonly held: boolean;
  /** Position of the first event that a pause of the journey has kept from the wait here: it is looked back on when that ends. */
  readonly missed?: number | null | undefined;
  readonly exit: Exit | null;
}

/** What an instance begins with: the rest of its first state follows from it. */
export interface Entered {
  readonly id: InstanceId;
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly journey: JourneyId;
  readonly version: number;
  readonly enteredAt: Instant;
  /** Position that it reads from. */
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

/** How an instance ended. `reason`: `completed`, `goal`, `timeout`, an exit's own; `goal` names which. */
export interface Exit {
  readonly reason: string;
  readonly goal?: string;
}

/** Something to be done in the world, once per visit. */
export interface Effect {
  readonly type: 'send';
  readonly channel: Channel;
  /** The registered activity, of the channel `activity`. */
  readonly activity?: string;
  readonly node: NodeId;
  readonly visit: number;
}

/** One line of the trace: what an instance did, when (nominally), and the rule that fired. Same three ways (design.md §14). */
export interface TraceLine {
  readonly at: Instant;
  readonly node: NodeId | null;
  readonly visit: number;
  readonly move: 'wait' | 'leave' | 'exit' | 'note' | 'withhold' | 'hold' | 'release';
  /** The way out that was taken. */
  readonly port?: string;
  /** Code of the rule: the words are in engine/rules.ts, the values read in the store. */
  readonly rule: string;
  /** Milliseconds behind its deadline, where that is more than a minute (design.md §7.15). */
  readonly lateMs?: number;
}

/** What one step changes. It is all that history keeps of a decision: at most 2 KB. */
export interface Decision {
  /** Only what differs from before; `step` among it, unless nothing was due. */
  readonly delta: Partial<Omit<Instance, 'id' | 'workspace' | 'person' | 'journey' | 'enteredAt'>>;
  readonly effects: readonly Effect[];
  readonly trace: readonly TraceLine[];
}

/** What the workflow does with its timer. `start` gives a length: workflows are never given instants. */
export type Timer =
  | { readonly type: 'start'; readonly ms: number }
  | { readonly type: 'keep' }
  | { readonly type: 'none' };

/** Runs inside workflow code: a change here is a change of replay. It does nothing but copy. */
export const apply = (instance: Instance, { delta }: Decision): Instance => ({ ...instance, ...delta });
