import type { Say } from './output.ts';

/** npm and shells pass a Ctrl-C on that the terminal has given us already. */
const ECHO_MS = 1_000;

/** Aborts at the first signal; `now` is called at the second. */
export function onSignals(say: Say, now: () => void): AbortSignal {
  const stopping = new AbortController();
  let firstAt: number | undefined;
  const heard = (signal: NodeJS.Signals) => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > ECHO_MS) now();
      return;
    }
    firstAt = performance.now();
    say(`\n${signal}: stopping worker, API, Temporal and PostgreSQL, in this order (again: at once)`);
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  return stopping.signal;
}
