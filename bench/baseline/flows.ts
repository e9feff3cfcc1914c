import * as wf from '@temporalio/workflow';
import type { createActs, Entrant, Told } from './acts.ts';

/**
 * The journey written by hand on Temporal: three sends, two awaited events, and a local decision before and after each
 * step. It has no document, engine, goals or look-back, only this one path.
 */
type Acts = ReturnType<typeof createActs>;
const { decide, decideBare } = wf.proxyLocalActivities<Acts>({ startToCloseTimeout: '10s' });
const { send, sendBare } = wf.proxyActivities<Acts>({ startToCloseTimeout: '30s' });

export const event = wf.defineSignal<[Told]>('event');

/** Sends use the workflow's own task queue, so that the worker that schedules a send may get it with the answer. */
export const journeyLocal = (who: Entrant): Promise<void> =>
  journey(
    (step) => decide(who, step),
    (channel, step) => send(who, channel, step),
  );

/** Sends use a task queue of their own, as for a channel with a rate limit. */
export const journeyOwnQueue = (who: Entrant): Promise<void> => {
  const taskQueue = `${wf.workflowInfo().taskQueue}-send`;
  const apart = wf.proxyActivities<Acts>({ startToCloseTimeout: '30s', taskQueue });
  return journey(
    (step) => decide(who, step),
    (channel, step) => apart.send(who, channel, step),
  );
};

/** No bookkeeping: only Temporal's history is written. */
export const journeyBare = (nr: number): Promise<void> =>
  journey(
    (step) => decideBare(nr, step),
    (channel, step) => sendBare(`user-${nr}`, channel, `${nr}:${step}`),
  );

async function journey(
  decided: (step: number) => Promise<unknown>,
  sent: (channel: 'push' | 'sms' | 'email', step: number) => Promise<unknown>,
): Promise<void> {
  let happened = 0;
  wf.setHandler(event, () => {
    happened += 1;
  });
  await decided(0);
  await sent('push', 0);
  await decided(1);
  await wf.condition(() => happened >= 1, '2 hours');
  await decided(2);
  await sent('sms', 2);
  await decided(3);
  await wf.condition(() => happened >= 2, '2 hours');
  await decided(4);
  await sent('email', 4);
  await decided(5);
}
