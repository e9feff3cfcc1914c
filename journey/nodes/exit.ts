import { z } from 'zod';
import { Slug } from '../base/ids.ts';
import { broken } from '../base/refusal.ts';
import { because, stay } from '../moves/move.ts';
import { defineNode, named } from './define.ts';

/** Ends the instance. */
export const exit = defineNode({
  type: 'exit',
  family: 'end',
  title: 'End',
  about: 'Ends the path with a reason that reports show.',
  example: { type: 'exit', reason: 'completed' },
  waits: false,
  offers: [{ title: 'End', icon: 'exit', blank: () => ({ type: 'exit', reason: 'completed' }) }],
  schema: z.strictObject({
    type: z.literal('exit'),
    reason: Slug.refine(
      (reason) => reason !== 'goal',
      broken('"goal" is the reason of those who met one', 'choose another reason'),
    )
      .default('completed')
      .describe('Exit reason shown in reports'),
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
