import type { JsonObject } from '../journey/base/json.ts';
import { apply, type Decision, type Effect, type Instance } from '../journey/engine/apply.ts';
import { type Waking, wakingOf } from '../journey/engine/deadlines.ts';
import { fold, foldMigration } from '../journey/engine/fold.ts';
import type { Migration } from '../journey/engine/migrate.ts';
import type { Version } from '../journey/engine/version.ts';
import type { Advanced } from '../journey/engine/wire.ts';
import type { Recorded } from '../journey/events/input.ts';
import type { Facts } from '../journey/moves/move.ts';
import type { TestUser } from '../journey/people/test-user.ts';
import type { Instant } from '../journey/time/time.ts';
import type { Sql } from '../store/base/sql.ts';
import { type DecisionInputs, readInputs } from '../store/decisions/inputs.ts';
import { clearStuck } from '../store/decisions/stuck.ts';
import { noteWaking, recordTransition } from '../store/decisions/transitions.ts';
import type { EntryOptions } from '../store/entry/admit.ts';
import { recordJourneyEvents } from '../store/events/journey-events.ts';
import { openWindows } from '../store/goals/after-end.ts';
import { VersionMissing, type Versions } from '../store/journeys/versions.ts';
import { findGivingWay, type GivingWay } from '../store/messages/precedence.ts';
import { reserveSlots } from '../store/messages/slots.ts';
import { settleHandedBack } from '../store/messages/unsettled.ts';
import { type MembershipsUpdate, updateMemberships } from '../store/segments/update-memberships.ts';
import { judgeContested } from './contested.ts';
import { readForEngine, runEngine } from './engine-fault.ts';
import { planTimer } from './plan-timer.ts';

export interface Step {
  readonly instance: Instance;
  readonly timerRuns: boolean;
}

export interface DecidePorts {
  readonly versions: Versions;
  readonly entries: EntryOptions;
  /** Returns whether these sends may begin on the workflow's own task queue. By default none may. */
  readonly mayGoDirect?: (effects: readonly Effect[]) => boolean;
}

export interface Decided {
  readonly advanced: Advanced;
  /** The step put a row into the outbox. */
  readonly hasAnnounced: boolean;
  /** The step gave way, and only for milliseconds. */
  readonly isBrief?: boolean;
}

/**
 * Updates the memberships that the version asks for, then decides. Undefined if only one page of a longer update is
 * done: call it again.
 */
export async function decideWithSegments(
  ports: DecidePorts,
  version: Version,
  asked: Step,
  within: Omit<Within, 'keep'>,
): Promise<Decided | undefined> {
  const { sql, now } = within;
  const keep = async (by: Version) => (by.asksForSegments ? updateMemberships(sql, now, asked.instance) : undefined);
  const kept = await keep(version);
  return kept?.hasMore ? undefined : decide(ports, version, asked, { ...within, keep }, kept?.hasAnnounced ?? false);
}

async function decide(
  ports: DecidePorts,
  published: Version,
  { instance, timerRuns }: Step,
  within: Within,
  hadKept: boolean,
): Promise<Decided | undefined> {
  const { sql, now, test } = within;
  const read = await readInputs(sql, published, instance, now);
  const { version } = read;
  const versionOf = (number: number) =>
    readForEngine(ports.versions.get(instance.workspace, instance.journey, number, sql));
  const toAdvanced = (by: Version, decision: Decision, profile: JsonObject, again: boolean): Advanced => ({
    ...decision,
    timer: planTimer(
      by,
      { before: instance, after: apply(instance, decision) },
      { ...read.facts, profile },
      { isRunning: timerRuns && by === version, speed: test?.speed ?? 1 },
    ),
    again,
    direct: decision.effects.length > 0 && (ports.mayGoDirect?.(decision.effects) ?? false),
  });
  const { stored, due } = read;
  if (stored) {
    const by = stored.delta.version === undefined ? version : await versionOf(stored.delta.version);
    return { advanced: toAdvanced(by, stored, read.facts.profile, true), hasAnnounced: hadKept };
  }

  const folded = runEngine(() => fold(version, instance, read.facts, due));
  const way = await findGivingWay(sql, now, version, instance, folded.decision.effects);
  if (way) return giveWay(way, hadKept);
  const { migration } = folded;
  const refold = (facts: Facts) => fold(version, instance, facts, due);
  const own = { by: version, folded, facts: read.facts, hasKept: hadKept, refold };
  const isNext = migration !== undefined && folded.decision.delta.step === undefined;
  const deciding = isNext ? await decideMigration(ports, own, instance, migration, within) : own;
  if (!deciding) return undefined;
  const decidedBy = await reserveOrRefold(within, instance, deciding);
  const { by, hasKept, ...outcome } = decidedBy;
  const { decision } = outcome.folded;
  const judge = (wakesAt: Instant | null) =>
    judgeContested(sql, now, outcome.folded, read.contested, {
      ...{ own: by, key: read.facts.key ?? '', wakesAt, entries: ports.entries },
      versionOf,
    });
  if (decision.delta.step === undefined) {
    const next = await noteNoStep(sql, version, instance, read);
    const { hasJudged, hasMore } = await judge(next.at);
    const advanced = toAdvanced(by, decision, read.facts.profile, due.hasMore || hasMore);
    return { advanced, hasAnnounced: hasKept || hasJudged };
  }
  const profile = { ...outcome.facts.profile, ...outcome.folded.profile };
  const next = wakingOf(by, outcome.folded.instance, { ...outcome.facts, profile });
  const hasSaid = await recordDecision(sql, by, instance, { ...outcome, read, next }, now);
  const { hasJudged, hasMore } = await judge(next.at);
  return {
    advanced: toAdvanced(by, decision, profile, due.hasMore || outcome.folded.hasMore || hasMore),
    hasAnnounced: hasKept || hasSaid || hasJudged || Object.keys(outcome.folded.profile).length > 0,
  };
}

