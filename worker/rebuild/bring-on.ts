import type { Instance, TraceLine } from '../../journey/engine/apply.ts';
import { wakingOf } from '../../journey/engine/deadlines.ts';
import type { Folded } from '../../journey/engine/fold.ts';
import { termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { appendCounts } from '../../store/base/counts.ts';
import type { Sql } from '../../store/base/sql.ts';
import { recordTransition } from '../../store/decisions/transitions.ts';
import { scheduleContestedJudgement } from '../../store/entry/contested-rest.ts';
import { insertInstances } from '../../store/entry/new-instance.ts';
import { openWindows } from '../../store/goals/after-end.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import {
  claimInDoubt,
  countUnheard,
  findLiveBeside,
  findPerson,
  findRestored,
  markRead,
  type Restored,
  readMessageStates,
  refusePassed,
} from '../../store/maintenance/rebuild.ts';
import { handBack } from '../../store/messages/claim.ts';
import { settle } from '../../store/messages/settle.ts';
import { mayHaveBeenSent } from './attempts.ts';
import { findEndOfVisit, listDepartures, type Past, type PastSend, type Step } from './past.ts';

/** Thrown with the reason why an instance can't be rebuilt. The instance stays as it is. */
export class CannotRebuild extends Error {
  override readonly name = 'CannotRebuild';
}

/** The result of rebuilding one instance. */
export interface RebuiltInstance {
  readonly userId: string;
  readonly isNew: boolean;
  readonly steps: number;
  readonly settled: number;
  readonly inDoubt: number;
  /** Descriptions of what was lost because no history contains it. */
  readonly missing: readonly string[];
}

interface RebuildContext {
  readonly sql: Sql;
  readonly now: Instant;
  readonly versions: Versions;
}

type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/**
 * Brings an instance in the store to the end of its workflow's history: steps, counts and messages. Positions must have
 * been raised above all that the history has read. Call it under the user's lock. Returns undefined if the store was up
 * to date.
 * @throws CannotRebuild
 */
export async function bringUpToDate(
  within: RebuildContext,
  past: Past,
  workflowId: string,
): Promise<RebuiltInstance | undefined> {
  const { sql } = within;
  const { first, last } = past;
  const known = await findRestored(sql, first.workspace, first.id, workflowId);
  if (known && isDone(known, past)) return undefined;
  const person = await findPerson(sql, first);
  if (!person)
    throw new CannotRebuild(`the store has no user ${first.person}: terminate the workflow, and let them enter again`);
  const restored = known ?? (await insertLost(within, past, workflowId, person));
  const steps = stepsAfter(restored, past);
  const { settled, inDoubt } = await rebuildMessages(within, past, steps.length > 0);
  if (known && steps.length + settled + inDoubt === 0) return undefined;
  const missing = [
    ...(known || person.entry ? [] : ['the properties of its entry']),
    ...(await writeSteps(within, steps, restored, person)),
    ...(await listUnheard(within, past, restored)),
  ];
  if (steps.length > 0) await refusePassed(sql, last);
  if (steps.length > 0 && last.exit) await finishExit(within, last);
  return { userId: restored.userId, isNew: known === undefined, steps: steps.length, settled, inDoubt, missing };
}

function isDone({ id, isOver, step }: Restored, { first, last }: Past): boolean {
  if (id !== first.id)
    throw new CannotRebuild(`a newer instance, ${id}, has this workflow's ID: terminate the workflow`);
  return isOver || step > last.step;
}

/** Returns the steps that the store lacks. Its last step must be one of the history's. */
function stepsAfter({ step, node }: Restored, { first, steps }: Past): readonly Step[] {
  const from = step === first.step ? first : steps.find(({ after }) => after.step === step)?.after;
  if (!from) throw new CannotRebuild(`Temporal no longer has the history of step ${step}`);
  if (from.at !== node)
    throw new CannotRebuild(`at step ${step} the store has it at ${node}, and its history at ${from.at}`);
  return steps.filter(({ before }) => before.step >= step);
}

