import { assertNever } from '../base/assert-never.ts';
import type { Input } from '../events/input.ts';
import { because, type Facts } from '../moves/move.ts';
import { tallied, tallyOf } from '../moves/tally.ts';
import { arrive, typeOf, wake } from '../nodes/index.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { keepsDate } from './deadlines.ts';
import { type Change, enter, followMoves, note, unchanged } from './follow.ts';
import { flawInOrder } from './order-flaw.ts';
import { asOf, heldBetween, pauseAt } from './pauses.ts';
import type { Version } from './version.ts';
import { nodeOf, visitOf } from './visit.ts';

export type Command = Extract<Input, { readonly type: 'command' }>;

/** What an operator asks of one instance. A command that makes no sense where the instance is, is refused with its reason. */
export function obey(version: Version, instance: Instance, command: Command, facts: Facts): Change {
  // A row that an earlier release let in must not hold its instance, and the commands behind it, for good.
  const flaw = flawInOrder(command.order);
  if (flaw !== undefined) return refused(instance, command, facts, 'unreadable', flaw);
  const outcome = movedOn(instance, command) ?? ordered(version, instance, command, facts);
  if (typeof outcome !== 'string') return { ...outcome, command: { id: command.id } };
  return refused(instance, command, facts, command.order.name, outcome);
}

function refused(instance: Instance, { id, at }: Command, facts: Facts, command: string, why: string): Change {
  const line = note(instance, at, because('command-refused', { command, why }));
  return { ...unchanged(instance, facts, [line]), command: { id, refused: why } };
}

/** Why it is not obeyed: whoever asked was looking at another visit. */
export function movedOn({ at, visit }: Instance, { order }: Command): string | undefined {
  if (order.visit === undefined || order.visit === visit) return undefined;
  return at === null ? 'it has not begun' : `it has moved on since: it is at "${at}" now`;
}

function ordered(version: Version, instance: Instance, { order, at }: Command, facts: Facts): Change | string {
  switch (order.name) {
    case 'pause':
      return instance.pausedAt === null
        ? unchanged({ ...instance, pausedAt: at }, facts, [note(instance, at, because('paused'))])
        : 'it is paused already';
    case 'resume':
      return resume(version, instance, at, facts);
    case 'move':
      return Object.hasOwn(version.document.nodes, order.to)
        ? noted(at, because('moved', { to: order.to }), instance, enter(version, instance, facts, order.to, at))
        : `version ${version.number} has no node "${order.to}"`;
    case 'retry':
      return retry(version, instance, at, facts);
    case 'skip':
      return skip(version, instance, at, facts);
    case 'exit': {
      const line = note(instance, at, because('ended-by-operator', { reason: order.reason }), 'exit');
      return unchanged({ ...instance, until: null, held: false, exit: { reason: order.reason } }, facts, [line]);
    }
    case 'migrate': // which there is has been looked for: engine/migrate.ts
      return `the journey has no version ${order.version}`;
    default:
      return assertNever(order);
  }
}

const noted = (at: Instant, why: ReturnType<typeof because>, before: Instance, change: Change): Change => ({
  ...change,
  lines: [note(before, at, why), ...change.lines],
});

/** The same node anew, as a visit of its own: its timer starts again, its message is sent under a new key. */
function retry(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  if (instance.at === null) return 'it has not begun';
  const sending = underWay(version, instance);
  if (sending !== undefined) return isRetrying(instance, facts) ? tryNow(version, instance, at, facts) : sending;
  return noted(at, because('retried'), instance, enter(version, instance, facts, instance.at, at));
}

/** Its send has been tried in vain, and will be tried again: not at this moment. */
const isRetrying = ({ at, visit }: Instance, { sending }: Facts): boolean =>
  sending?.node === at && sending.visit === visit && sending.state === 'waiting' && sending.attempts > 0;

/** The same send under the same key, without waiting for its next attempt. When it is given up stays as it was. */
function tryNow(version: Version, instance: Instance, at: Instant, facts: Facts): Change {
  const change = followMoves(version, { instance, facts }, arrive(visitOf(version, instance, facts)), at);
  return noted(at, because('retried'), instance, change);
}

/** Gives up a send that nobody has in hand: as if it had failed. In words: why not. */
function giveUp(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  const { sending } = facts;
  if (instance.at === null || sending?.node !== instance.at || sending.visit !== instance.visit)
    return 'its send is still under way';
  if (sending.state === 'claimed') return 'its send is with the provider right now: ask again in a minute';
  const settled = { outcome: 'failed', detail: 'an operator gave it up', status: null, response: null } as const;
  const input = { type: 'outcome', at, position: instance.readTo, node: instance.at, visit: instance.visit } as const;
  const move = wake(visitOf(version, instance, facts), { ...input, ...settled });
  return noted(at, because('skipped'), instance, followMoves(version, { instance, facts }, move, at));
}

