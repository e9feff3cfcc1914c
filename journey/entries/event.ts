import { z } from 'zod';
import { EventName } from '../event-match.ts';
import { common } from './define.ts';

/** Whoever does something enters. */
export const event = {
  type: 'event' as const,
  title: 'When something happens',
  about:
    'Whoever does something enters, at that instant. What the event says is remembered as `context.entry`; with `key` one person can be inside several times, once for each cart or booking.',
  example: {
    type: 'event' as const,
    event: 'Trial Started',
    where: { path: 'event.plan', op: '=' as const, value: 'pro' },
  },
  schema: z.strictObject({
    type: z.literal('event'),
    event: EventName.describe('Name of the event that lets a person in'),
    ...common,
  }),
  describe: (entry: { readonly event: string }) => `When ${entry.event} happens`,
};
