import { ApplicationFailure } from '@temporalio/common';
import type { InstanceId, WorkspaceId } from '../journey/base/ids.ts';
import type { Order } from '../journey/events/input.ts';
import type { createCommands } from '../store/decisions/commands.ts';
import { failureOf } from './failure.ts';

export interface Ordered {
  readonly workspace: WorkspaceId;
  readonly instance: InstanceId;
  readonly order: Order;
  /** The update's ID. A repeated ID is the same command. */
  readonly id: string;
}

/**
 * Records a command from Temporal's UI or CLI as the API records its own (design.md §12). Returns the ID of its row.
 * @throws ApplicationFailure `CommandRefused` isn't retried. Nothing is stored, and the update fails with the reason.
 */
export const createOrder =
  (commands: ReturnType<typeof createCommands>) =>
  async (ordered: Ordered): Promise<string> => {
    const result = await commands.order({ ...ordered, actor: 'temporal', isOwn: true }).catch((cause: unknown) => {
      throw failureOf(cause);
    });
    if (result.ok) return result.value.id;
    const { message, fix } = result.refusal;
    throw ApplicationFailure.nonRetryable(`${message}: ${fix}`, 'CommandRefused');
  };
