import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
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
import { type Brought, bringOn, CannotRebuild } from './bring-on.ts';
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

/** What a rebuild did or, in a dry run, would do. */
export interface RebuildReport {
  readonly isDryRun: boolean;
  /** Instances whose histories were read. */
  looked: number;
  broughtOn: number;
  /** Of these, how many the store had not known. */
  broughtBack: number;
  stepsWritten: number;
  messagesSettled: number;
  /** Nobody knows whether they went: their channel's rule decides. */
  messagesInDoubt: number;
  readonly missing: { readonly instance: string; readonly userId: string; readonly what: readonly string[] }[];
  readonly couldNot: { readonly workflowId: string; readonly reason: string }[];
}

/** One instance that fails keeps no other waiting. After so many, something is wrong with the database or with Temporal. */
const MOST_FAULTS = 100;

/** Instances in hand at once: fewer than there are connections. */
const AT_ONCE = 5;

/**
 * Brings the store on to where its workflows are, after it was restored from a backup: every live instance whose workflow's history goes further, and
 * every workflow whose instance the store has lost. Safe to run again: what has been written is found.
 */
export async function rebuild(ports: RebuildPorts, options: RebuildOptions = {}): Promise<RebuildReport> {
  const report: RebuildReport = {
    isDryRun: options.isDryRun === true,
    ...{ looked: 0, broughtOn: 0, broughtBack: 0, stepsWritten: 0, messagesSettled: 0, messagesInDoubt: 0 },
    ...{ missing: [], couldNot: [] },
  };
  const work = ({ workflowId, step }: Wanted) => rebuildOne(ports, options, report, workflowId, step);
  let after = { workspace: '', id: '' };
  for (;;) {
    const page = await findLiveAfter(ports.database.sql, options, after);
    await inBatches(page, work);
    const last = page.at(-1);
    if (!last) break;
    after = last;
  }
  for (const workspace of await listWorkspaces(ports.database.sql))
    for (const lost of await lostIn(ports, options, workspace)) await inBatches(lost, work);
  return report;
}

interface Wanted {
  readonly workflowId: string;
  readonly step: number;
}

async function inBatches(all: readonly Wanted[], work: (each: Wanted) => Promise<void>): Promise<void> {
  for (let nr = 0; nr < all.length; nr += AT_ONCE) await Promise.all(all.slice(nr, nr + AT_ONCE).map(work));
}

/** Workflows looked up in the store at once. */
const PAGE = 500;

/**
 * Workflows, open or closed, that no instance has, by their number of entry: one entry has ended before the next begins. An instance of the scope is
 * found by its history alone.
 */
async function lostIn(
  { client, database }: RebuildPorts,
  { journey }: RebuildScope,
  workspace: string,
): Promise<readonly (readonly Wanted[])[]> {
  const ofJourney = journey === undefined ? '' : ` and JourneyId = '${journey.replaceAll("'", '')}'`;
  const query = `WorkflowType = 'Journey' and Workspace = '${workspace}'${ofJourney} and ExecutionStatus in (${LAST_RUNS})`;
  const lost = new Set<string>();
  const look = async (ids: readonly string[]) => {
    for (const id of await findUnknown(database.sql, workspace, ids)) lost.add(id);
  };
  let page: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE })) {
    page.push(workflowId);
    if (page.length < PAGE) continue;
    await look(page);
    page = [];
  }
  await look(page);
  const numbered = [...lost].map((workflowId) => ({ workflowId, step: 0, nr: Number(workflowId.split('/').at(-1)) }));
  const numbers = [...new Set(numbered.map(({ nr }) => nr))].toSorted((a, b) => a - b);
  return numbers.map((nr) => numbered.filter((each) => each.nr === nr));
}

/** Those of runs that have not continued as new. */
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
    const brought = await write(ports, past, workflowId, isDryRun);
    if (brought) note(report, past, brought);
    if (brought && !isDryRun) await wake(ports, past, workflowId);
  } catch (cause) {
    const isKnown = cause instanceof CannotRebuild || cause instanceof HistoryUnreadable;
    if (!isKnown && report.couldNot.length >= MOST_FAULTS) throw cause;
    report.couldNot.push({ workflowId, reason: messageOf(cause) });
  }
}

/** Runs from the latest back to the one in which the store's last step was taken. Undefined: there is no such workflow. */
async function readWorkflow(client: Client, workflowId: string, step: number): Promise<Past | undefined> {
  const chain: History[] = [];
  let runId: string | undefined;
  let began = step;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory().catch(unlessGone);
    if (!history) break;
    chain.unshift(history);
    began = readPast([history]).first.step;
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined && began >= step);
  return chain.length === 0 ? undefined : withAttempts(client, workflowId, readPast(chain));
}

function unlessGone(cause: unknown): undefined {
  if (!(cause instanceof WorkflowNotFoundError)) throw cause;
}

/** A dry run does all of it and takes it back. */
async function write({ store, versions }: RebuildPorts, past: Past, workflowId: string, isDryRun: boolean) {
  let brought: Brought | undefined;
  const work = store.person(past.first, async (sql, now) => {
    brought = await bringOn({ sql, now, versions }, past, workflowId);
    if (isDryRun) throw new TakenBack();
  });
  await work.catch((cause: unknown) => {
    if (!(cause instanceof TakenBack)) throw cause;
  });
  return brought;
}

class TakenBack extends Error {}

function note(report: RebuildReport, { first }: Past, brought: Brought): void {
  const { isNew, steps, settled, inDoubt, missing, userId } = brought;
  report.broughtOn += 1;
  report.broughtBack += isNew ? 1 : 0;
  report.stepsWritten += steps;
  report.messagesSettled += settled;
  report.messagesInDoubt += inDoubt;
  if (missing.length > 0) report.missing.push({ instance: first.id, userId, what: missing });
}

/** A parked workflow looks again at once; of one that is closed, the forwarder takes care. */
async function wake({ client, database }: RebuildPorts, { first }: Past, workflowId: string): Promise<void> {
  await announce(database.sql, first);
  await client.workflow.getHandle(workflowId).signal('nudge', []).catch(unlessGone);
}
