import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../journey/base/message-of.ts';
import type { RunningRole } from './role.ts';

const LONGEST_MS = 120_000;
const MOST_ENDINGS = 3;

/**
 * Waits until the role's /readyz answers 200.
 *
 * @throws with the last answer if the role keeps ending, or takes longer than two minutes
 */
export async function untilReady(role: RunningRole, origin: string, stopping: AbortSignal): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  let last = 'no answer';
  while (performance.now() < until && role.endings() < MOST_ENDINGS) {
    stopping.throwIfAborted();
    const { isReady, said } = await ask(`${origin}/readyz`);
    if (isReady) return;
    last = said;
    await sleep(100);
  }
  throw new Error(`${role.name} did not become ready: ${origin}/readyz answered ${last}`);
}

async function ask(url: string): Promise<{ readonly isReady: boolean; readonly said: string }> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    return { isReady: answer.ok, said: `${answer.status} ${await answer.text()}` };
  } catch (error) {
    return { isReady: false, said: messageOf(error) };
  }
}
