import type { Input, Recorded } from '../input.ts';
import type { JsonObject } from '../json.ts';
import { zoneOf } from '../profile.ts';
import type { Instant } from '../time.ts';
import { apply, type Decision, type Effect, type Instance } from './apply.ts';
import { decide } from './decide.ts';
import type { Change, Line } from './follow.ts';
import type { Because, Facts } from './move.ts';
import { journeyDeadline, type Version } from './version.ts';

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
  readonly commands: readonly NonNullable<Change['command']>[];
}

/**
 * The engine folded over what is due, one input at a time: by instant; at equal instants what was recorded before the deadline; then by
 * position. So it does not matter how late the instance woke (design.md §3). A send whose visit has ended by then is withheld.
 */
export function fold(version: Version, before: Instance, facts: Facts, { recorded, readUntil }: Due): Folded {
  const waiting = recorded.toSorted((a, b) => a.at - b.at || a.position - b.position);
  const lines: Line[] = [];
  const commands: NonNullable<Change['command']>[] = [];
  const profile: Record<string, JsonObject[string]> = {};
  const assigned: Record<string, string> = {};
  let effects: Effect[] = [];
  let instance = before;
  let known = facts;
  let next = 0;

  while (!instance.exit) {
    const input =
      entered(instance) ?? closedBefore(waiting[next]?.at ?? readUntil, version, instance, known) ?? waiting[next++];
    if (!input) break;
    const change = decide(version, read(instance, input), input, known);
    ({ instance, facts: known } = change);
    lines.push(...change.lines);
    Object.assign(profile, change.profile);
    Object.assign(assigned, change.assigned);
    if (change.command) commands.push(change.command);
    const kept = [...effects, ...change.effects].filter((effect) => !instance.exit && effect.visit === instance.visit);
    lines.push(...withheld([...effects, ...change.effects], kept, change.lines));
    effects = kept;
  }

  const decision = { delta: difference(before, instance), effects, trace: lines.map(({ line }) => line) };
  return {
    instance: apply(before, decision),
    decision,
    read: lines.map((each) => each.read),
    context: known.context,
    profile,
    assigned,
    commands,
  };
}

const entered = ({ at, enteredAt }: Instance): Input | undefined =>
  at === null ? { type: 'entered', at: enteredAt } : undefined;

/** At equal instants what was recorded comes before the deadline, and the journey's before the node's. In a pause clocks stand still. */
function closedBefore(before: Instant, version: Version, instance: Instance, { profile }: Facts): Input | undefined {
  if (instance.pausedAt !== null) return undefined;
  const journey = journeyDeadline(version, instance, zoneOf(profile, version.document.timeZone));
  const { until } = instance;
  if (journey !== null && journey < before && (until === null || journey <= until))
    return { type: 'deadline', of: 'journey', at: journey };
  return until !== null && until < before ? { type: 'deadline', of: 'node', at: until } : undefined;
}

/** What has been read stays read. */
const read = (instance: Instance, input: Input): Instance =>
  'position' in input && input.position > instance.readTo ? { ...instance, readTo: input.position } : instance;

const withheld = (wanted: readonly Effect[], kept: readonly Effect[], lines: readonly Line[]): readonly Line[] =>
  wanted.length === kept.length
    ? []
    : wanted
        .filter((effect) => !kept.includes(effect))
        .map(({ node, visit }) => ({
          line: {
            at: lines.at(-1)?.line.at as Instant,
            node,
            visit,
            move: 'withhold',
            rule: lines.at(-1)?.line.rule ?? 'ended',
          },
          read: {},
        }));

/** Only what changed: history is paid for by the byte. The step counts if anything did. */
function difference(before: Instance, after: Instance): Decision['delta'] {
  if (before === after) return {};
  const changed = (Object.keys(after) as (keyof Instance)[]).filter(
    (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  return { ...Object.fromEntries(changed.map((name) => [name, after[name]])), step: before.step + 1 };
}
