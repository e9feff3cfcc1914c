import { z } from 'zod';
import { record, text } from '../base/bounded.ts';
import { type InstanceId, NodeId, type PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import type { Condition } from '../conditions/condition.ts';
import type { Path } from '../conditions/path.ts';
import type { Policies } from '../delivery/policies.ts';
import type { EventMatch, Matching } from '../events/event-match.ts';
import type { Input, JourneyEvent } from '../events/input.ts';
import { type Facts, type Move, valuesOf } from '../moves/move.ts';
import type { DateOrder, Instant } from '../time/time.ts';

/** Fields that every node has: its display name and its links. */
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

/** Fields of a node without ports. */
export const named = { name: common.name };

/** One arrival of an instance at a node, and everything that the node may read. */
export interface Visit<Node> {
  readonly node: Node;
  readonly id: NodeId;
  /** Nominal arrival. Durations count from here. */
  readonly arrivedAt: Instant;
  /** Number of this arrival. With the instance and the node, it identifies a send. */
  readonly ordinal: number;
  readonly instance: InstanceId;
  /** The current deadline; null without one. */
  readonly until: Instant | null;
  /** A decided send has to wait until the deadline, or until a pause ends. */
  readonly isHeld: boolean;
  /** Positions from which look-backs start. */
  readonly since: { readonly entry: number; readonly previous: number; readonly here: number };
  readonly person: PersonId;
  readonly zone: string;
  /** How the journey writes dates such as `03/10/2026`. */
  readonly dateOrder?: DateOrder | undefined;
  readonly keyPath: Path | undefined;
  /** Quiet hours and frequency caps of the workspace and of the journey, and the country of phone numbers. */
  readonly policies: NodePolicies;
  readonly facts: Facts;
  /** Past events including those used up on the way here, for nodes that read values rather than wait. */
  readonly heard: readonly JourneyEvent[];
}

/** The journey's policies, and the workspace's. */
export interface NodePolicies extends Policies {
  /** Country of phone numbers without a country code. */
  readonly phoneCountry?: string | undefined;
}

/** Something at a place in the node. `where` is dotted and relative to the node: `content.subject`. */
export type Placed<What> = What & { readonly where: string };

/** Why a port is never taken, and what to do about it. */
export interface Untaken {
  readonly why: string;
  readonly fix: string;
}

export type Family = 'channel' | 'wait' | 'decision' | 'action' | 'end';

/**
 * An item of the palette: its title, icon and initial node. `blank` returns the node for the author to complete; `id`
 * is the ID it will have.
 */
export interface Offer {
  readonly title: string;
  /** Name of an icon in the builder. An unknown name shows the family's icon. */
  readonly icon: string;
  blank(id: string): { readonly type: string } & JsonObject;
}

/** The only definition of a node type. Engine, validator, builder and docs all read it. */
export interface NodeType<Type extends string, Schema extends z.ZodType> {
  readonly type: Type;
  readonly family: Family;
  /** Name in the palette and the reference. */
  readonly title: string;
  /** Describes the node to authors, in a few sentences. */
  readonly about: string;
  /** A small example as an author would write it, complete except for the nodes that it links to. */
  readonly example: z.input<Schema>;
  readonly schema: Schema;
  /** Items in the palette. By default its title and its example. */
  readonly offers?: readonly Offer[];
  /** Optional fields that most authors set, dotted. Forms show them without expanding. */
  asks?(node: z.infer<Schema>): readonly string[];
  /** Ports that an author must link. `then` counts as a link for all of them. */
  ports(node: z.infer<Schema>): readonly string[];
  /** Ports that may be linked. Without a link, one of `ports` is taken instead. */
  optionalPorts?(node: z.infer<Schema>): readonly string[];
  /** Ports of this type that this node never takes, with the reason and the fix. */
  untakenPorts?(node: z.infer<Schema>): Readonly<Record<string, Untaken>>;
  /** True if an instance can wait here. Every loop needs such a node. */
  readonly waits: boolean;
  /** The deadline is a date, not a duration, so pauses don't move it (design.md §7.7). */
  readonly keepsDate?: true;
  /** Returns the first move after an arrival, or a new one for a send that was held or handed back by its claim. */
  arrive(visit: Visit<z.infer<Schema>>): Move;
  /** Returns the move for an input while an instance waits here. Never called for a node that doesn't wait. */
  wake(visit: Visit<z.infer<Schema>>, input: Input): Move;
  /** Events that matter while an instance waits here. */
  interests?(node: z.infer<Schema>): readonly EventMatch[];
  /** Traits whose change matters while an instance waits here. */
  traits?(node: z.infer<Schema>, policies: NodePolicies): readonly string[];
  /** Events that it counts, wherever the instance is, and after it has ended. */
  counts?(node: z.infer<Schema>): readonly Placed<{ readonly match: EventMatch }>[];
  /** Names of past events that it reads. */
  lookBack?(node: z.infer<Schema>): readonly string[];
  /** Events from which it computes a user's best time, and how far it looks back, in milliseconds. */
  learns?(node: z.infer<Schema>): { readonly events: readonly string[]; readonly overMs: number };
  /** Ports that are never taken at the instant of arrival. Every loop needs one. */
  takesTime?(node: z.infer<Schema>): readonly string[];
  /** Paths that it reads outside conditions. Checked before publishing, as are `conditions` and `texts`. */
  reads?(node: z.infer<Schema>): readonly Placed<{ readonly path: Path }>[];
  /** Its conditions. With `ofEvent` the condition tests an event and may read `event.…`. */
  conditions?(node: z.infer<Schema>): readonly Placed<{ readonly condition: Condition; readonly ofEvent: boolean }>[];
  /** Its Liquid templates. */
  texts?(node: z.infer<Schema>): readonly Placed<{ readonly text: string }>[];
  /** Names under which it stores values in the context. */
  provides?(node: z.infer<Schema>): readonly string[];
  /**
   * Returns the deadline in the user's current time zone (design.md §7.6). Only for a node whose deadline depends on
   * the zone; its `traits` then include `timezone`.
   */
  resolve?(visit: Visit<z.infer<Schema>>): Instant | undefined;
  /** Problems that only this type can detect. */
  flaws?(node: z.infer<Schema>): readonly Placed<{ readonly message: string; readonly fix: string }>[];
  /** Describes the node in one sentence, for the canvas, the timeline and Temporal's UI. */
  describe(node: z.infer<Schema>): string;
}

/** Defines a node type, with types inferred from its schema. */
export const defineNode = <Type extends string, Schema extends z.ZodType>(
  node: NodeType<Type, Schema>,
): NodeType<Type, Schema> => node;

/** Returns the values that events are compared with at a visit. */
export const matchingOf = ({ facts, keyPath, zone, dateOrder }: Visit<unknown>): Matching => ({
  values: valuesOf(facts),
  key: facts.key,
  keyPath,
  now: facts.now,
  zone,
  dateOrder,
});
