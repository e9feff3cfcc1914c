import { DocumentFault } from '../base/document-fault.ts';
import type { NodeId, PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Capped } from '../delivery/frequency-caps.ts';
import { giveUpAfterOf } from '../delivery/give-up.ts';
import { findQuiet, hasQuietHours, isCappedBy, isInControlGroup } from '../delivery/policies.ts';
import { templateName } from '../delivery/template.ts';
import { expiryOf, zonesFor } from '../nodes/send.ts';
import type { Duration, Instant } from '../time/time.ts';
import type { Version } from './version.ts';
import { nodeAt } from './version.ts';

/** A version's terms for a send, besides its content. Stored in the message's row. */
export interface SendTerms extends Capped {
  readonly topic: string | null;
  /** Name in reports. */
  readonly template: string;
  /** Version of the workspace template that the node names. Null: the content is in the node. */
  readonly templateVersion: number | null;
  /** The message counts toward frequency caps. */
  readonly counts: boolean;
  /**
   * A frequency cap of the workspace or of this version may suppress the message, so its slot is taken together with
   * the decision.
   */
  readonly isCapped: boolean;
  /** How long to keep trying. */
  readonly giveUpAfter: Duration;
}

/**
 * Returns the terms of a node's send.
 *
 * @throws DocumentFault `node-missing`, or `sends-nothing` for a node that doesn't send
 */
export function termsOf(version: Version, id: NodeId): SendTerms {
  const node = nodeAt(version, id);
  if (node.type === 'webhook' || node.type === 'activity')
    return {
      channel: node.type,
      tags: [],
      topic: null,
      template: id,
      templateVersion: null,
      counts: false,
      isCapped: false,
      giveUpAfter: giveUpAfterOf(node.type, node.giveUpAfter),
    };
  if (node.type !== 'message') throw new DocumentFault('sends-nothing', `nodes.${id}`, `node "${id}" sends nothing`);
  const { channel, tags, topic = null, counts = true, transactional } = node;
  const template = templateName(node.template) ?? id;
  const templateVersion = (typeof node.template === 'object' && node.template.version) || null;
  const isCapped = !transactional && isCappedBy(version.policies, node);
  const giveUpAfter = giveUpAfterOf('message', node.giveUpAfter);
  return { channel, tags, topic, template, templateVersion, counts, isCapped, giveUpAfter };
}

/**
 * Returns the last instant at which a message may be sent (`expiresAfter`); undefined if there is none. `arrivedAt` and
 * `context` are the instance's.
 */
export function expiryIn(
  { document }: Version,
  { node: id, visit }: { readonly node: NodeId; readonly visit: number },
  { arrivedAt, context }: { readonly arrivedAt: Instant; readonly context: JsonObject },
): Instant | undefined {
  const node = document.nodes[id];
  return node?.type === 'message' ? expiryOf(node, id, visit, arrivedAt, context) : undefined;
}

/**
 * Returns whether a message would arrive in quiet hours. Checked again at the claim, because minutes may have passed
 * since the decision.
 */
export function isQuietFor({ document, policies }: Version, id: NodeId, profile: JsonObject, now: Instant): boolean {
  if (!hasQuietHours(policies)) return false;
  const node = document.nodes[id];
  if (node?.type !== 'message' || node.transactional) return false;
  const { channel } = node;
  const zones = zonesFor(profile, policies, document.timeZone);
  return findQuiet(policies, { channel, scheduled: now }, now, zones) !== undefined;
}

/** Returns whether the workspace's control group suppresses a message. */
export function isHeldOut({ document, policies }: Version, id: NodeId, person: PersonId): boolean {
  const node = document.nodes[id];
  return node?.type === 'message' && !node.transactional && isInControlGroup(policies.workspace.controlGroup, person);
}
