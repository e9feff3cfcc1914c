import type { createAdvance } from './advance.ts';
import type { createBroadcast } from './broadcast.ts';
import type { createOrder } from './order.ts';
import type { createReweigh } from './reweigh.ts';
import type { createSend } from './send.ts';

/** Local activities: short, with the database. */
export interface DecidingActivities {
  advance: ReturnType<typeof createAdvance>;
  order: ReturnType<typeof createOrder>;
}

/** Ordinary activities: with the world. */
export interface SendingActivities {
  send: ReturnType<typeof createSend>;
}

/** Ordinary activities of the house itself, on the queue for what may wait. */
export interface OperatingActivities {
  reweigh: ReturnType<typeof createReweigh>;
  broadcast: ReturnType<typeof createBroadcast>;
}
