import { Runtime } from '@temporalio/worker';

let isQuiet = false;

/** Before anything else of the SDK's in a process: it says nothing but errors, and leaves signals to the process. */
export function quietRuntime(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR' } },
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } as never,
  });
}
