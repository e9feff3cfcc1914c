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

/** What one decision reads. */
export interface Due {
  readonly recorded: readonly Recorded[];
  /** Whatever was accepted before this instant has been read, so that a deadline before it is closed. */
  readonly readUntil: Instant;
  /** More was waiting than one decision takes. */
  readonly hasMore: boolean;
}

/** One decision: what the workflow is told, and what the store keeps beside it. */
export interface Folded {
  readonly instance: Instance;
  readonly decision: Decision;
  /** Values read, line by line: personal, so never in history. */
  readonly read: readonly Because['read'][];
  readonly context: JsonObject;
  readonly profile: JsonObject;
  readonly assigned: Readonly<Record<string, string>>;
  readonly entering: Change['entering'];
  readonly commands: readonly NonNullable<Change['command']>[];
  readonly conversions: readonly Conversion[];
  /** What ended it, at its nominal instant; absent where nothing did. */
  readonly endedBy?: Input | undefined;
  /** Conditions of goals and exits that hold now; absent where that is as before. */
  readonly holding?: readonly string[];
}

/** `hasMore`: the decision is as long as history should keep it; what is left is for the next one, at once. */
type Paged = Folded & {
  readonly hasMore: boolean;
  /** Where it has stopped: what comes from there on is another version's, by `foldMigration`. */
  readonly migration?: Migration;
};

/** Lines of the trace, after which a decision takes no further input: at 100 bytes each they leave room within 2 KB for what the last one does. */
const FULL = 12;

/**
 * Decides all that is due, one input after the other: by instant; at equal instants, what was recorded before the deadline; then by position. So
 * it does not matter how late the instance wakes (design.md §3). A send whose visit has ended by then is withheld.
 * @throws DocumentFault as `decide` does
 */
export function fold(version: Version, before: Instance, known: Facts, { readUntil, ...due }: Due): Paged {
  const { facts, recorded } = withSecondEntries(version, known, due.recorded);
  const waiting = recorded.length < 2 ? recorded : recorded.toSorted((a, b) => a.at - b.at || a.position - b.position);
  const zoneMoveFrom = lastZoneMove(waiting);
  const sum = nothingYet(before, facts);
  let next = 0;
  while (!sum.instance.exit && !isFull(sum)) {
    const upcoming = waiting[next];
    const own = entered(sum.instance) ?? closedBefore(upcoming?.at ?? readUntil, version, sum, zoneMoveFrom(next)?.at);
    const input = own ?? upcoming;
    if (!input || migrationIn(input)) break;
    if (!own) next += 1;
    add(sum, input, decide(version, read(sum.instance, input), input, sum.facts));
  }
  if (sum.instance.exit) sum.commands.push(...tooLate(waiting.slice(next), sum.instance.exit));
  return summed(before, facts, sum, migrationIn(waiting[next]));
}

/**
 * A decision of its own: the instance goes on by the version `to`, for which the facts have been read; undefined: there is no such version, and
 * it stays. What came after is decided next, by the version that it is on then.
 */
export function foldMigration(
  version: Version,
  to: Version | undefined,
  before: Instance,
  facts: Facts,
  migration: Migration,
): Paged {
  const sum = nothingYet(before, facts);
  const here = read(before, migration);
  add(sum, migration, to ? migrate(version, to, here, migration, facts) : decide(version, here, migration, facts));
  return { ...summed(before, facts, sum), hasMore: true };
}

const migrationIn = (input: Input | undefined): Migration | undefined =>
  input?.type === 'command' && isMigration(input) ? input : undefined;

