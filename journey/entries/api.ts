import { z } from 'zod';
import { common, defineEntry } from './define.ts';

/** A service enters the user: `POST /v1/journeys/:id/enter`. The given properties become the entry event's. */
export const api = defineEntry({
  type: 'api',
  title: 'API call',
  about:
    'Your service enters a user with `POST /v1/journeys/{id}/enter`. The answer is the instance, or the reason why there is none.',
  example: { type: 'api', key: 'event.orderId' },
  schema: z.strictObject({ type: z.literal('api'), ...common }),
  describe: () => 'When your service calls the API',
});
