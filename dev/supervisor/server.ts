import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../journey/base/message-of.ts';
import { isAlive } from '../embedded/processes.ts';
import type { Say } from './output.ts';

/** A process that is stopped at the end, or killed at the second Ctrl-C. */
export interface Stoppable {
  stop(): Promise<void>;
  kill(): void;
}

interface Process extends Stoppable {
  readonly pid: number;
}

/** Watches an embedded server, and restarts it on the same ports if it ends by itself. */
export function keepServing<P extends Process>(
  name: string,
  first: P,
  startAgain: () => Promise<P>,
  say: Say,
): Stoppable {
  let server = first;
  const stopping = new AbortController();
  // stopping ends it early
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  const revive = async () => {
    say(`${name} ended: restarting`);
    try {
      server = await startAgain();
    } catch (error) {
      say(messageOf(error));
      await pause(5_000);
    }
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      if (!isAlive(server.pid)) await revive();
      await pause(500);
    }
  };
  const watched = watch();

  return {
    async stop() {
      stopping.abort();
      await watched;
      await server.stop();
    },
    kill() {
      stopping.abort();
      server.kill();
    },
  };
}
