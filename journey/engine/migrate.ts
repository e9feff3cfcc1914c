import type { NodeId } from '../base/ids.ts';
import { because, type Facts, type Move, valuesOf } from '../moves/move.ts';
import { arrive, type Node, typeOf } from '../nodes/index.ts';
import { surroundingsOf } from '../people/profile.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { become } from './become.ts';
import { type Command, describeSendUnderWay, flawInVisit } from './command.ts';
import { findHoldingAtEntry } from './condition-rules.ts';
import { keepsDate, wasOver } from './deadlines.ts';
import { endByTimeout } from './ending.ts';
import { type Change, changeTo, enter, followMoves, note } from './follow.ts';
import { flawInOrder } from './order-flaw.ts';
import type { Version } from './version.ts';
import { visitOf } from './visit.ts';

export type Migration = Command & { readonly order: { readonly name: 'migrate' } };

/** Returns whether a command moves the instance to another version. */
export const isMigration = (command: Command): command is Migration =>
  flawInOrder(command.order) === undefined && command.order.name === 'migrate';

/**
 * Continues an instance with another version (design.md §9). A message is never sent again because of this.
 *
 * `keep` leaves the deadline of the wait. `re-evaluate` computes it as if the new version had waited since the arrival.
 * `restart` arrives again now. If the node is gone or has another type, the command must name a node. `facts` must have
 * been read for the new version.
 */
export function migrate(from: Version, to: Version, before: Instance, command: Migration, facts: Facts): Change {
  const { how } = command.order;
  const outcome =
    flawInVisit(before, command) ?? moveOrTimeOut(from, to, before, command, withHoldingConditions(to, facts));
  if (typeof outcome === 'string') {
    const why = because('command-refused', { command: 'migrate', why: outcome });
    const refused = { id: command.id, refused: outcome };
    return { ...changeTo(before, facts, [note(before, command.at, why)]), command: refused };
  }
  const read = { from: from.number, to: to.number, how: typeof how === 'string' ? how : `to ${how.to}` };
  const line = note(before, command.at, because('migrated', read));
  return { ...outcome, lines: [line, ...outcome.lines], command: { id: command.id } };
}

/** Moves the instance, or ends it if the new version's timeout has already passed. */
function moveOrTimeOut(
  from: Version,
  to: Version,
  before: Instance,
  command: Migration,
  facts: Facts,
): Change | string {
  const outcome = moveToVersion(from, to, before, command, facts);
  if (typeof outcome === 'string' || !wasOver(to, before, facts, command.at)) return outcome;
  return endByTimeout(to, { ...before, version: to.number }, facts, command.at);
}

function moveToVersion(
  from: Version,
  to: Version,
  before: Instance,
  { order, at }: Migration,
  facts: Facts,
): Change | string {
  const { how } = order;
  const instance: Instance = { ...before, version: to.number };
  if (typeof how !== 'string')
    return Object.hasOwn(to.document.nodes, how.to)
      ? enter(to, instance, facts, how.to, at)
      : `version ${to.number} has no node "${how.to}"`;
  if (instance.at === null) return changeTo(instance, facts);
  const node = nodeIn(to, instance.at);
  const old = nodeIn(from, instance.at);
  if (!node) return `version ${to.number} has no node "${instance.at}": say where it goes`;
  if (node.type !== old?.type)
    return `"${instance.at}" is of type ${node.type} in version ${to.number}, and was ${old?.type}: say where it goes`;
  if (how === 'keep') return changeTo(instance, facts);
  if (how === 're-evaluate') return reevaluateWait(from, to, instance, facts, at);
  return describeSendUnderWay(to, instance) ?? enter(to, instance, facts, instance.at, at);
}

const nodeIn = ({ document: { nodes } }: Version, id: NodeId): Node | undefined =>
  Object.hasOwn(nodes, id) ? nodes[id] : undefined;

/**
 * Computes the wait as if the new version had started it at the arrival. A deadline in the past ends now. A message
 * isn't sent again.
 */
function reevaluateWait(from: Version, to: Version, instance: Instance, facts: Facts, at: Instant): Change {
  const visit = visitOf(to, instance, facts);
  if (describeSendUnderWay(to, instance) !== undefined) {
    const until = instance.until === null ? undefined : typeOf(visit.node).resolve?.(visit);
    return changeTo(until === undefined ? instance : become(instance, { until: latest(until, at) }), facts);
  }
  const move = arrive(visit);
  if (move.type !== 'wait' || move.send !== undefined) return followMoves(to, { instance, facts }, move, at);
  const change = followMoves(to, { instance, facts }, { ...move, from: move.from ?? instance.arrivedAt }, at);
  const { until } = change.instance;
  if (until === null) return change;
  const paused = pausedMsIn(from, to, instance, facts);
  return { ...change, instance: become(change.instance, { until: latest(instant(until + paused), at) }) };
}

/** Returns by how many milliseconds the instance's own pauses have moved the current deadline. */
function pausedMsIn(from: Version, to: Version, instance: Instance, facts: Facts): number {
  if (instance.until === null || instance.held || keepsDate(to, instance)) return 0;
  const old: Move = arrive(visitOf(from, { ...instance, version: from.number }, facts));
  return old.type === 'wait' && old.until !== null ? Math.max(0, instance.until - old.until) : 0;
}

const latest = (until: Instant, at: Instant): Instant => instant(Math.max(until, at));

/** Marks conditions that hold at the migration. They are met only after they stop holding and start again. */
function withHoldingConditions(to: Version, facts: Facts): Facts {
  const around = surroundingsOf(facts.profile, to.document, facts.now);
  return {
    ...facts,
    goals: { ...facts.goals, holding: findHoldingAtEntry(to, valuesOf(facts), around) },
  };
}
