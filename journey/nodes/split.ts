import { z } from 'zod';
import { record } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { because, stay } from '../moves/move.ts';
import { formatShares, takeArm } from './arm.ts';
import { common, defineNode } from './define.ts';

/** Sends users down random paths by weight. A user keeps an assigned arm even if weights change (design.md §7.10). */
export const split = defineNode({
  type: 'split',
  family: 'decision',
  title: 'Random split',
  about:
    'Sends users down random paths by weight. Users keep their path across versions and re-entries, even if the weights change.',
  example: {
    type: 'split',
    experiment: 'subject-line',
    paths: { short: 50, long: 50 },
    links: { short: 'short-mail', long: 'long-mail' },
  },
  waits: false,
  offers: [
    { title: 'Split', icon: 'split', blank: (id) => ({ type: 'split', experiment: id, paths: { a: 50, b: 50 } }) },
  ],
  schema: z.strictObject({
    type: z.literal('split'),
    experiment: Slug.describe('Stable ID. Users keep their path under this ID across versions and re-entries.'),
    paths: record(Slug, z.number().min(0).max(1_000_000), {
      max: MOST.ports,
      min: 2,
      few: broken('a split has at least two paths', 'add a path'),
      many: broken(`a split has at most ${MOST.ports} paths`, 'leave some out'),
    })
      .refine(
        (paths) => Object.values(paths).some((weight) => weight > 0),
        broken('every weight is 0', 'give a path a weight'),
      )
      .describe('Weight by port'),
    ...common,
  }),
  ports: (node) => Object.keys(node.paths),
  arrive: (visit) => takeArm(visit, visit.node.experiment, visit.node.paths, 'arm-drawn'),
  wake: () => stay(because('still-waiting')),
  describe: (node) => `Split at random: ${formatShares(node.paths)}`,
});
