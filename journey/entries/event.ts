import { z } from 'zod';
import { EventName } from '../event-match.ts';
import { common } from './define.ts';

/** Whoever does something enters. */
export const event = {
  type: 'event' as const,
  schema: z.strictObject({
    type: z.literal('event'),
    event: EventName.describe('Name of the event that lets a person in'),
    ...common,
  }),
  describe: (entry: { readonly event: string }) => `When ${entry.event} happens`,
};
