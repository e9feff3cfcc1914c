import { z } from 'zod';
import { record, text } from '../base/bounded.ts';
import { type InstanceId, NodeId, type PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import type { Condition } from '../conditions/condition.ts';
import type { Path } from '../conditions/path.ts';
import type { FrequencyCap } from '../delivery/frequency-caps.ts';
import type { QuietHours } from '../delivery/quiet-hours.ts';
import type { EventMatch, Matching } from '../events/event-match.ts';
import type { Input, JourneyEvent } from '../events/input.ts';
import { type Facts, type Move, valuesOf } from '../moves/move.ts';
import type { Instant } from '../time/time.ts';

/** What every node has: a name for people, and where its ways out lead. */
export const common = {
  name: text(MOST.name, { min: 1 }).optional(),
  then: NodeId.optional().describe('Default link, for every port without a link of its own'),
  links: record(text(MOST.slug), NodeId, { max: MOST.links }).optional().describe('Port → node'),
  maxVisits: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop.'),
};

/** A node that nothing leads out of has no links. */
export const named = { name: common.name };

/** One arrival of an instance at a node, and all that may be known there. */
export interface Visit<Node> {
  readonly node: Node;
  readonly id: NodeId;
  /** Nominal: lengths of time count from here. */
  readonly arrivedAt: Instant;
  /** Which arrival of the instance it is: with its own and the node's id, the name of a send. */
  readonly ordinal: number;
  readonly instance: InstanceId;
  /** Its deadline, while there is one. */
  readonly until: Instant | null;
  /** A send was decided that has to wait, until the deadline or the end of a pause. */
  readonly isHeld: boolean;
  /** Positions that a look-back begins at. */
  readonly since: { readonly entry: number; readonly previous: number; readonly here: number };
  readonly person: PersonId;
  readonly zone: string;
  readonly keyPath: Path | undefined;
  /** The journey's, for whatever is sent. */
  readonly policies: Policies;
  readonly facts: Facts;
  /** `facts.past` with what has been used up on the way here: what it says counts all the same. */
  readonly heard: readonly JourneyEvent[];
}

export interface Policies {
  readonly quietHours: readonly QuietHours[];
  readonly frequencyCaps: readonly FrequencyCap[];
}

/** `where`: dotted, from the node on: `content.subject`. */
export type Placed<What> = What & { readonly where: string };

/** Why a port is never taken, and what to do about it. */
export interface Untaken {
  readonly why: string;
  readonly fix: string;
}

export type Family = 'channel' | 'wait' | 'decision' | 'action' | 'end';

/**
 * How authors are offered a node: in the palette, by a word and a picture. `blank` is what they get, for them to
 * complete; `id` is what it will be called.
 */
export interface Offer {
  readonly title: string;
  /** A name that the builder has a picture for; another is drawn as its family. */
  readonly icon: string;
  blank(id: string): { readonly type: string } & JsonObject;
}

/**
 * All that there is to know about a type of node. Engine, validator, builder and docs read it from here and from
 * nowhere else.
 */
export interface NodeType<Type extends string, Schema extends z.ZodType> {
  readonly type: Type;
  readonly family: Family;
  /** What the palette and the reference call it. */
  readonly title: string;
  /** What it is for, in a sentence or two to authors. */
  readonly about: string;
  /** A small one as an author would write it, with all that it needs to be published but the nodes that it leads to. */
  readonly example: z.input<Schema>;
  readonly schema: Schema;
  /** What the palette offers; by itself its title and its example. */
  readonly offers?: readonly Offer[];
  /** Optional fields that nearly everybody sets, dotted: a form shows them at once. */
  asks?(node: z.infer<Schema>): readonly string[];
  /** The named ways out that an author must link; `otherwise` linked ones are allowed too. */
  ports(node: z.infer<Schema>): readonly string[];
  /** Ports that may be linked, but need not be: those of `ports` take over. */
  optionalPorts?(node: z.infer<Schema>): readonly string[];
  /** Ports that its type has and that this one never takes, with the reason and what to link instead. */
  untakenPorts?(node: z.infer<Schema>): Readonly<Record<string, Untaken>>;
  /** Whether an instance can stay here: a loop needs one that does. */
  readonly waits: boolean;
  /** Its deadline is a date and no length of time: no pause moves it (design.md §7.7). */
  readonly keepsDate?: true;
  /** An instance has just come in, or a held or looked-at-again send is asked for once more. */
  arrive(visit: Visit<z.infer<Schema>>): Move;
  /** Something happened while it waits here. Never called for a node that does not stay. */
  wake(visit: Visit<z.infer<Schema>>, input: Input): Move;
  /** Events that concern it while an instance waits here. */
  interests?(node: z.infer<Schema>): readonly EventMatch[];
  /** Traits whose change concerns it while an instance waits here. */
  traits?(node: z.infer<Schema>, policies: Policies): readonly string[];
  /** Events that it counts, wherever the instance is and after it has ended. */
  counts?(node: z.infer<Schema>): readonly Placed<{ readonly match: EventMatch }>[];
  /** Names of events that it looks back for. */
  lookBack?(node: z.infer<Schema>): readonly string[];
  /** What it learns a person's hours from: the events, and how far back, in milliseconds. */
  learns?(node: z.infer<Schema>): { readonly events: readonly string[]; readonly overMs: number };
  /**
   * Ways out that are never taken at the instant of arrival: time has passed, or something new has happened. A loop
   * needs one.
   */
  takesTime?(node: z.infer<Schema>): readonly string[];
  /**
   * Paths that it reads outside conditions, with where in the node they stand: checked before publishing, as are the
   * next two.
   */
  reads?(node: z.infer<Schema>): readonly Placed<{ readonly path: Path }>[];
  /** `ofEvent`: it is asked of an event, so that `event.…` can be read. */
  conditions?(node: z.infer<Schema>): readonly Placed<{ readonly condition: Condition; readonly ofEvent: boolean }>[];
  /** What it says in Liquid. */
  texts?(node: z.infer<Schema>): readonly Placed<{ readonly text: string }>[];
  /** Names under which it stores something in the context. */
  provides?(node: z.infer<Schema>): readonly string[];
  /**
   * Its deadline on the clocks of where the person is now, for whoever waits here (design.md §7.6). Only for a node
   * whose deadline can depend on that; its `traits` then name `timezone`.
   */
  resolve?(visit: Visit<z.infer<Schema>>): Instant | undefined;
  /** What only this type can tell to be wrong. */
  flaws?(node: z.infer<Schema>): readonly Placed<{ readonly message: string; readonly fix: string }>[];
  /** One sentence for the canvas, the timeline and Temporal UI. */
  describe(node: z.infer<Schema>): string;
}

export const defineNode = <Type extends string, Schema extends z.ZodType>(
  node: NodeType<Type, Schema>,
): NodeType<Type, Schema> => node;

/** What an event is compared with at a visit. */
export const matching = ({ facts, keyPath, zone }: Visit<unknown>): Matching => ({
  values: valuesOf(facts),
  key: facts.key,
  keyPath,
  now: facts.now,
  zone,
});
