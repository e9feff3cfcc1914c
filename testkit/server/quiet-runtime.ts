import { Runtime } from '@temporalio/worker';

let isQuiet = false;

/** Installs an SDK runtime that logs only errors and ignores signals. Call it before any other use of the SDK. */
export function quietRuntime(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR' } },
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } as never,
  });
}
