import type { Client } from '@temporalio/client';
import type { Database } from '../store/base/sql.ts';
import type { Child } from './child.ts';

/** One of the two compared sides. Only its worker, its servers and this object work for its journeys. */
export interface Side {
  readonly name: string;
  readonly worker: Child;
  readonly database: Database;
  readonly client: Client;
  /** Creates these users before anything is measured. */
  identify(users: readonly string[]): Promise<void>;
  /** Lets a user in by an event. Resolves when the event is durable. */
  enter(user: string): Promise<void>;
  /** Sends another event of the user. Resolves when it is accepted and, for the baseline, signaled. */
  tell(user: string, event: string): Promise<void>;
  /** When the last `tell` or `enter` was accepted. Latency is measured from here. */
  acceptedAt(): number;
  workflowIds(users: readonly string[]): Promise<readonly string[]>;
  /** Metrics of the worker's SDK: its requests and completions. */
  readonly metricsPort: number;
  /** Workflows that have completed so far. */
  completed(): Promise<number>;
  close(): Promise<void>;
}

/** Reads a counter from the SDK's metrics. */
export async function countCompleted(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('temporal_workflow_completed_total'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
