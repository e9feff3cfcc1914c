import { type Client, isGrpcServiceError, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  WorkflowNotFoundError,
} from '@temporalio/common';
import type { PersonRef } from '../journey/base/ids.ts';
import type { Entered } from '../journey/engine/apply.ts';
import type { Reachable } from '../store/outbox/reachable.ts';
import type { Journey } from '../workflows/journey.ts';

const WORKSPACE = defineSearchAttributeKey('Workspace', SearchAttributeType.KEYWORD);
const JOURNEY = defineSearchAttributeKey('JourneyId', SearchAttributeType.KEYWORD);
const VERSION = defineSearchAttributeKey('JourneyVersion', SearchAttributeType.INT);
const USER = defineSearchAttributeKey('UserId', SearchAttributeType.KEYWORD);

/** The calls that the forwarder makes to Temporal. Anything thrown is a failure to retry. */
export interface Launch {
  /** Starts a workflow. `already`: one with this id exists, open or closed. `refused`: a retry would be refused too. */
  start(who: PersonRef, instance: Reachable): Promise<'started' | 'already' | { readonly refused: string }>;
  /** Signals a workflow. `not-there`: it doesn't exist or is closed. */
  nudge(workflowId: string, names: readonly string[]): Promise<'nudged' | 'not-there'>;
  /** Returns how the workflow was closed; undefined while it is open. */
  closedAs(workflowId: string): Promise<string | undefined>;
}

/** Creates the calls. A client on a worker's connection can start eagerly: the first task arrives with the answer. */
export const createLaunch = (client: Client, taskQueue: string, { isEager = true } = {}): Launch => ({
  async start(who, { id, workflowId, start }) {
    try {
      await client.workflow.start<typeof Journey>('Journey', {
        workflowId,
        taskQueue: start.queue === 'bulk' ? bulkQueue(taskQueue) : liveQueue(taskQueue),
        args: [{ entered: enteredBy(who, id, start) }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        requestEagerStart: isEager,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: WORKSPACE, value: who.workspace },
          { key: JOURNEY, value: start.journey },
          { key: VERSION, value: start.version },
          { key: USER, value: shownUser(workflowId) },
        ]),
        ...(start.priority !== null && { priority: { priorityKey: start.priority } }), // inherited by its activities
        staticSummary: `${start.journey} v${start.version}`,
      });
      return 'started';
    } catch (cause) {
      if (cause instanceof WorkflowExecutionAlreadyStartedError) return 'already';
      const refused = refusalIn(cause);
      if (refused !== undefined) return { refused };
      throw cause;
    }
  },

  async nudge(workflowId, names) {
    try {
      await client.workflow.getHandle(workflowId).signal('nudge', names);
      return 'nudged';
    } catch (cause) {
      if (cause instanceof WorkflowNotFoundError) return 'not-there';
      throw cause;
    }
  },

  async closedAs(workflowId) {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return OPEN.includes(status.name) ? undefined : status.name;
  },
});

const OPEN: readonly string[] = ['RUNNING', 'PAUSED', 'CONTINUED_AS_NEW'];
const INVALID_ARGUMENT = 3;

/**
 * Returns why the server will never start a workflow; undefined if it may. A missing search attribute is not a reason:
 * an operator can register it, and no instance must end because of it.
 */
function refusalIn(failure: unknown): string | undefined {
  const cause = failure instanceof Error ? failure.cause : undefined;
  if (!isGrpcServiceError(cause) || cause.code !== INVALID_ARGUMENT) return undefined;
  return /search attribute/i.test(cause.details) ? undefined : cause.details;
}

export const liveQueue = (taskQueue: string): string => `${taskQueue}-live`;
/** Returns the queue for bulk work, which live events never wait behind. */
export const bulkQueue = (taskQueue: string): string => `${taskQueue}-bulk`;

/** Returns the user part of a workflow id: the user id, or its HMAC. */
const shownUser = (workflowId: string): string => decodeURIComponent(workflowId.split('/')[3] ?? '');

const enteredBy = (
  { workspace, person }: PersonRef,
  id: Entered['id'],
  { journey, version, enteredAt, beginsAt }: Reachable['start'],
): Entered => ({ id, workspace, person, journey, version, enteredAt, beginsAt });
