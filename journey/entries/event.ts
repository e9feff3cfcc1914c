import { z } from 'zod';
import { EventName } from '../events/event-match.ts';
import { common, defineEntry } from './define.ts';

/** Users enter when an event happens. */
export const event = defineEntry({
  type: 'event',
  title: 'Event',
  about:
    'Users enter the moment an event happens. Its properties are stored as `context.entry`. With `key`, one user can be inside several times, once per cart or booking.',
  example: {
    type: 'event',
    event: 'Trial Started',
    where: { path: 'event.plan', op: '=' as const, value: 'pro' },
  },
  schema: z.strictObject({
    type: z.literal('event'),
    event: EventName.describe('Name of the entry event'),
    ...common,
  }),
  describe: (entry) => `When ${entry.event} happens`,
  entryEvent: ({ event: name }) => ({ event: name }),
});
