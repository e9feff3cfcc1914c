import { z } from 'zod';
import { Remembered } from '../events/event-match.ts';
import type { Move } from '../moves/move.ts';
import { inWords, WaitLength } from '../time/time.ts';
import { common, defineNode, type Visit } from './define.ts';
import { waitFor } from './wait-for.ts';

const schema = z.strictObject({
  type: z.literal('inaction'),
  ...Remembered.shape,
  within: WaitLength.describe("Time limit. Users who haven't done it by then take `didNot`."),
  since: z
    .enum(['entry', 'previous', 'now'])
    .default('now')
    .describe('Which events count: since entry, since arriving at the previous node, or only from now'),
  ...common,
});
type Inaction = z.infer<typeof schema>;

/** Separates users who do something within a time limit from users who don't. Built on `waitFor` with one event. */
export const inaction = defineNode({
  type: 'inaction',
  family: 'wait',
  title: 'Did or did not',
  about:
    "Gives users time to do something and separates those who did from those who didn't. An event at the last millisecond counts.",
  example: {
    type: 'inaction',
    event: 'Profile Completed',
    within: '3d',
    links: { did: 'thank', didNot: 'remind' },
  },
  schema,
  waits: true,
  offers: [{ title: 'Did or did not', icon: 'inaction', blank: () => ({ type: 'inaction', event: '', within: '1d' }) }],
  ports: () => ['did', 'didNot'],
  arrive: (visit) => renamePort(waitFor.arrive(asWait(visit))),
  wake: (visit, input) => renamePort(waitFor.wake(asWait(visit), input)),
  takesTime: ({ since }) => (since === 'entry' ? ['didNot'] : ['did', 'didNot']),
  interests: (node) => [node],
  lookBack: ({ event }) => [event],
  provides: ({ as }) => (as === undefined ? [] : [as]),
  conditions: ({ where }) => (where ? [{ condition: where, ofEvent: true, where: 'where' }] : []),
  traits: (node, policies) => waitFor.traits?.(waitOf(node), policies) ?? [],
  resolve: (visit) => waitFor.resolve?.(asWait(visit)),
  describe: ({ event, within }) => `Whether ${event} happens within ${inWords(within)}`,
});

const waitOf = ({ event, where, key, as, within, since }: Inaction) => ({
  type: 'waitFor' as const,
  events: { did: { event, where, key, as } },
  timeout: within,
  since,
});
const asWait = (visit: Visit<Inaction>) => ({ ...visit, node: waitOf(visit.node) });

const renamePort = (move: Move): Move =>
  move.type === 'leave' && move.port === 'timeout' ? { ...move, port: 'didNot' } : move;
