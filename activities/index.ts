import type { createAdvanceActivity } from './advance.ts';
import type { createBroadcast } from './broadcast.ts';
import type { createDirectSends } from './direct.ts';
import type { createOrder } from './order.ts';
import type { createReweigh } from './reweigh.ts';
import type { createSend } from './send.ts';

/** Local activities: short work on the database. */
export interface DecidingActivities {
  advance: ReturnType<typeof createAdvanceActivity>;
  order: ReturnType<typeof createOrder>;
}

/** Ordinary activities that call providers. */
export interface SendingActivities {
  send: ReturnType<typeof createSend>;
}

/** Sends on the workflow's own task queue. */
export interface DirectActivities {
  send: ReturnType<typeof createDirectSends>['send'];
}

/** Ordinary activities of Sojourn itself, on the task queue for work that may wait. */
export interface OperatingActivities {
  reweigh: ReturnType<typeof createReweigh>;
  broadcast: ReturnType<typeof createBroadcast>;
}