/** Inserts an instance that entered after the backup. */
async function insertLost(
  { sql, versions }: RebuildContext,
  { first, queue }: Past,
  workflowId: string,
  person: Person,
) {
  const { workspace, journey, enteredAt, id, since } = first;
  if (first.step > 0) throw new CannotRebuild('Temporal no longer has the history of its entry');
  const key = readEntryKey(workflowId);
  const other = await findLiveBeside(sql, first, key);
  if (other !== undefined)
    throw new CannotRebuild(`the user has entered again since, as ${other}: terminate one of the two`);
  const version = await loadVersion(versions, first, first.version, sql);
  const { userId } = person;
  const context = { entry: person.entry ?? {} };
  const made = { instance: id, key, pass: Number(workflowId.split('/').at(-1)), userId, context, holding: [] };
  const event = { name: '', at: enteredAt, position: since[0], properties: {} };
  const candidate = { who: first, version, event, beginsAt: since[0], onMeet: 'refuse', queue } as const;
  await insertInstances(sql, version, [{ candidate, made, workflowId }]);
  const of = { workspace, person: first.person, journey, version: first.version, enteredAt };
  await appendCounts(sql, of, [
    { node: '', measure: 'qualified' },
    { node: '', measure: 'entered' },
  ]);
  return { id, step: 0, node: null, readTo: since[0], isOver: false, userId, context } satisfies Restored;
}

/** Reads the entry key from a workflow's ID. Fails if the ID may have a hash of 22 characters in its place. */
function readEntryKey(workflowId: string): string {
  const parts = workflowId.split('/');
  if (parts.length < 6) return '';
  const key = decodeURIComponent(parts[4] ?? '');
  if (/^[\w-]{22}$/.test(key)) throw new CannotRebuild("the workflow's ID may hide its entry key");
  return key;
}

/** Loads a version. Versions are never deleted, so a missing one was published after the backup. */
const loadVersion = (
  versions: Versions,
  { workspace, journey }: Pick<Instance, 'workspace' | 'journey'>,
  number: number,
  sql: Sql,
) =>
  versions.get(workspace, journey, number, sql).catch((cause: unknown) => {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new CannotRebuild(`${words}: publish the journey again, or terminate the workflow`, { cause });
  });

async function rebuildMessages(within: RebuildContext, past: Past, isBehind: boolean) {
  const { first } = past;
  const states = await readMessageStates(within.sql, first.workspace, first.id);
  const tally = { settled: 0, inDoubt: 0 };
  for (const each of past.sends) {
    const known = states.get(each.key);
    if (known?.state === 'settled') continue;
    if (each.result !== null && each.result !== 'look-again') {
      tally.settled += 1;
      await settleMessage(within, past, each);
    } else if (each.result === null && mayHaveBeenSent(each, known, isBehind)) {
      tally.inDoubt += 1;
      await markInDoubt(within, each);
    } else if (isBehind && each.result === 'look-again') await reopenSend(within, past, each);
  }
  return tally;
}

/**
 * Claims a message and settles it with the history's result. If the workflow has read the outcome, it keeps its place;
 * otherwise it gets a new position and is read next.
 */
async function settleMessage(within: RebuildContext, past: Past, each: PastSend): Promise<void> {
  const { key, send, result } = each;
  if (result === null || result === 'look-again') return;
  await markInDoubt(within, each);
  await settle({ ...within, tell: () => {} }, send, { outcome: result, detail: REBUILT });
  const end = findEndOfVisit(past, send.visit);
  if (end) await markRead(within.sql, send.workspace, key, end.after.readTo);
}

const REBUILT = "rebuilt from its workflow's history";

