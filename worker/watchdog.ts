import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';

export interface WatchdogOptions {
  readonly role: string;
  /** How long the event loop may be blocked. 0: no limit. */
  readonly seconds: number;
}

const TICK_MS = 250;

/**
 * Kills this process once its event loop has been blocked for `seconds`, so that its supervisor restarts it. A separate
 * thread checks and counts its own ticks. A suspended machine or stopped process doesn't trigger it, because the thread
 * stops too. Neither does a breakpoint.
 */
export function startWatchdog({ role, seconds }: WatchdogOptions): { stop(): void } {
  if (seconds === 0) return { stop() {} };
  const cells = new Int32Array(new SharedArrayBuffer(8));
  const beat = () => {
    Atomics.add(cells, BEATS, 1);
    Atomics.store(cells, IS_DEBUGGED, inspector.url() === undefined ? 0 : 1);
  };
  const timer = setInterval(beat, TICK_MS);
  timer.unref();
  const name = `sojourn ${role}`;
  const msg = `the event loop has been blocked for ${seconds} s: ending the process so that it is restarted`;
  const thread = new Worker(THREAD, {
    eval: true,
    execArgv: [], // plain JavaScript needs no loader
    workerData: {
      cells,
      tickMs: TICK_MS,
      mostTicks: Math.ceil((seconds * 1_000) / TICK_MS),
      line: { level: 60, name, msg },
    },
  });
  thread.unref();
  return {
    stop() {
      clearInterval(timer);
      void thread.terminate();
    },
  };
}

const BEATS = 0;
const IS_DEBUGGED = 1;

/**
 * Source of the thread, as a string so that it runs both from sources and from a build. It can only kill the process.
 */
const THREAD = `
const { writeSync } = require('node:fs');
const { workerData: { cells, tickMs, mostTicks, line } } = require('node:worker_threads');
const never = new Int32Array(new SharedArrayBuffer(4));
let last = -1;
let silent = 0;
for (;;) {
  Atomics.wait(never, 0, 0, tickMs);
  const beats = Atomics.load(cells, ${BEATS});
  silent = beats === last && Atomics.load(cells, ${IS_DEBUGGED}) === 0 ? silent + 1 : 0;
  last = beats;
  if (silent < mostTicks) continue;
  try {
    writeSync(1, JSON.stringify({ ...line, time: Date.now(), pid: process.pid }) + '\\n');
  } catch {}
  process.kill(process.pid, 'SIGKILL');
}
`;
