import { DocumentFault } from '../base/document-fault.ts';
import type { NodeId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { binds, type Capped } from '../delivery/frequency-caps.ts';
import { giveUpAfterOf } from '../delivery/give-up.ts';
import { quietBy } from '../delivery/quiet-hours.ts';
import { expiryOf } from '../nodes/send.ts';
import { zoneOf } from '../people/profile.ts';
import type { Duration, Instant } from '../time/time.ts';
import type { Version } from './version.ts';
import { nodeAt } from './version.ts';

/** What a version says of a send besides its content: for the row that it becomes. */
export interface SendTerms extends Capped {
  /** What reports call it. */
  readonly template: string;
  /** It takes a slot of frequency caps. */
  readonly counts: boolean;
  /** A cap of this version may hold it back: its slot is taken with the decision. */
  readonly isCapped: boolean;
  /** How long it is tried. */
  readonly giveUpAfter: Duration;
}

/** @throws DocumentFault `node-missing`, or `sends-nothing` for a node of another kind. */
export function termsOf(version: Version, id: NodeId): SendTerms {
  const node = nodeAt(version, id);
  if (node.type === 'webhook' || node.type === 'activity')
    return {
      channel: node.type,
      tags: [],
      template: id,
      counts: false,
      isCapped: false,
      giveUpAfter: giveUpAfterOf(node.type, node.giveUpAfter),
    };
  if (node.type !== 'message') throw new DocumentFault('sends-nothing', `nodes.${id}`, `node "${id}" sends nothing`);
  const { channel, tags, template = id, counts = true, transactional } = node;
  const isCapped = !transactional && version.document.frequencyCaps.some((cap) => binds(cap, node));
  return { channel, tags, template, counts, isCapped, giveUpAfter: giveUpAfterOf('message', node.giveUpAfter) };
}

/** The last instant at which a message may go (`expiresAfter`); undefined: there is none. `arrivedAt`, `context`: of the instance. */
export function expiryIn(
  { document }: Version,
  { node: id, visit }: { readonly node: NodeId; readonly visit: number },
  { arrivedAt, context }: { readonly arrivedAt: Instant; readonly context: JsonObject },
): Instant | undefined {
  const node = document.nodes[id];
  return node?.type === 'message' ? expiryOf(node, id, visit, arrivedAt, context) : undefined;
}

/** Whether it would come in quiet hours: asked once more at the claim, since minutes may lie between the decision and that. */
export function isQuietFor({ document }: Version, id: NodeId, profile: JsonObject, now: Instant): boolean {
  const { quietHours, timeZone } = document;
  if (quietHours.length === 0) return false;
  const node = document.nodes[id];
  return (
    node?.type === 'message' &&
    !node.transactional &&
    quietBy(quietHours, node.channel, now, zoneOf(profile, timeZone)) !== undefined
  );
}
