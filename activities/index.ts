import type { createAdvanceActivity } from './advance.ts';
import type { createBroadcast } from './broadcast.ts';
import type { createDirectSends } from './direct.ts';
import type { createOrder } from './order.ts';
import type { createReweigh } from './reweigh.ts';
import type { createSend } from './send.ts';

/** Local activities: short, with the database. */
export interface DecidingActivities {
  advance: ReturnType<typeof createAdvanceActivity>;
  order: ReturnType<typeof createOrder>;
}

/** Ordinary activities: with the world. */
export interface SendingActivities {
  send: ReturnType<typeof createSend>;
}

/** The same, on the workflow's own queue. */
export interface DirectActivities {
  send: ReturnType<typeof createDirectSends>['send'];
}

/** Ordinary activities of the house itself, on the queue for what may wait. */
export interface OperatingActivities {
  reweigh: ReturnType<typeof createReweigh>;
  broadcast: ReturnType<typeof createBroadcast>;
}