/** Whether it has sent, or is about to: then it does not do so anew. In words; undefined: it has not. */
export function underWay(version: Version, instance: Instance): string | undefined {
  if (instance.at === null) return undefined;
  const node = nodeOf(version, instance);
  if (instance.held || !(typeOf(node).family === 'channel' || node.type === 'activity')) return undefined;
  if (instance.until !== null) return 'its message has been sent';
  return node.type === 'activity' ? 'its activity still runs' : 'its send is still under way';
}

/** As if its deadline had come. */
function skip(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  if (instance.until === null && underWay(version, instance) !== undefined) return giveUp(version, instance, at, facts);
  if (instance.at === null || !isPatient(version, instance)) return 'it does not wait for anything that can be skipped';
  if (instance.until === null) return 'this wait has no time limit whose way out it could take: move it instead';
  const move = wake(visitOf(version, instance, facts), { type: 'deadline', of: 'node', at });
  const open = { ...instance, until: null };
  return noted(at, because('skipped'), instance, followMoves(version, { instance: open, facts }, move, at));
}

/** It waits for time to pass, or for what becomes of a message that has been sent. */
const isPatient = (version: Version, instance: Instance): boolean =>
  typeOf(nodeOf(version, instance)).family === 'wait' || (instance.until !== null && !instance.held);

/**
 * Deadlines move by the length of the pause, and dates keep theirs (design.md §7.7, hold the clock); what happened in it is looked at now. Where the
 * journey's clocks were held too, no length counts twice.
 */
function resume(version: Version, instance: Instance, at: Instant, facts: Facts): Change | string {
  const { pausedAt } = instance;
  if (pausedAt === null) return 'it is not paused';
  const known = rememberingPause(version, instance, pausedAt, at, facts);
  const running: Instance = {
    ...instance,
    pausedAt: null,
    pausedMs: instance.pausedMs + ownMs(facts, pausedAt, at),
    until: untilAfter(version, instance, pausedAt, at, facts),
  };
  const change = goOn(version, running, pausedAt, at, known);
  const line = note(running, at, because('resumed', { pausedMs: at - pausedAt }), 'release');
  return { ...change, lines: [line, ...change.lines] };
}

function untilAfter(version: Version, instance: Instance, pausedAt: Instant, at: Instant, facts: Facts) {
  const { until, arrivedAt } = instance;
  if (until === null) return null;
  if (keepsDate(version, instance)) return instant(Math.max(until, at));
  return instant(until + ownMs(facts, instant(Math.max(pausedAt, arrivedAt)), at));
}

/** Whoever moves to another time zone later keeps what the pause has added. Only where a zone can matter. */
function rememberingPause(version: Version, instance: Instance, pausedAt: Instant, at: Instant, facts: Facts): Facts {
  if (instance.at === null || instance.until === null || keepsDate(version, instance)) return facts;
  const node = nodeOf(version, instance);
  if (!typeOf(node).traits?.(node, version.document).includes('timezone')) return facts;
  const what = `paused.${instance.visit}` as const;
  const ms = tallyOf(facts, instance.at, what) + ownMs(facts, instant(Math.max(pausedAt, instance.arrivedAt)), at);
  return { ...facts, context: { ...facts.context, ...tallied(facts, instance.at, what, ms) } };
}

/** Of a pause of its own, what the journey's pauses do not hold anyway. */
const ownMs = ({ pauses = [] }: Facts, from: Instant, to: Instant): number =>
  Math.max(0, to - from) - heldBetween(pauses, from, to);

function goOn(version: Version, running: Instance, pausedAt: Instant, at: Instant, facts: Facts): Change {
  if (running.at === null) return unchanged(running, facts);
  const visit = visitOf(version, running, facts);
  if (running.held) return followMoves(version, { instance: running, facts }, arrive(visit), at);
  const missed = visit.facts.past.filter((event) => event.at >= pausedAt && event.position > visit.since.here);
  const position = missed.at(-1)?.position;
  if (position === undefined) return unchanged(running, facts);
  if (pauseAt(facts.pauses ?? [], at)?.policy === 'hold-clock')
    return unchanged({ ...running, missed: running.missed ?? missed[0]?.position }, facts);
  const move = wake(visit, { type: 'accepted', at, position, events: asOf(at, missed) });
  return followMoves(version, { instance: running, facts }, move, at);
}
