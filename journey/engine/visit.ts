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

/** @throws DocumentFault if the version has no such node; TypeError, a bug of the caller, before the first decision. */
export function nodeOf(version: Version, { at, id }: Instance): Node {
  if (at === null) throw new TypeError(`${id} has not begun`);
  return nodeAt(version, at);
}

/**
 * A new visit: `by` the event at a position, or by anything else, which comes after all that has been read. A node that waits is a step;
 * those that one passes through move neither a look-back nor where "now" begins.
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

/** Whoever comes from another version may have waited at a node that this one does not have. */
function hasWaited({ document: { nodes } }: Version, { at }: Instance): boolean {
  const node = at !== null && Object.hasOwn(nodes, at) ? nodes[at] : undefined;
  return node === undefined || typeOf(node).waits;
}

/** What a node may know at this visit. Of the past, only what has been read: the rest comes as input. `spent`: events used up on the way here. */
export function visitOf(
  version: Version,
  instance: Instance,
  facts: Facts,
  spent: readonly number[] = NONE,
): Visit<Node> {
  const [entry, previous, here] = instance.since;
  return {
    node: nodeOf(version, instance),
    id: instance.at as NodeId, // nodeOf has looked
    arrivedAt: instance.arrivedAt,
    ordinal: instance.visit,
    instance: instance.id,
    until: nodeDeadline(version, instance, facts) ?? instance.until,
    isHeld: instance.held,
    since: { entry, previous, here },
    person: instance.person,
    zone: zoneOf(facts.profile, version.document.timeZone),
    keyPath: version.keyPath,
    policies: version.document,
    facts: known(facts, instance.readTo, spent),
    heard: facts.past.length === 0 ? facts.past : facts.past.filter(({ position }) => position <= instance.readTo),
  };
}

/** Asked at every move, mostly for nothing: a person without a past costs no closure. */
function known(facts: Facts, readTo: number, spent: readonly number[]): Facts {
  if (facts.past.length === 0) return facts;
  return { ...facts, past: facts.past.filter(({ position }) => position <= readTo && !spent.includes(position)) };
}

const NONE: readonly number[] = [];
