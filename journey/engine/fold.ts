import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Input, Recorded } from '../events/input.ts';
import type { Because, Facts } from '../moves/move.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Decision, Effect, Exit, Instance } from './apply.ts';
import { become } from './become.ts';
import { journeyDeadline, nodeDeadline, resumesAt } from './deadlines.ts';
import { decide } from './decide.ts';
import type { Change, Line } from './follow.ts';
import type { Conversion } from './goals.ts';
import { isMigration, type Migration, migrate } from './migrate.ts';
import { movesZone } from './moved-zone.ts';
import { withSecondEntries } from './second-entry.ts';
import type { Version } from './version.ts';

/** The input of one decision. */
export interface Due {
  readonly recorded: readonly Recorded[];
  /** Everything accepted before this instant has been read, so deadlines before it are closed. */
  readonly readUntil: Instant;
  /** More rows are waiting than one decision reads. */
  readonly hasMore: boolean;
}

/** One decision: what the workflow receives, and what the store writes with it. */
export interface Folded {
  readonly instance: Instance;
  readonly decision: Decision;
  /** Values that each line read. They are personal, so they never enter workflow history. */
  readonly read: readonly Because['read'][];
  readonly context: JsonObject;
  readonly profile: JsonObject;
  readonly assigned: Readonly<Record<string, string>>;
  readonly entering: Change['entering'];
  readonly commands: readonly NonNullable<Change['command']>[];
  readonly conversions: readonly Conversion[];
  /** The input that ended the instance, at its nominal instant. Absent if it continues. */
  readonly endedBy?: Input | undefined;
  /** Names of goal and exit conditions that now hold. Absent if unchanged. */
  readonly holding?: readonly string[];
}

/** A decision that may have stopped early. `hasMore` means that the next decision should follow immediately. */
type Paged = Folded & {
  readonly hasMore: boolean;
  /** The migration at which it stopped. `foldMigration` decides from there, with the other version. */
  readonly migration?: Migration;
};

/**
 * After this many trace lines a decision takes no further input. At 100 bytes each, they leave room within 2 KB for
 * what the last input does.
 */
const FULL = 12;

/**
 * Decides everything that is due, one input after the other. Order is by instant; at equal instants, recorded rows come
 * before deadlines and then count by position. So the result doesn't depend on how late the instance wakes (design.md
 * §3). A send whose visit has ended is withheld.
 *
 * @throws DocumentFault as `decide` does
 * @example
 * const { decision, hasMore } = fold(version, instance, facts, { recorded, readUntil: facts.now, hasMore: false });
 */
export function fold(version: Version, before: Instance, known: Facts, { readUntil, ...due }: Due): Paged {
  const { facts, recorded } = withSecondEntries(version, known, due.recorded);
  const waiting = recorded.length < 2 ? recorded : recorded.toSorted((a, b) => a.at - b.at || a.position - b.position);
  const zoneMoveFrom = findLastZoneMove(waiting);
  const sum = emptySum(before, facts);
  let next = 0;
  while (!sum.instance.exit && !isFull(sum)) {
    const upcoming = waiting[next];
    const own =
      enteredInput(sum.instance) ?? nextDeadlineBefore(upcoming?.at ?? readUntil, version, sum, zoneMoveFrom(next)?.at);
    const input = own ?? upcoming;
    if (!input || migrationIn(input)) break;
    if (!own) next += 1;
    addChange(sum, input, decide(version, markRead(sum.instance, input), input, sum.facts));
  }
  if (sum.instance.exit) sum.commands.push(...refuseLateCommands(waiting.slice(next), sum.instance.exit));
  return toPaged(before, facts, sum, migrationIn(waiting[next]));
}

/**
 * Decides a migration. If `to` is undefined, the version doesn't exist and the instance stays. Later rows are decided
 * next, by the version that the instance then has. `facts` must have been read for `to`.
 */
export function foldMigration(
  version: Version,
  to: Version | undefined,
  before: Instance,
  facts: Facts,
  migration: Migration,
): Paged {
  const sum = emptySum(before, facts);
  const here = markRead(before, migration);
  addChange(
    sum,
    migration,
    to ? migrate(version, to, here, migration, facts) : decide(version, here, migration, facts),
  );
  return { ...toPaged(before, facts, sum), hasMore: true };
}

const migrationIn = (input: Input | undefined): Migration | undefined =>
  input?.type === 'command' && isMigration(input) ? input : undefined;

const emptySum = (instance: Instance, facts: Facts): Sum => ({
  instance,
  facts,
  effects: [],
  lines: [],
  profile: {},
  assigned: {},
  entering: [],
  commands: [],
  conversions: [],
});

function toPaged(before: Instance, facts: Facts, sum: Sum, migration?: Migration): Paged {
  const { instance, effects, lines, profile, assigned, entering, commands, conversions } = sum;
  const delta = diffInstances(before, instance);
  return {
    instance: delta.step === undefined ? before : become(instance, { step: delta.step }),
    decision: { delta, effects, trace: lines.map(({ line }) => line) },
    read: lines.map((each) => each.read),
    context: sum.facts.context,
    profile,
    assigned,
    entering,
    commands,
    conversions,
    endedBy: sum.endedBy,
    ...changedHolding(facts.goals.holding, sum.facts.goals.holding),
    hasMore: !instance.exit && (migration !== undefined || isFull(sum)),
    ...(migration && { migration }),
  };
}

const changedHolding = (before: readonly string[], holding: readonly string[]) =>
  holding === before ? {} : { holding };

/** A decision doesn't stop between a send and an input that may withhold it. */
const isFull = ({ lines, effects }: Sum): boolean => lines.length >= FULL && effects.length === 0;

