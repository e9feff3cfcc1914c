import { z } from 'zod';
import { because, leave, stay, wait } from '../moves/move.ts';
import { after, hasDays, inWords, WaitLength } from '../time/time.ts';
import { common, defineNode } from './define.ts';

/** Waits for a duration. Only goals and exits interrupt it. */
export const delay = defineNode({
  type: 'delay',
  family: 'wait',
  title: 'Delay',
  about:
    'Waits for a fixed time. Only goals and exits interrupt it. `24h` is 24 hours; `1d` is the same local time tomorrow.',
  example: { type: 'delay', for: '2h', then: 'remind' },
  waits: true,
  offers: [{ title: 'Delay', icon: 'delay', blank: () => ({ type: 'delay', for: '2h' }) }],
  schema: z.strictObject({
    type: z.literal('delay'),
    for: WaitLength.describe('How long to wait. "24h" is 24 hours, "1d" is the same local time tomorrow.'),
    ...common,
  }),
  ports: () => ['done'],
  takesTime: () => ['done'],
  arrive: ({ node, arrivedAt, zone }) =>
    wait(after(arrivedAt, node.for, zone), because('delay-began', { for: node.for })),
  wake: ({ node }, input) =>
    input.type === 'deadline'
      ? leave('done', because('time-passed', { for: node.for }))
      : stay(because('still-waiting')),
  traits: (node) => (hasDays(node.for) ? ['timezone'] : []),
  resolve: ({ node, arrivedAt, zone }) => after(arrivedAt, node.for, zone),
  describe: (node) => `Wait ${inWords(node.for)}`,
});
