import { assertNever } from '../base/assert-never.ts';
import { DocumentFault } from '../base/document-fault.ts';
import type { NodeId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { jsonBytes } from '../base/json-bytes.ts';
import { CONTEXT_BYTES } from '../base/limits.ts';
import { type Also, type Because, because, type Facts, leave, type Move } from '../moves/move.ts';
import { TALLIES, tallyOf, withTally } from '../moves/tally.ts';
import { arrive, typeOf } from '../nodes/index.ts';
import { withTraits } from '../people/profile.ts';
import { type Instant, instant, toIso } from '../time/time.ts';
import type { Effect, Instance, TraceLine } from './apply.ts';
import { become } from './become.ts';
import { keepsDate } from './deadlines.ts';
import type { Conversion } from './goals.ts';
import { heldMsBetween, openPause, pauseAt } from './pauses.ts';
import { linkFrom, type Version } from './version.ts';
import { arriveAt, nodeOf, visitOf } from './visit.ts';

/** The changes of one input. */
export interface Change {
  readonly instance: Instance;
  readonly facts: Facts;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
  /** Changed traits and assigned arms, for the store. */
  readonly profile: JsonObject;
  readonly assigned: Readonly<Record<string, string>>;
  /** Goals that were met and count as conversions. */
  readonly conversions?: readonly Conversion[];
  /** Other journeys that the user enters. */
  readonly entering: readonly NonNullable<Also['enter']>[];
  /** The result of an operator's command. */
  readonly command?: { readonly id: string; readonly refused?: string };
}

/** A trace line and the values it read. */
export interface Line {
  readonly line: TraceLine;
  readonly read: Because['read'];
}

/**
 * Maximum nodes that one input may pass without waiting. Validation refuses loops without a wait, so more is a fault.
 */
const MAX_HOPS = 500;

/** Returns a change that only sets the given instance, facts and lines. */
export const changeTo = (instance: Instance, facts: Facts, lines: readonly Line[] = []): Change => ({
  instance,
  facts,
  effects: [],
  lines,
  profile: {},
  assigned: {},
  entering: [],
});

/** Returns a trace line at the instance's current node. */
export const note = (instance: Instance, at: Instant, why: Because, move: TraceLine['move'] = 'note'): Line => ({
  line: { at, node: instance.at, visit: instance.visit, move, rule: why.rule },
  read: why.read,
});

/** Moves the instance to a node as a new visit, and continues until a node waits. */
export function enter(version: Version, instance: Instance, facts: Facts, to: NodeId, at: Instant): Change {
  const arrived = arriveAt(version, instance, to, at);
  return followMoves(version, { instance: arrived, facts }, beginVisit(version, arrived, facts), at);
}

/**
 * Returns the first move of a node that the instance has reached. A node with `maxVisits` used up leaves through
 * `limit`.
 */
function beginVisit(version: Version, arrived: Instance, facts: Facts, spent?: readonly number[]): Move {
  const visit = visitOf(version, arrived, facts, spent);
  const { node, id } = visit;
  if (node.type === 'exit' || node.maxVisits === undefined) return arrive(visit);
  const visits = tallyOf(facts, id, 'visits') + 1;
  if (visits > node.maxVisits) return leave('limit', because('visits-used-up', { maxVisits: node.maxVisits }));
  const counted = withTally(facts, id, 'visits', visits);
  const known = { ...facts, context: { ...facts.context, ...counted } };
  return withContext(arrive(visitOf(version, arrived, known, spent)), counted);
}

const withContext = (move: Move, context: JsonObject): Move =>
  move.type === 'exit' ? move : { ...move, also: { ...move.also, context: { ...context, ...move.also?.context } } };

/**
 * Follows moves from node to node, starting with `first`, until a node waits. `at` is the nominal instant from which
 * everything after it counts.
 *
 * @throws DocumentFault `loop-without-wait` after 500 nodes without a wait
 */
export function followMoves(
  version: Version,
  { instance, facts }: Pick<Change, 'instance' | 'facts'>,
  first: Move,
  at: Instant,
  { lateMs = 0, dueAt }: Timing = {},
): Change {
  const walk: Walk = {
    instance,
    facts,
    at,
    lateMs,
    dueAt,
    effects: [],
    lines: [],
    profile: {},
    assigned: {},
    entering: [],
    spent: [],
  };
  let move: Move | undefined = first;
  for (let hop = 0; move; hop += 1) {
    if (hop === MAX_HOPS)
      throw new DocumentFault(
        'loop-without-wait',
        `nodes.${walk.instance.at}`,
        `${instance.journey} v${instance.version} loops at "${walk.instance.at}" without a wait`,
      );
    move = takeMove(version, walk, move);
  }
  return walk;
}

/** `lateMs` is the delay after the deadline. `dueAt` is when the first move's send fell due, if that was earlier. */
interface Timing {
  readonly lateMs?: number;
  readonly dueAt?: Instant;
}

/** The sum of one input's moves. */
interface Walk extends Change {
  instance: Instance;
  facts: Facts;
  at: Instant;
  lateMs: number;
  dueAt: Instant | undefined;
  readonly effects: Effect[];
  readonly lines: Line[];
  readonly profile: Record<string, JsonValue>;
  readonly assigned: Record<string, string>;
  readonly entering: NonNullable<Also['enter']>[];
  /** Positions of events that ended a wait. The next wait doesn't count them again. */
  readonly spent: number[];
}

/** Applies a move. Returns the next node's move, or undefined if the walk ends. */
function takeMove(version: Version, walk: Walk, move: Move): Move | undefined {
  if ('also' in move && move.also) applyChanges(walk, move.also);
  switch (move.type) {
    case 'leave':
      return leaveNode(version, walk, move);
    case 'wait': {
      const skipped = skipInPause(version, walk, move);
      if (skipped) return leaveNode(version, walk, skipped);
      waitAtNode(version, walk, move);
      return undefined;
    }
    case 'stay':
      if (move.note) writeLine(walk, move.because, 'note');
      return undefined;
    case 'exit':
      writeLine(walk, move.because, 'exit');
      walk.instance = endPath(walk.instance, move.reason);
      return undefined;
    default:
      return assertNever(move);
  }
}

type Of<Type extends Move['type']> = Extract<Move, { readonly type: Type }>;

/** Leaves the node and returns the next node's move. A port without a link ends the path. */
function leaveNode(version: Version, walk: Walk, { port, because: why, by }: Of<'leave'>): Move | undefined {
  if (by) {
    walk.at = instant(Math.max(walk.at, by.at));
    walk.spent.push(by.position);
  }
  writeLine(walk, why, 'leave', port);
  walk.lateMs = 0;
  walk.dueAt = undefined;
  const { instance } = walk;
  const next = linkFrom(nodeOf(version, instance), port);
  if (next === undefined) {
    walk.instance = endPath(instance, 'completed');
    return undefined;
  }
  walk.instance = arriveAt(version, instance, next, walk.at, by?.position);
  return beginVisit(version, walk.instance, walk.facts, walk.spent);
}

/** Waits at the node. A send during a pause is held until the pause ends, and a released wait counts from now. */
function waitAtNode(
  version: Version,
  walk: Walk,
  { until, from, send, activity, isHeld = false, because: why }: Of<'wait'>,
) {
  const { at: node, visit } = walk.instance;
  const held = isHeld || (send !== undefined && isPausedFor(walk));
  writeLine(walk, why, held ? 'hold' : 'wait');
  if (walk.instance.held && !held) rememberDue(version, walk);
  walk.instance = become(walk.instance, {
    until: null,
    held,
    arrivedAt: from ?? (walk.instance.held && !held ? walk.at : walk.instance.arrivedAt),
  });
  walk.instance = become(walk.instance, {
    until: from === undefined ? withoutEarlierPauses(version, walk, until) : until,
  });
  if (send !== undefined && !held && node !== null)
    walk.effects.push({
      ...{ type: 'send', channel: send, ...(activity !== undefined && { activity }), node, visit },
      ...urgencyOf(version, walk.instance),
    });
}

function urgencyOf(version: Version, instance: Instance): Pick<Effect, 'isUrgent'> {
  const node = nodeOf(version, instance);
  return node.type === 'message' && node.transactional ? { isUrgent: true } : {};
}

/** Stores when a held message fell due. After its release everything counts from now, except `expiresAfter`. */
function rememberDue(version: Version, walk: Walk) {
  const { at, visit, arrivedAt } = walk.instance;
  const node = nodeOf(version, walk.instance);
  if (at === null || node.type !== 'message' || node.expiresAfter === undefined) return;
  const what = `due.${visit}` as const;
  if (tallyOf(walk.facts, at, what) > 0) return;
  walk.facts = { ...walk.facts, context: { ...walk.facts.context, ...withTally(walk.facts, at, what, arrivedAt) } };
}

/**
 * Returns whether the send must wait for a pause: the instance's own, a current one of the journey, or one in which the
 * send fell due.
 */
const isPausedFor = ({ instance, at, facts: { pauses = [] } }: Walk): boolean =>
  instance.pausedAt !== null || openPause(pauses) !== undefined || pauseAt(pauses, at) !== undefined;

/**
 * Takes from a deadline the time that earlier pauses would add. A wait that starts after the arrival isn't delayed by
 * pauses that had ended by then.
 */
function withoutEarlierPauses(version: Version, { instance, at, facts: { pauses = [] } }: Walk, until: Instant | null) {
  if (until === null || pauses.length === 0 || keepsDate(version, instance)) return until;
  return instant(until - heldMsBetween(pauses, instance.arrivedAt, at));
}

/**
 * Returns the move for a send that falls due in a pause with the policy `skip`. A send due before the pause, whose
 * claim was handed back, is held instead.
 */
function skipInPause(version: Version, { instance, at, dueAt, facts }: Walk, { send }: Of<'wait'>) {
  if (send === undefined || facts.pauses === undefined) return undefined;
  const pause = pauseAt(facts.pauses, dueAt ?? at);
  if (pause?.policy !== 'skip' || instance.pausedAt !== null) return undefined;
  const node = nodeOf(version, instance);
  const port = typeOf(node).ports(node).includes('suppressed') ? 'suppressed' : 'failed';
  return leave(port, because('skipped-in-pause', { from: toIso(pause.from) })) as Of<'leave'>;
}

const endPath = (instance: Instance, reason: string): Instance =>
  become(instance, { until: null, held: false, exit: { reason } });

function writeLine({ instance, at, lateMs, lines }: Walk, why: Because, move: TraceLine['move'], port?: string) {
  const { at: node, visit } = instance;
  const { rule, read } = why;
  const line: TraceLine = port === undefined ? { at, node, visit, move, rule } : { at, node, visit, move, port, rule };
  lines.push({ line: lateMs > 0 ? { ...line, lateMs } : line, read });
}

/**
 * Returns the context with new values. If that would exceed the size limit, drops the values and adds a line that says
 * so. Counters are always stored.
 */
function storeContext(walk: Walk, given: JsonObject): JsonObject {
  const before = walk.facts.context;
  const context = { ...before, ...given };
  const bytes = jsonBytes(context);
  if (bytes <= CONTEXT_BYTES || bytes <= jsonBytes(before)) return context;
  const { [TALLIES]: counted, ...left } = given;
  const read = { names: Object.keys(left), bytes, most: CONTEXT_BYTES };
  writeLine(walk, because('context-full', read), 'note');
  return counted === undefined ? before : { ...before, [TALLIES]: counted };
}

/** Applies a move's changes to the facts, so that the next node reads them. */
function applyChanges(walk: Walk, { context: given, profile, assign, enter: asked, flaw }: Also) {
  if (flaw) writeLine(walk, flaw, 'note');
  const context = given && storeContext(walk, given);
  walk.facts = {
    ...walk.facts,
    ...(context && { context }),
    ...(profile && { profile: withTraits(walk.facts.profile, profile) }),
    ...(assign && { assignments: { ...walk.facts.assignments, [assign.experiment]: assign.arm } }),
  };
  Object.assign(walk.profile, profile);
  if (assign) walk.assigned[assign.experiment] = assign.arm;
  if (asked) walk.entering.push(asked);
}
