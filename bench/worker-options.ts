import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Options that the driver passes to a worker of either side. */
export interface WorkerSetting {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly metricsPort: number;
  /** Workflows, bundled once for the run. */
  readonly bundle: string;
}

/** Options of both sides: the product's defaults, with cache for all parked users. */
export const CONNECTIONS = 20;
export const WORKFLOW_SLOTS = 200;
export const CACHED_WORKFLOWS = 20_000;

/** Reports that a message's activity has started. */
export interface SentTold {
  readonly instance: string;
  readonly node: string;
  readonly startedAt: number;
}

/** Serves the SDK's metrics, which count completions for both sides alike. */
export function installRuntime({ metricsPort }: WorkerSetting): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: {
      logging: { filter: 'ERROR' },
      metrics: { prometheus: { bindAddress: `127.0.0.1:${metricsPort}`, countersTotalSuffix: true } },
    },
  });
}

let complaints = 0;

/** Reports the first few errors with their causes. */
export function complain(about: { readonly err?: unknown }, message: string): void {
  complaints += 1;
  if (complaints > 5) return;
  const causes: string[] = [];
  for (let cause = about.err; cause instanceof Error; cause = cause.cause) causes.push(cause.message);
  process.stderr.write(`${message} ${causes.join(': ')}\n`);
}
