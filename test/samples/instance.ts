import { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Slot } from '../../journey/delivery/frequency-caps.ts';
import { Journey, type JourneyInput } from '../../journey/document/document.ts';
import { apply, type Effect, type Instance, newInstance } from '../../journey/engine/apply.ts';
import { findHoldingAtEntry } from '../../journey/engine/condition-rules.ts';
import { type Due, type Folded, fold, foldMigration } from '../../journey/engine/fold.ts';
import { compile, type Version } from '../../journey/engine/version.ts';
import type { JourneyEvent, Order, Recorded } from '../../journey/events/input.ts';
import type { Pause, PausePolicy } from '../../journey/lifecycle/pause.ts';
import { type Facts, type GoalFacts, NO_GOALS_YET } from '../../journey/moves/move.ts';
import type { Habit } from '../../journey/people/habits.ts';
import { type Instant, instant } from '../../journey/time/time.ts';

/** For tests: one instance of a small journey, and what happens to it in short. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** When it is entered: a Monday, 10:00 in Amsterdam. */
export const T0 = instant(Date.parse('2026-03-02T09:00:00Z'));

/** A compiled journey of these nodes, the first of which is the start. */
export function versionOf(nodes: JourneyInput['nodes'], more: Partial<JourneyInput> = {}): Version {
  const document = Journey.parse({
    id: 'sample',
    name: 'Sample',
    entry: { type: 'event', event: 'Entered' },
    start: Object.keys(nodes)[0] ?? '',
    nodes,
    ...more,
  });
  return compile(document, 1);
}

export const eventOf = (name: string, at: number, position: number, properties: JsonObject = {}): JourneyEvent => ({
  name,
  at: instant(at),
  position,
  properties,
});

export const factsOf = (facts: Partial<Facts> = {}): Facts => ({
  now: T0,
  profile: {},
  context: { entry: {} },
  key: null,
  past: [],
  slots: [],
  assignments: {},
  segments: [],
  goals: NO_GOALS_YET,
  ...facts,
});

/** Entered, and nothing decided yet. Its entry event has position 1. */
export const begun: Instance = newInstance({
  id: InstanceId.parse('i1'),
  workspace: WorkspaceId.parse('w'),
  person: PersonId.parse('p1'),
  journey: JourneyId.parse('sample'),
  version: 1,
  enteredAt: T0,
  beginsAt: 1,
});

type Outcome = Extract<Recorded, { readonly type: 'outcome' }>;

/** What is recorded for an instance, with as much memory as a store has. Lengths count from T0. */
export interface Life {
  readonly instance: Instance;
  readonly context: JsonObject;
  /** The trace so far: `+2h wait: delay-began`. */
  readonly trace: readonly string[];
  /** Everything that was ever decided to be sent. */
  readonly sent: readonly Effect[];
  readonly decided: readonly Folded[];
  /** What the person has got of this journey and others, for a test to change. */
  readonly slots: Slot[];
  /** Accepted together. */
  track(after: number, ...events: readonly (string | readonly [name: string, properties: JsonObject])[]): void;
  order(after: number, order: Order): void;
  /** Settles the send of the visit where the instance is, or another. */
  settle(after: number, outcome?: Outcome['outcome'], more?: Partial<Outcome>): void;
  profile(traits: JsonObject): void;
  /** The journey's, not the instance's own. */
  pause(after: number, policy: PausePolicy): void;
  resume(after: number): void;
  /** Folds whatever is recorded and due until then. */
  decide(after: number): Folded;
}

