import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  WorkflowNotFoundError,
} from '@temporalio/common';
import type { Instance } from '../journey/engine/apply.ts';
import type { PersonRef } from '../journey/ids.ts';
import type { Reachable } from '../store/outbox.ts';
import type { Journey } from '../workflows/journey.ts';

const WORKSPACE = defineSearchAttributeKey('Workspace', SearchAttributeType.KEYWORD);
const JOURNEY = defineSearchAttributeKey('JourneyId', SearchAttributeType.KEYWORD);
const VERSION = defineSearchAttributeKey('JourneyVersion', SearchAttributeType.INT);
const USER = defineSearchAttributeKey('UserId', SearchAttributeType.KEYWORD);

/** What the forwarder asks of Temporal. Already started, and not there, are answers; everything else is a failure to be tried again. */
export interface Launch {
  start(who: PersonRef, instance: Reachable): Promise<'started' | 'already'>;
  nudge(workflowId: string, names: readonly string[]): Promise<'nudged' | 'not-there'>;
}

/** `client` on the worker's own connection starts eagerly: the first task comes back with the answer. */
export const createLaunch = (client: Client, taskQueue: string): Launch => ({
  async start(who, { id, workflowId, start }) {
    try {
      await client.workflow.start<typeof Journey>('Journey', {
        workflowId,
        taskQueue: liveQueue(taskQueue),
        args: [{ instance: firstState(who, id, start) }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        requestEagerStart: true,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: WORKSPACE, value: who.workspace },
          { key: JOURNEY, value: start.journey },
          { key: VERSION, value: start.version },
          { key: USER, value: shownUser(workflowId) },
        ]),
        staticSummary: `${start.journey} v${start.version}`,
      });
      return 'started';
    } catch (cause) {
      if (cause instanceof WorkflowExecutionAlreadyStartedError) return 'already';
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
});

export const liveQueue = (taskQueue: string): string => `${taskQueue}-live`;

/** The third part of the workflow id: as much of the user id as ids may show. */
const shownUser = (workflowId: string): string => decodeURIComponent(workflowId.split('/')[3] ?? '');

const firstState = (
  { workspace, person }: PersonRef,
  id: Instance['id'],
  { journey, version, enteredAt, entryPosition }: Reachable['start'],
): Instance => ({
  id,
  workspace,
  person,
  journey,
  version,
  step: 0,
  enteredAt,
  at: null,
  visit: 0,
  arrivedAt: enteredAt,
  until: null,
  readTo: entryPosition,
  since: [entryPosition, entryPosition, entryPosition],
  pausedAt: null,
  pausedMs: 0,
  held: false,
  exit: null,
});
