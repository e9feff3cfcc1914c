import { assertNever } from '../assert-never.ts';
import type { Input } from '../input.ts';
import { arrive, typeOf, wake } from '../nodes/index.ts';
import { instant } from '../time.ts';
import type { Instance } from './apply.ts';
import { type Change, enter, follow, nodeOf, note, unchanged, visitOf } from './follow.ts';
import { because, type Facts } from './move.ts';
import type { Version } from './version.ts';

type Command = Extract<Input, { readonly type: 'command' }>;

/** What an operator asks of one instance. A command that makes no sense where the instance is, is refused with its reason. */
export function obey(version: Version, instance: Instance, command: Command, facts: Facts): Change {
  const outcome = ordered(version, instance, command, facts);
  if (typeof outcome !== 'string') return { ...outcome, command: { id: command.id } };
  const line = note(instance, command.at, because('command-refused', { command: command.order.name, why: outcome }));
  return { ...unchanged(instance, facts, [line]), command: { id: command.id, refused: outcome } };
}

function ordered(version: Version, instance: Instance, { order, at }: Command, facts: Facts): Change | string {
  switch (order.name) {
    case 'pause':
      if (instance.pausedAt !== null) return 'it is paused already';
      return unchanged({ ...instance, pausedAt: at }, facts, [note(instance, at, because('paused'))]);
    case 'resume':
      return resume(version, instance, at, facts);
    case 'move': {
      if (!Object.hasOwn(version.document.nodes, order.to))
        return `version ${version.number} has no node "${order.to}"`;
      const change = enter(version, instance, facts, order.to, at);
      return { ...change, lines: [note(instance, at, because('moved', { to: order.to })), ...change.lines] };
    }
    case 'retry': {
      if (isSending(version, instance)) return 'its send is still under way';
      if (instance.at === null) return 'it has not begun';
      const change = enter(version, instance, facts, instance.at, at);
      return { ...change, lines: [note(instance, at, because('retried')), ...change.lines] };
    }
    case 'skip': {
      if (instance.at === null || typeOf(nodeOf(version, instance)).family !== 'wait')
        return 'it does not wait for anything that can be skipped';
      if (instance.until === null) return 'this wait has no time limit whose way out it could take: move it instead';
      const change = follow(
        version,
        { ...instance, until: null },
        facts,
        wake(visitOf(version, instance, facts), { type: 'deadline', of: 'node', at }),
        at,
      );
      return { ...change, lines: [note(instance, at, because('skipped')), ...change.lines] };
    }
    case 'exit': {
      const line = note(instance, at, because('ended-by-operator', { reason: order.reason }), 'exit');
      return unchanged({ ...instance, until: null, held: false, exit: { reason: order.reason } }, facts, [line]);
    }
    default:
      return assertNever(order);
  }
}

const isSending = (version: Version, instance: Instance): boolean =>
  instance.at !== null && !instance.held && typeOf(nodeOf(version, instance)).family === 'channel';

/** Deadlines move by the length of the pause (design.md §7.7, hold the clock); what happened in it is looked at now. */
function resume(version: Version, instance: Instance, at: Command['at'], facts: Facts): Change | string {
  const { pausedAt, until, arrivedAt } = instance;
  if (pausedAt === null) return 'it is not paused';
  const overlap = Math.max(0, at - Math.max(pausedAt, arrivedAt));
  const running: Instance = {
    ...instance,
    pausedAt: null,
    pausedMs: instance.pausedMs + (at - pausedAt),
    until: until === null ? null : instant(until + overlap),
  };
  const line = note(running, at, because('resumed', { pausedMs: at - pausedAt }), 'release');
  if (running.at === null) return unchanged(running, facts, [line]);
  const visit = visitOf(version, running, facts);
  const missed = visit.facts.past.filter((event) => event.at >= pausedAt && event.position > visit.since.here);
  const position = missed.at(-1)?.position;
  const change =
    instance.held || position === undefined
      ? instance.held
        ? follow(version, running, facts, arrive(visit), at)
        : unchanged(running, facts)
      : follow(version, running, facts, wake(visit, { type: 'accepted', at, position, events: missed }), at);
  return { ...change, lines: [line, ...change.lines] };
}
