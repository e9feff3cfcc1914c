import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { workflowBundle } from '../testkit/replay.ts';
import type { SystemOptions } from '../worker/workers.ts';
import { compiledProgram } from './compiled.ts';
import { closeAtEnd } from './left-over.ts';
import { type Got, readLog, workerProviders } from './providers.ts';

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** It decides, sends and forwards. Rejects if it ends before. */
  readonly ready: Promise<void>;
  /** The signal that ended it; null if it went by itself. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** What it complained of. */
  said(): string;
  kill(): void;
}

/** Workers in processes of their own, on one database and task queue, with one provider's log. */
export interface WorkerProcesses {
  /** `crashAt`: `decided:1` kills it without a word when it passes that point for the first time. */
  start(crashAt?: string): WorkerProcess;
  got(): readonly Got[];
  /**
   * The same providers, with the same log: for a worker of this process, which goes on where a killed one has left off.
   */
  readonly adapters: SystemOptions['adapters'];
  /** Persons whom any worker's sweep has found. */
  swept(): number;
  /** Kills those that run. */
  close(): Promise<void>;
}

/** Compiles the workers' program: in a hook, so that no test's time goes on it. */
export const compileWorkerProgram = (): Promise<string> =>
  compiledProgram('worker-process.ts', 'providers.ts', 'carrier.ts', 'kill-orders.ts');

export interface WorkerProcessOptions {
  readonly lagMs?: number;
  readonly smtpUrl?: string;
  readonly carrierUrl?: string;
  /** Directory of test/kill-orders.ts. */
  readonly killOrders?: string;
}

export async function openWorkerProcesses(
  databaseUrl: string,
  taskQueue: string,
  { lagMs = 0, smtpUrl = '', carrierUrl = '', killOrders = '' }: WorkerProcessOptions = {},
): Promise<WorkerProcesses> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-workers-'));
  const log = path.join(directory, 'provider.log');
  const bundle = path.join(directory, 'workflows.js');
  writeFileSync(bundle, (await workflowBundle()).code);
  const program = await compileWorkerProgram();
  const started: WorkerProcess[] = [];
  let swept = 0;
  const close = closeAtEnd(async () => {
    for (const worker of started) worker.kill();
    await Promise.all(started.map(({ ended }) => ended));
    rmSync(directory, { recursive: true, force: true });
  });

  return {
    start(crashAt) {
      const child = spawn(process.execPath, [program], {
        env: {
          ...process.env,
          DATABASE_URL: databaseUrl,
          TEMPORAL_ADDRESS: inject('temporalAddress'),
          TASK_QUEUE: taskQueue,
          WORKFLOW_BUNDLE: bundle,
          PROVIDER_LOG: log,
          PROVIDER_LAG_MS: String(lagMs),
          SMTP_URL: smtpUrl,
          CARRIER_URL: carrierUrl,
          KILL_ORDERS: killOrders,
          CRASH_AT: crashAt ?? '',
        },
        stdio: ['pipe', 'pipe', 'pipe'], // its input ends with this process, and so does it
      });
      const worker = watch(child, (found) => {
        swept += found;
      });
      started.push(worker);
      return worker;
    },
    got: () => readLog(log),
    adapters: workerProviders({ log, lagMs, smtpUrl, carrierUrl }),
    swept: () => swept,
    close,
  };
}

function watch(child: ChildProcess, onSwept: (found: number) => void): WorkerProcess {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n')) {
        if (line === 'READY') resolve();
        if (line.startsWith('SWEPT ')) onSwept(Number(line.slice(6)));
      }
    });
    void ended.then((signal) => reject(new Error(`the worker ended (${signal}) before it was ready: ${said}`)));
  });
  ready.catch(() => {}); // callers that await it see the failure
  return {
    child,
    ready,
    ended,
    said: () => said,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
