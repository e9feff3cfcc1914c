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

/** What the forwarder asks of Temporal. These are its answers; everything else is a failure to be tried again. */
export interface Launch {
  /** `already`: an execution of this id exists, open or closed. Refused is for good: the same start would be refused again. */
  start(who: PersonRef, instance: Reachable): Promise<'started' | 'already' | { readonly refused: string }>;
  /** `not-there`: there is none, or it is closed. */
  nudge(workflowId: string, names: readonly string[]): Promise<'nudged' | 'not-there'>;
  /** How the execution was closed; undefined while it is open. */
  closedAs(workflowId: string): Promise<string | undefined>;
}

/** `client` on a worker's own connection starts eagerly: the first task comes back with the answer. Others cannot. */
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
        ...(start.priority !== null && { priority: { priorityKey: start.priority } }), // its activities inherit it
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
 * Why the server will never start it; undefined where it may yet. A search attribute that is not registered is not its fault: that is mended
 * in the namespace, and nobody's journey ends for it.
 */
function refusalIn(failure: unknown): string | undefined {
  const cause = failure instanceof Error ? failure.cause : undefined;
  if (!isGrpcServiceError(cause) || cause.code !== INVALID_ARGUMENT) return undefined;
  return /search attribute/i.test(cause.details) ? undefined : cause.details;
}

export const liveQueue = (taskQueue: string): string => `${taskQueue}-live`;
/** For what may wait: live events never queue behind it. */
export const bulkQueue = (taskQueue: string): string => `${taskQueue}-bulk`;

/** The third part of the workflow id: as much of the user id as ids may show. */
const shownUser = (workflowId: string): string => decodeURIComponent(workflowId.split('/')[3] ?? '');

const enteredBy = (
  { workspace, person }: PersonRef,
  id: Entered['id'],
  { journey, version, enteredAt, beginsAt }: Reachable['start'],
): Entered => ({ id, workspace, person, journey, version, enteredAt, beginsAt });
