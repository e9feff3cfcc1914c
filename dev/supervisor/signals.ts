import type { Say } from './output.ts';

/** npm and shells pass a Ctrl-C on that the terminal has given us already. */
const ECHO_MS = 1_000;

/**
 * Aborts at the first signal, or when nobody reads what we say any more (`npm start | head`, a closed terminal); `now` is called at the
 * second signal.
 */
export function onSignals(say: Say, now: () => void): AbortSignal {
  const stopping = new AbortController();
  let firstAt: number | undefined;
  const heard = (why: string) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      say(`\n${why}: stopping worker, API, Temporal and PostgreSQL, in this order (again: at once)`);
      stopping.abort();
    } else if (performance.now() - firstAt > ECHO_MS) now();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  process.stdout.on('error', () => {
    if (!stopping.signal.aborted) heard('Nobody listens');
  });
  return stopping.signal;
}
