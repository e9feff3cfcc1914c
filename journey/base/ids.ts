import type { z } from 'zod';
import { text } from './bounded.ts';
import { MOST } from './limits.ts';

/** The workspace that owns the data. Part of every table and every key. */
export const WorkspaceId = text(MOST.workspace)
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
  .brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A name used in links, reports and code, such as a port, a goal ID or an exit reason. */
export const Slug = text(MOST.slug).regex(SLUG, 'use lower-case letters, digits and hyphens, such as "push-1"');

/** Stable ID of a journey, shown next to its name: `abandoned-cart`. */
export const JourneyId = text(MOST.slug)
  .regex(SLUG, 'use lower-case letters, digits and hyphens, such as "abandoned-cart"')
  .brand<'JourneyId'>();
export type JourneyId = z.infer<typeof JourneyId>;

/** A node's ID. The author chooses it and keeps it through edits, because instances wait at it. */
export const NodeId = Slug.brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;

/** Internal ID of a user. User IDs, anonymous IDs and devices point to it, so merging users rewrites no other table. */
export const PersonId = text(MOST.id, { min: 1 }).brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** One user's entry into a journey, from entry to exit. */
export const InstanceId = text(100, { min: 1 }).brand<'InstanceId'>();
export type InstanceId = z.infer<typeof InstanceId>;

/** The user whose decisions run one at a time. Names the lock and the queue. */
export interface PersonRef {
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
}

/**
 * Returns the idempotency key for the send of one visit. The send is claimed, settled and passed to the provider under
 * this key (design.md §7.11).
 */
export const sendKey = (instance: InstanceId, node: NodeId, visit: number): string => `${instance}.${node}.${visit}`;