/** The sum of all inputs' changes. */
interface Sum {
  instance: Instance;
  facts: Facts;
  effects: readonly Effect[];
  readonly lines: Line[];
  readonly profile: Record<string, JsonValue>;
  readonly assigned: Record<string, string>;
  readonly entering: Change['entering'][number][];
  readonly commands: NonNullable<Change['command']>[];
  readonly conversions: Conversion[];
  endedBy?: Input;
}

function addChange(
  sum: Sum,
  input: Input,
  { instance, facts, effects, lines, profile, assigned, entering, command, conversions }: Change,
) {
  sum.instance = instance;
  if (instance.exit) sum.endedBy = input;
  sum.facts = facts;
  sum.lines.push(...lines);
  for (const name in profile) sum.profile[name] = profile[name] as JsonValue; // cheaper than Object.assign for the usual empty object
  for (const name in assigned) sum.assigned[name] = assigned[name] as string;
  if (entering.length > 0) sum.entering.push(...entering);
  if (command) sum.commands.push(command);
  if (conversions !== undefined && conversions.length > 0) sum.conversions.push(...conversions);
  if (sum.effects.length > 0 || effects.length > 0) addEffects(sum, effects, lines);
}

function addEffects(sum: Sum, effects: readonly Effect[], lines: readonly Line[]) {
  const { instance } = sum;
  const wanted = [...sum.effects, ...effects];
  sum.effects = wanted.filter(({ visit }) => !instance.exit && visit === instance.visit);
  if (sum.effects.length < wanted.length) sum.lines.push(...writeWithheld(wanted, sum.effects, lines));
}

const enteredInput = ({ at, enteredAt }: Instance): Input | undefined =>
  at === null ? { type: 'entered', at: enteredAt } : undefined;

/**
 * Returns the deadline that closes before the next row. At equal instants the end of a journey's pause comes first,
 * then recorded rows, the journey's timeout and the node's deadline. While the instance is paused, its clocks stand
 * still.
 */
function nextDeadlineBefore(
  before: Instant,
  version: Version,
  { instance, facts }: Sum,
  zoneMovesAt: Instant | undefined,
): Input | undefined {
  if (instance.pausedAt !== null) return undefined;
  const journey = notBefore(zoneMovesAt, journeyDeadline(version, instance, facts));
  const node = nodeDeadline(version, instance, facts);
  const resumed = resumesAt(instance, facts);
  if (resumed !== undefined && resumed <= Math.min(before, journey ?? before, node ?? before))
    return { type: 'resumed', at: resumed };
  if (journey !== null && journey < before && (node === null || journey <= node))
    return { type: 'deadline', of: 'journey', at: journey };
  return node !== null && node < before ? { type: 'deadline', of: 'node', at: node } : undefined;
}

/** Returns a function that finds the last unread change of time zone, counted from input `next`. */
function findLastZoneMove(waiting: readonly Recorded[]): (next: number) => Recorded | undefined {
  const last = waiting.findLastIndex(movesZone);
  return (next) => (next <= last ? waiting[last] : undefined);
}

/**
 * Delays a deadline until the change of zone. The profile already has the last zone, so a deadline computed with it
 * can't have passed before the change.
 */
const notBefore = (zoneMovesAt: Instant | undefined, end: Instant | null): Instant | null =>
  end === null || zoneMovesAt === undefined ? end : instant(Math.max(end, zoneMovesAt));

/** Advances the instance's read position to the input. */
const markRead = (instance: Instance, input: Input): Instance =>
  'position' in input && input.position > instance.readTo ? become(instance, { readTo: input.position }) : instance;

const writeWithheld = (wanted: readonly Effect[], kept: readonly Effect[], lines: readonly Line[]): readonly Line[] => {
  const last = lines.at(-1)?.line;
  if (!last) throw new TypeError('a visit has ended without a line');
  return wanted
    .filter((effect) => !kept.includes(effect))
    .map(({ node, visit }) => ({ line: { at: last.at, node, visit, move: 'withhold', rule: last.rule }, read: {} }));
};

/** Refuses commands that arrive after the instance has ended, so that every operator gets an answer. */
const refuseLateCommands = (left: readonly Recorded[], { reason }: Exit): Folded['commands'] =>
  left.flatMap((input) => (input.type === 'command' ? [{ id: input.id, refused: `it has ended: ${reason}` }] : []));

/** Returns only changed fields, since every byte in history costs. `step` counts if anything changed. */
function diffInstances(before: Instance, after: Instance): Decision['delta'] {
  if (before === after) return {};
  const delta: Delta = { step: before.step + 1 };
  if (before.version !== after.version) delta.version = after.version;
  if (before.at !== after.at) delta.at = after.at;
  if (before.visit !== after.visit) delta.visit = after.visit;
  if (before.arrivedAt !== after.arrivedAt) delta.arrivedAt = after.arrivedAt;
  if (before.until !== after.until) delta.until = after.until;
  if (before.readTo !== after.readTo) delta.readTo = after.readTo;
  if (before.since.some((position, index) => position !== after.since[index])) delta.since = after.since;
  diffPauses(before, after, delta);
  if (before.exit !== after.exit) delta.exit = after.exit;
  return delta;
}

type Delta = { -readonly [Field in keyof Decision['delta']]: Decision['delta'][Field] };

function diffPauses(before: Instance, after: Instance, delta: Delta): void {
  if (before.pausedAt !== after.pausedAt) delta.pausedAt = after.pausedAt;
  if (before.pausedMs !== after.pausedMs) delta.pausedMs = after.pausedMs;
  if (before.held !== after.held) delta.held = after.held;
  if ((before.missed ?? null) !== (after.missed ?? null)) delta.missed = after.missed ?? null;
}
