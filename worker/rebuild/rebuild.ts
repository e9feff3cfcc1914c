import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { InstanceId, WorkspaceId } from '../../journey/base/ids.ts';
import { messageOf } from '../../journey/base/message-of.ts';
import type { Database } from '../../store/base/sql.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import {
  findLiveAfter,
  findUnknown,
  listWorkspaces,
  type RebuildScope,
  raisePositions,
} from '../../store/maintenance/rebuild.ts';
import { announce } from '../../store/outbox/announce.ts';
import type { Store } from '../../store/person.ts';
import { withAttempts } from './attempts.ts';
import { bringUpToDate, CannotRebuild, type RebuiltInstance } from './bring-on.ts';
import { type History, HistoryUnreadable, highestPosition, type Past, readPast } from './past.ts';

export interface RebuildOptions extends RebuildScope {
  readonly isDryRun?: boolean;
}

export interface RebuildPorts {
  readonly database: Database;
  readonly store: Store;
  readonly versions: Versions;
  readonly client: Client;
}

/** The result of a rebuild or dry run. `sojourn rebuild --json` prints it. */
export interface RebuildReport {
  readonly isDryRun: boolean;
  /** Instances whose histories were read. */
  looked: number;
  broughtOn: number;
  /** Instances among them that the store had lost. */
  broughtBack: number;
  stepsWritten: number;
  messagesSettled: number;
  /** Messages that may or may not have been sent. Their channel's rule decides. */
  messagesInDoubt: number;
  readonly missing: { readonly instance: InstanceId; readonly userId: string; readonly what: readonly string[] }[];
  readonly couldNot: { readonly workflowId: string; readonly reason: string }[];
}

/** Failures after which the rebuild stops: the cause must be the database or Temporal, not single instances. */
const MOST_FAULTS = 100;

/** Instances rebuilt at once: fewer than there are connections. */
const AT_ONCE = 5;

/**
 * Brings the store up to date with its workflows after a restore from a backup: live instances whose workflow's history
 * goes further, and workflows whose instance is lost. Safe to repeat.
 */
export async function rebuild(ports: RebuildPorts, options: RebuildOptions = {}): Promise<RebuildReport> {
  const report: RebuildReport = {
    isDryRun: options.isDryRun === true,
    ...{ looked: 0, broughtOn: 0, broughtBack: 0, stepsWritten: 0, messagesSettled: 0, messagesInDoubt: 0 },
    ...{ missing: [], couldNot: [] },
  };
  const work = ({ workflowId, step }: WorkflowToRebuild) => rebuildOne(ports, options, report, workflowId, step);
  let after = { workspace: '', id: '' };
  for (;;) {
    const page = await findLiveAfter(ports.database.sql, options, after);
    await inBatches(page, work);
    const last = page.at(-1);
    if (!last) break;
    after = last;
  }
  for (const workspace of await listWorkspaces(ports.database.sql))
    for (const lost of await findLost(ports, options, workspace)) await inBatches(lost, work);
  return report;
}

interface WorkflowToRebuild {
  readonly workflowId: string;
  readonly step: number;
}

async function inBatches(
  all: readonly WorkflowToRebuild[],
  work: (each: WorkflowToRebuild) => Promise<void>,
): Promise<void> {
  for (let nr = 0; nr < all.length; nr += AT_ONCE) await Promise.all(all.slice(nr, nr + AT_ONCE).map(work));
}

/** Workflows per lookup in the store. */
const PAGE = 500;

/**
 * Returns workflows, open or closed, without an instance in the store, grouped by the pass in their ID: a user's first
 * entry must be rebuilt before the second.
 */
