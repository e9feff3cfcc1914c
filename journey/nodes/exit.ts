import { z } from 'zod';
import { because, stay } from '../engine/move.ts';
import { defineNode, named } from './define.ts';

/** Ends the instance. */
export const exit = defineNode({
  type: 'exit',
  family: 'end',
  waits: false,
  schema: z.strictObject({
    type: z.literal('exit'),
    reason: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
      .refine((reason) => reason !== 'goal', '`goal` is the reason of those who met one')
      .default('completed')
      .describe('Why it ended, as reports show it'),
    ...named,
  }),
  ports: () => [],
  arrive: ({ node }) => ({
    type: 'exit',
    reason: node.reason,
    because: because('path-ended', { reason: node.reason }),
  }),
  wake: () => stay(because('still-waiting')),
  describe: (node) => (node.reason === 'completed' ? 'End' : `End: ${node.reason}`),
});
