import type { Say } from './output.ts';

/** Repeats within this time are echoes: npm and shells forward a Ctrl-C that the terminal has sent already. */
const ECHO_MS = 1_000;

/**
 * Returns a signal that aborts at the first stop signal, or when the output is closed (`npm start | head`). Calls `now`
 * at the second stop signal.
 */
export function onSignals(say: Say, now: () => void): AbortSignal {
  const stopping = new AbortController();
  let firstAt: number | undefined;
  const heard = (why: string) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      say(`\n${why}: stopping worker, API, Temporal and PostgreSQL, in this order (repeat to kill them now)`);
      stopping.abort();
    } else if (performance.now() - firstAt > ECHO_MS) now();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  process.stdout.on('error', () => {
    if (!stopping.signal.aborted) heard('Output closed');
  });
  return stopping.signal;
}