/** Records, if nothing was decided, that the instance isn't stuck and when it wakes next. */
async function noteNoStep(sql: Sql, version: Version, instance: Instance, read: DecisionInputs): Promise<Waking> {
  if (read.isStuck) await clearStuck(sql, instance);
  const next = wakingOf(version, instance, read.facts);
  await noteWaking(sql, instance, read.waking, next);
  return next;
}

interface Deciding {
  /** The instance's version after the decision. */
  readonly by: Version;
  readonly folded: ReturnType<typeof fold>;
  readonly facts: Facts;
  /** The update of memberships put a row into the outbox. */
  readonly hasKept: boolean;
  /** Repeats the decision with more facts. */
  readonly refold: (facts: Facts) => ReturnType<typeof fold>;
}

interface Within {
  readonly sql: Sql;
  /** The time by the person's clock. */
  readonly now: Instant;
  /** Set for a test user. */
  readonly test: TestUser | undefined;
  /** Updates the memberships that a version asks for. */
  readonly keep: (by: Version) => Promise<MembershipsUpdate | undefined>;
}

/**
 * Decides whether the instance moves to another version. Reads the facts again, since that version may ask for others.
 * Undefined if its memberships aren't up to date yet.
 */
async function decideMigration(
  { versions }: DecidePorts,
  { by: version, facts, hasKept }: Deciding,
  instance: Instance,
  migration: Migration,
  { sql, now, keep }: Within,
): Promise<Deciding | undefined> {
  const { workspace, journey } = instance;
  const wanted = versions.get(workspace, journey, migration.order.version, sql).catch((cause: unknown) => {
    if (cause instanceof VersionMissing) return undefined;
    throw cause;
  });
  const to = await readForEngine(wanted);
  const more = to && (await keep(to));
  if (more?.hasMore) return undefined;
  const read = to && (await readInputs(sql, to, instance, now));
  const known = read?.facts ?? facts;
  const refold = (more: Facts) => foldMigration(version, read?.version, instance, more, migration);
  const folded = runEngine(() => refold(known));
  const next = read?.version;
  const hasMoved = next !== undefined && folded.instance.version === next.number;
  const isKept = hasKept || (more?.hasAnnounced ?? false);
  return { by: hasMoved ? next : version, folded, facts: known, hasKept: isKept, refold };
}

/**
 * Reserves the slots of frequency caps that a decision takes. If other users' messages to the same address count,
 * repeats the decision with them (case M11). The address stays locked, so the second decision is final.
 */
async function reserveOrRefold(
  { sql, now, test }: Omit<Within, 'keep'>,
  instance: Instance,
  deciding: Deciding,
): Promise<Deciding> {
  const { by: version, folded, facts, refold } = deciding;
  if (version.capWindowMs === 0) return deciding;
  const reserve = ({ decision: { effects }, profile }: Deciding['folded'], knowsOthers: boolean) =>
    reserveSlots(sql, now, {
      ...{ version, instance, effects, knowsOthers, isTest: test !== undefined },
      profile: { ...facts.profile, ...profile },
    });
  const slotsByAddress = await reserve(folded, false);
  if (!slotsByAddress) return deciding;
  const known = { ...facts, slotsByAddress };
  const again = runEngine(() => refold(known));
  await reserve(again, true);
  return { ...deciding, folded: again, facts: known };
}

interface Recording extends Pick<Deciding, 'folded'> {
  readonly read: DecisionInputs;
  readonly next: Waking;
}

/** Records the decision and its consequences. Returns whether it recorded an event in the outbox. */
async function recordDecision(
  sql: Sql,
  by: Version,
  instance: Instance,
  { folded, read: { facts, due, mentions }, next }: Recording,
  now: Instant,
): Promise<boolean> {
  const { decision } = folded;
  await recordTransition(sql, now, { version: by, before: instance, folded, waking: next });
  const hasSaid = await recordJourneyEvents(sql, now, instance, folded, { mentions, key: facts.key });
  if (decision.delta.exit || instance.held || due.recorded.some(isHandedBack) || folded.commands.length > 0)
    await settleHandedBack(sql, now, folded.instance);
  if (decision.delta.exit) await openWindows(sql, now, instance.workspace, by, [instance.id]);
  return hasSaid;
}

/** Returns the result of a step that decided nothing, because another of the person's instances goes first. */
const giveWay = (to: GivingWay, hasAnnounced: boolean): Decided => ({
  advanced: {
    ...{ delta: {}, effects: [], trace: [], again: false, direct: false },
    timer: { type: 'start', ms: to.ms },
  },
  hasAnnounced,
  isBrief: to.isBrief,
});

const isHandedBack = (input: Recorded): boolean => input.type === 'outcome' && input.outcome === 'look-again';