async function findLost(
  { client, database }: RebuildPorts,
  { journey }: RebuildScope,
  workspace: WorkspaceId,
): Promise<readonly (readonly WorkflowToRebuild[])[]> {
  const ofJourney = journey === undefined ? '' : ` and JourneyId = '${journey.replaceAll("'", '')}'`;
  const query = `WorkflowType = 'Journey' and Workspace = '${workspace}'${ofJourney} and ExecutionStatus in (${LAST_RUNS})`;
  const lost = new Set<string>();
  const checkPage = async (ids: readonly string[]) => {
    for (const id of await findUnknown(database.sql, workspace, ids)) lost.add(id);
  };
  let page: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE })) {
    page.push(workflowId);
    if (page.length < PAGE) continue;
    await checkPage(page);
    page = [];
  }
  await checkPage(page);
  const numbered = [...lost].map((workflowId) => ({ workflowId, step: 0, nr: Number(workflowId.split('/').at(-1)) }));
  const numbers = [...new Set(numbered.map(({ nr }) => nr))].toSorted((a, b) => a - b);
  return numbers.map((nr) => numbered.filter((each) => each.nr === nr));
}

/** Statuses of a workflow's last run: all but ContinuedAsNew. */
const LAST_RUNS = "'Running', 'Completed', 'Terminated', 'Failed', 'TimedOut', 'Canceled'";

async function rebuildOne(
  ports: RebuildPorts,
  { isDryRun = false, instance }: RebuildOptions,
  report: RebuildReport,
  workflowId: string,
  step: number,
): Promise<void> {
  try {
    const past = await readWorkflow(ports.client, workflowId, step);
    if (!past || (instance !== undefined && past.first.id !== instance)) return;
    report.looked += 1;
    if (!isDryRun) await raisePositions(ports.database.sql, highestPosition(past.last));
    const brought = await rebuildInstance(ports, past, workflowId, isDryRun);
    if (brought) addToReport(report, past, brought);
    if (brought && !isDryRun) await wake(ports, past, workflowId);
  } catch (cause) {
    const isKnown = cause instanceof CannotRebuild || cause instanceof HistoryUnreadable;
    if (!isKnown && report.couldNot.length >= MOST_FAULTS) throw cause;
    report.couldNot.push({ workflowId, reason: messageOf(cause) });
  }
}

/** Reads runs from the latest back to the one with the store's last step. Undefined if the workflow doesn't exist. */
async function readWorkflow(client: Client, workflowId: string, step: number): Promise<Past | undefined> {
  const chain: History[] = [];
  let runId: string | undefined;
  let began = step;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory().catch(ignoreNotFound);
    if (!history) break;
    chain.unshift(history);
    began = readPast([history]).first.step;
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined && began >= step);
  return chain.length === 0 ? undefined : withAttempts(client, workflowId, readPast(chain));
}

function ignoreNotFound(cause: unknown): undefined {
  if (!(cause instanceof WorkflowNotFoundError)) throw cause;
}

/** Rebuilds an instance in one transaction. A dry run rolls it back. */
async function rebuildInstance({ store, versions }: RebuildPorts, past: Past, workflowId: string, isDryRun: boolean) {
  let brought: RebuiltInstance | undefined;
  const work = store.person(past.first, async (sql, now) => {
    brought = await bringUpToDate({ sql, now, versions }, past, workflowId);
    if (isDryRun) throw new DryRunRollback();
  });
  await work.catch((cause: unknown) => {
    if (!(cause instanceof DryRunRollback)) throw cause;
  });
  return brought;
}

class DryRunRollback extends Error {}

function addToReport(report: RebuildReport, { first }: Past, brought: RebuiltInstance): void {
  const { isNew, steps, settled, inDoubt, missing, userId } = brought;
  report.broughtOn += 1;
  report.broughtBack += isNew ? 1 : 0;
  report.stepsWritten += steps;
  report.messagesSettled += settled;
  report.messagesInDoubt += inDoubt;
  if (missing.length > 0) report.missing.push({ instance: first.id, userId, what: missing });
}

/** Nudges the workflow to check for input. If it is closed, the forwarder ends its instance. */
async function wake({ client, database }: RebuildPorts, { first }: Past, workflowId: string): Promise<void> {
  await announce(database.sql, first);
  await client.workflow.getHandle(workflowId).signal('nudge', []).catch(ignoreNotFound);
}