async function markInDoubt({ sql, now, versions }: RebuildContext, { key, send }: PastSend): Promise<void> {
  const version = await loadVersion(versions, send, send.version, sql);
  await claimInDoubt(sql, now, key, send, termsOf(version, send.node));
}

/** Reopens a send that was handed back and not decided again. A held send has been decided. */
async function reopenSend({ sql, now }: RebuildContext, { last }: Past, { send }: PastSend): Promise<void> {
  if (last.exit || last.held || last.visit !== send.visit) return;
  await handBack(sql, now, send);
}

/** Writes the steps as decisions, in order. Returns descriptions of what they stored that no history contains. */
async function writeSteps(
  { sql, now, versions }: RebuildContext,
  steps: readonly Step[],
  { context }: Restored,
  person: Person,
): Promise<readonly string[]> {
  const missing: string[] = [];
  const arms = new Set(person.arms);
  for (const step of steps) {
    const { before, after, decision } = step;
    const version = await loadVersion(versions, after, after.version, sql);
    const assigned = listArms(version, listDepartures(step)).filter(([experiment]) => !arms.has(experiment));
    for (const [experiment] of assigned) arms.add(experiment);
    const folded: Folded = {
      ...{ instance: after, decision, context, profile: {}, entering: [], commands: [] },
      read: decision.trace.map(() => ({})),
      assigned: Object.fromEntries(assigned),
      conversions: listConversions(step),
    };
    await recordTransition(sql, now, { version, before, folded, waking: wakingOf(version, after, person) });
    missing.push(...listDepartures(step).flatMap((line) => listForgotten(version, line)));
  }
  return [...new Set(missing)];
}

function listArms(version: Version, lines: readonly TraceLine[]): readonly (readonly [string, string])[] {
  return lines.flatMap((line) => {
    const node = nodeOf(version, line);
    const isDrawn = node?.type === 'split' || node?.type === 'intelli';
    return isDrawn && line.port !== undefined && Object.hasOwn(node.paths, line.port)
      ? [[node.experiment, line.port] as const]
      : [];
  });
}

/** Returns the goal that ended the instance. Goals that don't end it leave no trace in a history. */
function listConversions({ before, after, decision }: Step): Folded['conversions'] {
  const goal = after.exit?.goal;
  if (goal === undefined || before.exit) return [];
  const { at } = decision.trace.at(-1) ?? { at: after.arrivedAt };
  return [{ goal, at, position: after.readTo, node: after.at, visit: after.visit }];
}

function listForgotten(version: Version, line: TraceLine): readonly string[] {
  const node = nodeOf(version, line);
  if (node?.type === 'update') return [`what ${line.node} changed in the profile`];
  const remembers =
    node && (('as' in node && node.as) || (node.type === 'waitFor' && node.events[line.port ?? '']?.as !== undefined));
  return remembers ? [`what ${line.node} remembered`] : [];
}

const nodeOf = ({ document: { nodes } }: Version, { node }: TraceLine) =>
  node !== null && Object.hasOwn(nodes, node) ? nodes[node] : undefined;

/** Reports events that the store accepted after everything in the history, and so after the restore. */
async function listUnheard({ sql, versions }: RebuildContext, { first, last, steps }: Past, { readTo }: Restored) {
  if (last.exit) return [];
  const latest = Math.max(first.enteredAt, ...steps.flatMap(({ decision }) => decision.trace.map(({ at }) => at)));
  const { eventNames } = await loadVersion(versions, last, last.version, sql);
  const n = await countUnheard(sql, last, readTo, eventNames, instant(latest));
  return n === 0
    ? []
    : [`${n} ${n === 1 ? 'event' : 'events'} accepted between the restore and this rebuild: send them again`];
}

async function finishExit({ sql, now, versions }: RebuildContext, last: Instance): Promise<void> {
  const version = await loadVersion(versions, last, last.version, sql);
  await openWindows(sql, now, last.workspace, version, [last.id]);
  await scheduleContestedJudgement(sql, now, last, last.id);
}