const nothingYet = (instance: Instance, facts: Facts): Sum => ({
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

function summed(before: Instance, facts: Facts, sum: Sum, migration?: Migration): Paged {
  const { instance, effects, lines, profile, assigned, entering, commands, conversions } = sum;
  const delta = difference(before, instance);
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
    ...changed(facts.goals.holding, sum.facts.goals.holding),
    hasMore: !instance.exit && (migration !== undefined || isFull(sum)),
    ...(migration && { migration }),
  };
}

const changed = (before: readonly string[], holding: readonly string[]) => (holding === before ? {} : { holding });

/** Not between a send and what may yet withhold it. */
const isFull = ({ lines, effects }: Sum): boolean => lines.length >= FULL && effects.length === 0;

/** What the changes of all inputs add up to. */
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

function add(
  sum: Sum,
  input: Input,
  { instance, facts, effects, lines, profile, assigned, entering, command, conversions }: Change,
) {
  sum.instance = instance;
  if (instance.exit) sum.endedBy = input;
  sum.facts = facts;
  sum.lines.push(...lines);
  for (const name in profile) sum.profile[name] = profile[name] as JsonValue; // most change nothing: this costs less than to assign nothing
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
  if (sum.effects.length < wanted.length) sum.lines.push(...withheld(wanted, sum.effects, lines));
}

const entered = ({ at, enteredAt }: Instance): Input | undefined =>
  at === null ? { type: 'entered', at: enteredAt } : undefined;

/**
 * At equal instants a pause of the journey ends first, then comes what was recorded, then the journey's deadline and the node's. In a pause of the
 * instance its own clocks stand still.
 */
function closedBefore(
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

/** The last one that is still to be read, from the `next` input on. */
function lastZoneMove(waiting: readonly Recorded[]): (next: number) => Recorded | undefined {
  const last = waiting.findLastIndex(movesZone);
  return (next) => (next <= last ? waiting[last] : undefined);
}

/** The profile has the zone of the last move already: what is over by its clocks is not over before that. */
const notBefore = (zoneMovesAt: Instant | undefined, end: Instant | null): Instant | null =>
  end === null || zoneMovesAt === undefined ? end : instant(Math.max(end, zoneMovesAt));

/** What has been read stays read. */
const read = (instance: Instance, input: Input): Instance =>
  'position' in input && input.position > instance.readTo ? become(instance, { readTo: input.position }) : instance;

const withheld = (wanted: readonly Effect[], kept: readonly Effect[], lines: readonly Line[]): readonly Line[] => {
  const last = lines.at(-1)?.line;
  if (!last) throw new TypeError('a visit has ended without a line');
  return wanted
    .filter((effect) => !kept.includes(effect))
    .map(({ node, visit }) => ({ line: { at: last.at, node, visit, move: 'withhold', rule: last.rule }, read: {} }));
};

/** Nobody waits for the answer to a command in vain. */
const tooLate = (left: readonly Recorded[], { reason }: Exit): Folded['commands'] =>
  left.flatMap((input) => (input.type === 'command' ? [{ id: input.id, refused: `it has ended: ${reason}` }] : []));

/** Only what changed: history is paid for by the byte. The step counts if anything did. */
function difference(before: Instance, after: Instance): Decision['delta'] {
  if (before === after) return {};
  const delta: Delta = { step: before.step + 1 };
  if (before.version !== after.version) delta.version = after.version;
  if (before.at !== after.at) delta.at = after.at;
  if (before.visit !== after.visit) delta.visit = after.visit;
  if (before.arrivedAt !== after.arrivedAt) delta.arrivedAt = after.arrivedAt;
  if (before.until !== after.until) delta.until = after.until;
  if (before.readTo !== after.readTo) delta.readTo = after.readTo;
  if (before.since.some((position, index) => position !== after.since[index])) delta.since = after.since;
  pausesOf(before, after, delta);
  if (before.exit !== after.exit) delta.exit = after.exit;
  return delta;
}

type Delta = { -readonly [Field in keyof Decision['delta']]: Decision['delta'][Field] };

function pausesOf(before: Instance, after: Instance, delta: Delta): void {
  if (before.pausedAt !== after.pausedAt) delta.pausedAt = after.pausedAt;
  if (before.pausedMs !== after.pausedMs) delta.pausedMs = after.pausedMs;
  if (before.held !== after.held) delta.held = after.held;
  if ((before.missed ?? null) !== (after.missed ?? null)) delta.missed = after.missed ?? null;
}
