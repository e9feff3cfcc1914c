import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';

export interface WatchdogOptions {
  readonly role: string;
  /** How long the event loop may stand still; 0: as long as it likes. */
  readonly seconds: number;
}

const TICK_MS = 250;

/**
 * Ends this process once its event loop has stood still for so long: it answers nobody any more, and whatever started it starts it again.
 * A thread of its own looks, and counts its own ticks. So a machine that was suspended, or a process that was stopped, is no reason: the
 * thread stood still with it. Neither is a breakpoint.
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
  const msg = `the event loop has stood still for ${seconds} s: ending the process, to be started again`;
  const thread = new Worker(THREAD, {
    eval: true,
    execArgv: [], // no loader of ours: it is plain JavaScript
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

/** A text, so that it runs as it is from sources and from a build alike. A thread cannot exit for its process: it kills it. */
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
