import { assertNever } from '../base/assert-never.ts';
import type { Input } from '../events/input.ts';
import { because, type Facts } from '../moves/move.ts';
import { tallyOf, withTally } from '../moves/tally.ts';
import { arrive, typeOf, wake } from '../nodes/index.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { keepsDate } from './deadlines.ts';
import { type Change, changeTo, enter, followMoves, note } from './follow.ts';
import { flawInOrder } from './order-flaw.ts';
import { heldMsBetween, moveEventsTo, pauseAt } from './pauses.ts';
import type { Version } from './version.ts';
import { nodeOf, visitOf } from './visit.ts';

export type Command = Extract<Input, { readonly type: 'command' }>;

/**
 * Applies an operator's command to an instance. A command that makes no sense at the instance's current node is refused
 * with a reason.
 */
export function applyCommand(version: Version, instance: Instance, command: Command, facts: Facts): Change {
  // An earlier release may have accepted an invalid command. Without this check it would block the instance forever.
  const flaw = flawInOrder(command.order);
  if (flaw !== undefined) return refuseCommand(instance, command, facts, 'unreadable', flaw);
  const outcome = flawInVisit(instance, command) ?? executeOrder(version, instance, command, facts);
  if (typeof outcome !== 'string') return { ...outcome, command: { id: command.id } };
  return refuseCommand(instance, command, facts, command.order.name, outcome);
}

function refuseCommand(instance: Instance, { id, at }: Command, facts: Facts, command: string, why: string): Change {
  const line = note(instance, at, because('command-refused', { command, why }));
  return { ...changeTo(instance, facts, [line]), command: { id, refused: why } };
}

/**
 * Returns why a command is refused if the instance has left the visit that the operator was looking at; else undefined.
 */
export function flawInVisit({ at, visit }: Instance, { order }: Command): string | undefined {
  if (order.visit === undefined || order.visit === visit) return undefined;
  return at === null ? 'it has not begun' : `it has moved on since: it is at "${at}" now`;
}

function executeOrder(version: Version, instance: Instance, { order, at }: Command, facts: Facts): Change | string {
  switch (order.name) {
    case 'pause':
      return instance.pausedAt === null
        ? changeTo({ ...instance, pausedAt: at }, facts, [note(instance, at, because('paused'))])
        : 'it is paused already';
    case 'resume':
      return resume(version, instance, at, facts);
    case 'move':
      return Object.hasOwn(version.document.nodes, order.to)
        ? withNote(at, because('moved', { to: order.to }), instance, enter(version, instance, facts, order.to, at))
        : `version ${version.number} has no node "${order.to}"`;
    case 'retry':
      return retry(version, instance, at, facts);
    case 'skip':
      return skip(version, instance, at, facts);
    case 'exit': {
      const line = note(instance, at, because('ended-by-operator', { reason: order.reason }), 'exit');
      return changeTo({ ...instance, until: null, held: false, exit: { reason: order.reason } }, facts, [line]);
    }
    case 'migrate': // engine/migrate.ts handles versions that exist
      return `the journey has no version ${order.version}`;
    default:
      return assertNever(order);
  }
}

const withNote = (at: Instant, why: ReturnType<typeof because>, before: Instance, change: Change): Change => ({
  ...change,
  lines: [note(before, at, why), ...change.lines],
});

/** Retries the current node as a new visit: its timer starts again, and its message gets a new idempotency key. */
function retry(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  if (instance.at === null) return 'it has not begun';
  const sending = describeSendUnderWay(version, instance);
  if (sending !== undefined) return isRetrying(instance, facts) ? tryNow(version, instance, at, facts) : sending;
  return withNote(at, because('retried'), instance, enter(version, instance, facts, instance.at, at));
}

/** Returns whether the send has failed at least once and is waiting for its next attempt. */
const isRetrying = ({ at, visit }: Instance, { sending }: Facts): boolean =>
  sending?.node === at && sending.visit === visit && sending.state === 'waiting' && sending.attempts > 0;

/** Attempts the send now, under the same key. The time at which it is given up doesn't change. */
function tryNow(version: Version, instance: Instance, at: Instant, facts: Facts): Change {
  const change = followMoves(version, { instance, facts }, arrive(visitOf(version, instance, facts)), at);
  return withNote(at, because('retried'), instance, change);
}

/** Gives up a send as if it had failed. Returns the reason if a provider call may be in progress. */
function giveUp(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  const { sending } = facts;
  if (instance.at === null || sending?.node !== instance.at || sending.visit !== instance.visit)
    return 'its send is still under way';
  if (sending.state === 'claimed') return 'its send is with the provider right now: ask again in a minute';
  const settled = { outcome: 'failed', detail: 'an operator gave it up', status: null, response: null } as const;
  const input = { type: 'outcome', at, position: instance.readTo, node: instance.at, visit: instance.visit } as const;
  const move = wake(visitOf(version, instance, facts), { ...input, ...settled });
  return withNote(at, because('skipped'), instance, followMoves(version, { instance, facts }, move, at));
}

