import { z } from 'zod';
import { common } from './define.ts';

/** A service starts it: `POST /v1/journeys/:id/enter`. The properties it gives are the entry event's. */
export const api = {
  type: 'api' as const,
  title: 'When a service asks for it',
  about:
    'A service lets a user in by `POST /v1/journeys/{id}/enter`, and is answered at once with the instance, or with why there is none.',
  example: { type: 'api' as const, key: 'event.orderId' },
  schema: z.strictObject({ type: z.literal('api'), ...common }),
  describe: () => 'When a service asks for it',
};
