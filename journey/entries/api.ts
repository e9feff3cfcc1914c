import { z } from 'zod';
import { common } from './define.ts';

/** A service starts it: `POST /v1/journeys/:id/enter`. The properties it gives are the entry event's. */
export const api = {
  type: 'api' as const,
  schema: z.strictObject({ type: z.literal('api'), ...common }),
  describe: () => 'When a service asks for it',
};
