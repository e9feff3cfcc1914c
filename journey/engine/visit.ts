import type { NodeId } from '../base/ids.ts';
import type { Facts } from '../moves/move.ts';
import type { Visit } from '../nodes/define.ts';
import { type Node, typeOf } from '../nodes/index.ts';
import { zoneOf } from '../people/profile.ts';
import type { Instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { become } from './become.ts';
import { nodeDeadline } from './deadlines.ts';
import { nodeAt, type Version } from './version.ts';

/**
 * Returns the node at which an instance is.
 *
 * @throws DocumentFault if the version has no such node
 * @throws TypeError before the first decision, which is a bug in the caller
 */
export function nodeOf(version: Version, { at, id }: Instance): Node {
  if (at === null) throw new TypeError(`${id} has not begun`);
  return nodeAt(version, at);
}

/**
 * Returns the instance at a new visit. `by` is the position of the event that caused it; anything else comes after all
 * rows read so far. Only nodes that wait count as previous nodes: passing through others moves neither look-backs nor
 * where "now" starts.
 */
export function arriveAt(version: Version, instance: Instance, to: NodeId, at: Instant, by?: number): Instance {
  const [entry, previous, here] = instance.since;
  const hasBegun = instance.at !== null;
  const hasStopped = hasBegun && hasWaited(version, instance);
  const now = by ?? (hasStopped || !hasBegun ? instance.readTo : here);
  return become(instance, {
    at: to,
    visit: instance.visit + 1,
    arrivedAt: at,
    until: null,
    held: false,
    ...(instance.missed && { missed: null }),
    since: [entry, hasStopped ? here : previous, Math.max(here, now)],
  });
}

/** Returns whether the instance waited at its node. After a migration, this version may not have that node. */
function hasWaited({ document: { nodes } }: Version, { at }: Instance): boolean {
  const node = at !== null && Object.hasOwn(nodes, at) ? nodes[at] : undefined;
  return node === undefined || typeOf(node).waits;
}

/**
 * Returns what a node may read at this visit. Its past contains only events that have been read; later ones arrive as
 * input. `spent` lists positions of events used up on the way here.
 */
export function visitOf(
  version: Version,
  instance: Instance,
  facts: Facts,
  spent: readonly number[] = NONE,
): Visit<Node> {
  const [entry, previous, here] = instance.since;
  return {
    node: nodeOf(version, instance),
    id: instance.at as NodeId, // nodeOf has checked it
    arrivedAt: instance.arrivedAt,
    ordinal: instance.visit,
    instance: instance.id,
    until: nodeDeadline(version, instance, facts) ?? instance.until,
    isHeld: instance.held,
    since: { entry, previous, here },
    person: instance.person,
    zone: zoneOf(facts.profile, version.document.timeZone),
    dateOrder: version.document.dateOrder,
    keyPath: version.keyPath,
    policies: version.policies,
    facts: withoutUnread(facts, instance.readTo, spent),
    heard: facts.past.length === 0 ? facts.past : facts.past.filter(({ position }) => position <= instance.readTo),
  };
}

/** Removes unread and used-up events from the past. Runs on every move, so an empty past costs nothing. */
function withoutUnread(facts: Facts, readTo: number, spent: readonly number[]): Facts {
  if (facts.past.length === 0) return facts;
  return { ...facts, past: facts.past.filter(({ position }) => position <= readTo && !spent.includes(position)) };
}

const NONE: readonly number[] = [];
