import type { NodeId } from '../base/ids.ts';
import { because, type Facts, type Move, valuesOf } from '../moves/move.ts';
import { arrive, type Node, typeOf } from '../nodes/index.ts';
import { zoneOf } from '../people/profile.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { become } from './become.ts';
import { type Command, movedOn, underWay } from './command.ts';
import { holdingAtEntry } from './condition-rules.ts';
import { keepsDate, wasOver } from './deadlines.ts';
import { timedOut } from './ending.ts';
import { type Change, enter, followMoves, note, unchanged } from './follow.ts';
import { flawInOrder } from './order-flaw.ts';
import type { Version } from './version.ts';
import { visitOf } from './visit.ts';

export type Migration = Command & { readonly order: { readonly name: 'migrate' } };

/** An operator has asked for another version. */
export const isMigration = (command: Command): command is Migration =>
  flawInOrder(command.order) === undefined && command.order.name === 'migrate';

/**
 * The instance goes on by another version from here (design.md §9), and no message is sent for that alone. Kept, its wait ends when it would have;
 * evaluated anew, as if it had been waited for by this version since the arrival; begun anew, as if it had arrived now. A node that is gone, or
 * that has become another type of node, has none of these: then the order says where to.
 * `facts`: read for the other version.
 */
export function migrate(from: Version, to: Version, before: Instance, command: Migration, facts: Facts): Change {
  const { how } = command.order;
  const outcome = movedOn(before, command) ?? movedInTime(from, to, before, command, withGoals(to, facts));
  if (typeof outcome === 'string') {
    const why = because('command-refused', { command: 'migrate', why: outcome });
    const refused = { id: command.id, refused: outcome };
    return { ...unchanged(before, facts, [note(before, command.at, why)]), command: refused };
  }
  const read = { from: from.number, to: to.number, how: typeof how === 'string' ? how : `to ${how.to}` };
  const line = note(before, command.at, because('migrated', read));
  return { ...outcome, lines: [line, ...outcome.lines], command: { id: command.id } };
}

/** Whoever has been inside for longer than the other version has patience is out by it, now and wherever they would have gone. */
function movedInTime(from: Version, to: Version, before: Instance, command: Migration, facts: Facts): Change | string {
  const outcome = moved(from, to, before, command, facts);
  if (typeof outcome === 'string' || !wasOver(to, before, facts, command.at)) return outcome;
  return timedOut(to, { ...before, version: to.number }, facts, command.at);
}

function moved(from: Version, to: Version, before: Instance, { order, at }: Migration, facts: Facts): Change | string {
  const { how } = order;
  const instance: Instance = { ...before, version: to.number };
  if (typeof how !== 'string')
    return Object.hasOwn(to.document.nodes, how.to)
      ? enter(to, instance, facts, how.to, at)
      : `version ${to.number} has no node "${how.to}"`;
  if (instance.at === null) return unchanged(instance, facts);
  const node = nodeIn(to, instance.at);
  const old = nodeIn(from, instance.at);
  if (!node) return `version ${to.number} has no node "${instance.at}": say where it goes`;
  if (node.type !== old?.type)
    return `"${instance.at}" is of type ${node.type} in version ${to.number}, and was ${old?.type}: say where it goes`;
  if (how === 'keep') return unchanged(instance, facts);
  if (how === 're-evaluate') return evaluated(from, to, instance, facts, at);
  return underWay(to, instance) ?? enter(to, instance, facts, instance.at, at);
}

const nodeIn = ({ document: { nodes } }: Version, id: NodeId): Node | undefined =>
  Object.hasOwn(nodes, id) ? nodes[id] : undefined;

/** As if it had been this version's since the arrival; what would be over by now is over now. A message is not sent again. */
function evaluated(from: Version, to: Version, instance: Instance, facts: Facts, at: Instant): Change {
  const visit = visitOf(to, instance, facts);
  if (underWay(to, instance) !== undefined) {
    const until = instance.until === null ? undefined : typeOf(visit.node).resolve?.(visit);
    return unchanged(until === undefined ? instance : become(instance, { until: latest(until, at) }), facts);
  }
  const move = arrive(visit);
  if (move.type !== 'wait' || move.send !== undefined) return followMoves(to, { instance, facts }, move, at);
  const change = followMoves(to, { instance, facts }, { ...move, from: move.from ?? instance.arrivedAt }, at);
  const { until } = change.instance;
  if (until === null) return change;
  const paused = pausedIn(from, to, instance, facts);
  return { ...change, instance: become(change.instance, { until: latest(instant(until + paused), at) }) };
}

/** By how much pauses of its own have moved the deadline of the wait that it is in. */
function pausedIn(from: Version, to: Version, instance: Instance, facts: Facts): number {
  if (instance.until === null || instance.held || keepsDate(to, instance)) return 0;
  const old: Move = arrive(visitOf(from, { ...instance, version: from.number }, facts));
  return old.type === 'wait' && old.until !== null ? Math.max(0, instance.until - old.until) : 0;
}

const latest = (until: Instant, at: Instant): Instant => instant(Math.max(until, at));

/** Conditions that hold when it comes to this version are not met by that: they have to come to hold. */
function withGoals(to: Version, facts: Facts): Facts {
  const zone = zoneOf(facts.profile, to.document.timeZone);
  return {
    ...facts,
    goals: { ...facts.goals, holding: holdingAtEntry(to, valuesOf(facts), { now: facts.now, zone }) },
  };
}
