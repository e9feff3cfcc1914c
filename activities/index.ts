import type { createAdvance } from './advance.ts';
import type { createOrder } from './order.ts';
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