export function live(
  first: Version,
  { key = null, profile = {}, entry = {}, habits = [], versions = [] }: Living = {},
): Life {
  let version = first;
  const rows: Recorded[] = [];
  const past: JourneyEvent[] = [];
  const done: Habit[] = [];
  const trace: string[] = [];
  const sent: Effect[] = [];
  const decided: Folded[] = [];
  const assignments: Record<string, string> = {};
  const slots: Slot[] = [];
  let instance = begun;
  let context: JsonObject = { entry };
  let traits = profile;
  let position = 1;
  const around = { now: T0, zone: 'UTC' };
  let goals: GoalFacts = { ...NO_GOALS_YET, holding: findHoldingAtEntry(version, { profile, context }, around) };

  /** What a store reads of it the next time: the sends among the rows that have been read. */
  function remember({ conversions, holding = goals.holding }: Folded) {
    const converted = [...goals.converted, ...conversions.map(({ goal }) => goal)];
    const last = rows.findLast((row) => isSend(row) && row.position <= instance.readTo);
    const lastSend = last && isSend(last) ? { at: last.at, node: last.node, visit: last.visit } : null;
    goals = { converted, holding, lastSend };
  }
  const isSend = (row: Recorded): row is Outcome =>
    row.type === 'outcome' && row.outcome === 'sent' && version.messages.includes(row.node);
  let pauses: readonly Pause[] = [];

  /** As `advance` does it. */
  function foldedBy(facts: Facts, due: Due): ReturnType<typeof fold> {
    const folded = fold(version, instance, facts, due);
    const { migration } = folded;
    if (!migration || folded.decision.delta.step !== undefined) return folded;
    const to = versions.find(({ number }) => number === migration.order.version);
    const moved = foldMigration(version, to, instance, facts, migration);
    if (to && moved.instance.version === to.number) version = to;
    return moved;
  }

  return {
    get instance() {
      return instance;
    },
    get context() {
      return context;
    },
    trace,
    sent,
    decided,
    slots,
    track(after, ...told) {
      const events = told.map((each) => {
        position += 1;
        const [name, properties] = typeof each === 'string' ? [each] : each;
        return eventOf(name, T0 + after, position, properties);
      });
      past.push(...events.filter(({ name }) => [version, ...versions].some(({ lookBack }) => lookBack.includes(name))));
      done.push(...events.map(({ name, at }) => ({ name, at, acceptedAt: at })));
      rows.push({ type: 'accepted', at: instant(T0 + after), position, events });
    },
    order(after, order) {
      position += 1;
      rows.push({ type: 'command', at: instant(T0 + after), position, id: `c${position}`, order });
    },
    settle(after, outcome = 'sent', more = {}) {
      position += 1;
      const { at, visit } = instance;
      const node = at ?? NodeId.parse('none');
      const about = { detail: null, status: null, response: null } as const;
      rows.push({ type: 'outcome', at: instant(T0 + after), position, node, visit, outcome, ...about, ...more });
    },
    pause(after, policy) {
      pauses = [...pauses, { from: instant(T0 + after), to: null, policy }];
    },
    resume(after) {
      pauses = pauses.map((pause) => (pause.to === null ? { ...pause, to: instant(T0 + after) } : pause));
    },
    profile(changes) {
      traits = { ...traits, ...changes };
    },
    decide(after): Folded {
      const now = instant(T0 + after);
      const recorded = rows.filter((row) => row.position > instance.readTo && row.at <= now);
      const facts = {
        now,
        profile: traits,
        context,
        key,
        past,
        habits: [...habits, ...done],
        slots: [...slots],
        assignments,
        segments: [],
        goals,
        pauses,
      };
      const folded = foldedBy(facts, { recorded, readUntil: now, hasMore: false });
      instance = apply(instance, JSON.parse(JSON.stringify(folded.decision))); // as a workflow receives it
      context = folded.context;
      traits = { ...traits, ...folded.profile };
      Object.assign(assignments, folded.assigned);
      remember(folded);
      trace.push(...folded.decision.trace.map((line) => inShort(line)));
      sent.push(...folded.decision.effects);
      decided.push(folded);
      return folded.hasMore ? this.decide(after) : folded;
    },
  };
}

interface Living {
  readonly key?: string | null;
  readonly profile?: JsonObject;
  readonly entry?: JsonObject;
  readonly habits?: readonly Habit[];
  /** Others of the same journey. */
  readonly versions?: readonly Version[];
}

/** `+2h a → done: time-passed`. */
const inShort = ({ at, node, move, port, rule, lateMs }: Folded['decision']['trace'][number]): string =>
  `${offset(at)} ${node} ${port === undefined ? move : `→ ${port}`}: ${rule}${lateMs === undefined ? '' : ` (${lateMs} ms late)`}`;

function offset(at: Instant): string {
  const ms = at - T0;
  const unit = (
    [
      ['d', DAY],
      ['h', HOUR],
      ['m', MINUTE],
      ['s', SECOND],
    ] as const
  ).find(([, size]) => ms !== 0 && ms % size === 0);
  return unit ? `+${ms / unit[1]}${unit[0]}` : `+${ms}ms`;
}
