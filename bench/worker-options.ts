import { DefaultLogger, Runtime } from '@temporalio/worker';

/** What the driver tells a worker of either side. */
export interface WorkerSetting {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly metricsPort: number;
  /** Workflows, bundled once for the run. */
  readonly bundle: string;
}

/** The same of both sides: the product's defaults, and room for all who are parked. */
export const CONNECTIONS = 20;
export const WORKFLOW_SLOTS = 200;
export const CACHED_WORKFLOWS = 20_000;

/** A message's activity has begun. */
export interface SentTold {
  readonly instance: string;
  readonly node: string;
  readonly startedAt: number;
}

/** The SDK counts what has completed, for both sides in the same way. */
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

/** What went wrong, with its causes: the first few times. */
export function complain(about: { readonly err?: unknown }, message: string): void {
  complaints += 1;
  if (complaints > 5) return;
  const causes: string[] = [];
  for (let cause = about.err; cause instanceof Error; cause = cause.cause) causes.push(cause.message);
  process.stderr.write(`${message} ${causes.join(': ')}\n`);
}
