import type { Client } from '@temporalio/client';
import type { Database } from '../store/base/sql.ts';
import type { Child } from './child.ts';

/** One of the two that are compared, as its users see it. All that a side does for a journey is done by its worker, its servers and this. */
export interface Side {
  readonly name: string;
  readonly worker: Child;
  readonly database: Database;
  readonly client: Client;
  /** Makes these people known, before anything is measured. */
  identify(users: readonly string[]): Promise<void>;
  /** Lets somebody in by their event. Resolves when that is durable. */
  enter(user: string): Promise<void>;
  /** Something that they do. Resolves when the event has been accepted and, of the baseline, signalled. */
  tell(user: string, event: string): Promise<void>;
  /** When the last `tell` or `enter` was accepted: the rest of the way is what latency measures. */
  acceptedAt(): number;
  workflowIds(users: readonly string[]): Promise<readonly string[]>;
  /** Of its worker: the SDK counts its requests and what has completed. */
  readonly metricsPort: number;
  /** Workflows that have come to their end so far. */
  completed(): Promise<number>;
  close(): Promise<void>;
}

/** Of the SDK's own metrics. */
export async function countCompleted(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('temporal_workflow_completed_total'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
