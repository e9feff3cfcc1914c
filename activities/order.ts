import type { InstanceId, WorkspaceId } from '../journey/ids.ts';
import type { Order } from '../journey/input.ts';
import type { createCommands } from '../store/commands.ts';

export interface Ordered {
  readonly workspace: WorkspaceId;
  readonly instance: InstanceId;
  readonly order: Order;
  /** The update's id: repeated, it is the same command. */
  readonly id: string;
}

/** Writes down what somebody asked for in Temporal's UI or CLI: the same row as the API's (design.md §12). Answers its id or why not. */
export const createOrder =
  (commands: ReturnType<typeof createCommands>) =>
  async (ordered: Ordered): Promise<string> => {
    const result = await commands.order({ ...ordered, actor: 'temporal' });
    return result.ok ? result.value.id : `${result.refusal.message}: ${result.refusal.fix}`;
  };
