import { ApplicationFailure } from '@temporalio/common';
import type { InstanceId, WorkspaceId } from '../journey/base/ids.ts';
import type { Order } from '../journey/events/input.ts';
import type { createCommands } from '../store/decisions/commands.ts';
import { failureOf } from './failure.ts';

export interface Ordered {
  readonly workspace: WorkspaceId;
  readonly instance: InstanceId;
  readonly order: Order;
  /** The update's id: repeated, it is the same command. */
  readonly id: string;
}

/**
 * Records a command from Temporal's UI or CLI in the same row as the API's (design.md §12). Returns the row's id.
 * @throws ApplicationFailure `CommandRefused`, not retried: nothing is stored, and the update fails with the reason.
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