/** Returns why the current node must not send again: it has sent, or is sending. Returns undefined if it hasn't. */
export function describeSendUnderWay(version: Version, instance: Instance): string | undefined {
  if (instance.at === null) return undefined;
  const node = nodeOf(version, instance);
  if (instance.held || !(typeOf(node).family === 'channel' || node.type === 'activity')) return undefined;
  if (instance.until !== null) return 'its message has been sent';
  return node.type === 'activity' ? 'its activity still runs' : 'its send is still under way';
}

/** Ends the current wait as if its deadline had been reached. Returns the reason if there is nothing to skip. */
function skip(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  if (instance.until === null && describeSendUnderWay(version, instance) !== undefined)
    return giveUp(version, instance, at, facts);
  if (instance.at === null || !isWaitSkippable(version, instance))
    return 'it does not wait for anything that can be skipped';
  if (instance.until === null) return 'this wait has no time limit whose way out it could take: move it instead';
  const move = wake(visitOf(version, instance, facts), { type: 'deadline', of: 'node', at });
  const open = { ...instance, until: null };
  return withNote(at, because('skipped'), instance, followMoves(version, { instance: open, facts }, move, at));
}

/** Returns whether the instance waits for time to pass, or for engagement with a message it sent. */
const isWaitSkippable = (version: Version, instance: Instance): boolean =>
  typeOf(nodeOf(version, instance)).family === 'wait' || (instance.until !== null && !instance.held);

/**
 * Resumes a paused instance. Deadlines move by the length of the pause, and dates don't move (design.md §7.7). Events
 * during the pause are read now. Time in which the journey's own pauses held the clocks is not counted twice.
 */
function resume(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  const { pausedAt } = instance;
  if (pausedAt === null) return 'it is not paused';
  const known = withPauseStored(version, instance, pausedAt, at, facts);
  const running: Instance = {
    ...instance,
    pausedAt: null,
    pausedMs: instance.pausedMs + ownPauseMs(facts, pausedAt, at),
    until: deadlineAfterPause(version, instance, pausedAt, at, facts),
  };
  const change = continueAfterPause(version, running, pausedAt, at, known);
  const line = note(running, at, because('resumed', { pausedMs: at - pausedAt }), 'release');
  return { ...change, lines: [line, ...change.lines] };
}

function deadlineAfterPause(version: Version, instance: Instance, pausedAt: Instant, at: Instant, facts: Facts) {
  const { until, arrivedAt } = instance;
  if (until === null) return null;
  if (keepsDate(version, instance)) return instant(Math.max(until, at));
  return instant(until + ownPauseMs(facts, instant(Math.max(pausedAt, arrivedAt)), at));
}

/**
 * Stores the length of the pause with the visit, so that a deadline recomputed after a change of time zone includes it.
 * Does nothing for nodes whose deadline doesn't depend on the zone.
 */
function withPauseStored(version: Version, instance: Instance, pausedAt: Instant, at: Instant, facts: Facts): Facts {
  if (instance.at === null || instance.until === null || keepsDate(version, instance)) return facts;
  const node = nodeOf(version, instance);
  if (!typeOf(node).traits?.(node, version.policies).includes('timezone')) return facts;
  const what = `paused.${instance.visit}` as const;
  const ms = tallyOf(facts, instance.at, what) + ownPauseMs(facts, instant(Math.max(pausedAt, instance.arrivedAt)), at);
  return { ...facts, context: { ...facts.context, ...withTally(facts, instance.at, what, ms) } };
}

/** Returns the part of an instance's pause, in milliseconds, that no pause of the journey covers. */
const ownPauseMs = ({ pauses = [] }: Facts, from: Instant, to: Instant): number =>
  Math.max(0, to - from) - heldMsBetween(pauses, from, to);

function continueAfterPause(version: Version, running: Instance, pausedAt: Instant, at: Instant, facts: Facts): Change {
  if (running.at === null) return changeTo(running, facts);
  const visit = visitOf(version, running, facts);
  if (running.held) return followMoves(version, { instance: running, facts }, arrive(visit), at);
  const missed = visit.facts.past.filter((event) => event.at >= pausedAt && event.position > visit.since.here);
  const position = missed.at(-1)?.position;
  if (position === undefined) return changeTo(running, facts);
  if (pauseAt(facts.pauses ?? [], at)?.policy === 'hold-clock')
    return changeTo({ ...running, missed: running.missed ?? missed[0]?.position }, facts);
  const move = wake(visit, { type: 'accepted', at, position, events: moveEventsTo(at, missed) });
  return followMoves(version, { instance: running, facts }, move, at);
}
