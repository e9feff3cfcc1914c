import type { z } from 'zod';
import { text } from './bounded.ts';
import { MOST } from './limits.ts';

/** Whose data it is. On every table, in every key. */
export const WorkspaceId = text(MOST.workspace)
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
  .brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A name that is written in links, reports and code: of a port, a goal, a reason. */
export const Slug = text(MOST.slug).regex(SLUG, 'use lower-case letters, digits and hyphens, such as "push-1"');

/** Stable name of a journey, shown beside its title wherever it is listed: `abandoned-cart`. */
export const JourneyId = text(MOST.slug)
  .regex(SLUG, 'use lower-case letters, digits and hyphens, such as "abandoned-cart"')
  .brand<'JourneyId'>();
export type JourneyId = z.infer<typeof JourneyId>;

/** Chosen by the author and kept through edits: people wait at it. */
export const NodeId = Slug.brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;

/** Internal: user ids, anonymous ids and devices point to it, so that a merge rewrites no other table. */
export const PersonId = text(MOST.id, { min: 1 }).brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** One person's one pass through a journey. */
export const InstanceId = text(100, { min: 1 }).brand<'InstanceId'>();
export type InstanceId = z.infer<typeof InstanceId>;

/** Where decisions about a person are serialised: the lock's and the queue's name. */
export interface PersonRef {
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
}

/** What makes one send of one visit: claimed, settled and given to the provider under this name (design.md §7.11). */
export const sendKey = (instance: InstanceId, node: NodeId, visit: number): string => `${instance}.${node}.${visit}`;
