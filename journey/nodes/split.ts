import murmurhash from 'murmurhash';
import { z } from 'zod';
import { because, leave, stay } from '../engine/move.ts';
import { Slug } from '../ids.ts';
import { broken } from '../refusal.ts';
import { common, defineNode } from './define.ts';

/** Sends people down random paths by weight. Sticky: an arm once given is kept, whatever becomes of the weights (design.md §7.10). */
export const split = defineNode({
  type: 'split',
  family: 'decision',
  title: 'Random split',
  about:
    'Sends people down random paths by weight. Sticky: an arm once given is kept across versions and re-entry, whatever becomes of the weights.',
  example: {
    type: 'split',
    experiment: 'subject-line',
    paths: { short: 50, long: 50 },
    links: { short: 'short-mail', long: 'long-mail' },
  },
  waits: false,
  schema: z.strictObject({
    type: z.literal('split'),
    experiment: Slug.describe('Its own stable id: arms are kept by it across versions and re-entry'),
    paths: z
      .record(Slug, z.number().min(0).max(1_000_000))
      .refine((paths) => Object.keys(paths).length >= 2, broken('a split has at least two paths', 'add a path'))
      .refine((paths) => Object.keys(paths).length <= 32, broken('a split has at most 32 paths', 'leave some out'))
      .refine(
        (paths) => Object.values(paths).some((weight) => weight > 0),
        broken('every weight is 0', 'give a path a weight'),
      )
      .describe('Port → weight'),
    ...common,
  }),
  ports: (node) => Object.keys(node.paths),

  arrive({ node, person, facts }) {
    const { experiment, paths } = node;
    const given = Object.hasOwn(facts.assignments, experiment) ? facts.assignments[experiment] : undefined;
    if (given !== undefined && Object.hasOwn(paths, given))
      return leave(given, because('arm-kept', { experiment, arm: given }));
    const arm = draw(`${experiment}:${person}`, paths);
    return leave(arm, because('arm-drawn', { experiment, arm, weights: paths }), { assign: { experiment, arm } });
  },

  wake: () => stay(because('still-waiting')),
  describe: (node) => `Split at random: ${shares(node.paths)}`,
});

/** The same key and weights always draw the same arm. */
function draw(key: string, paths: Readonly<Record<string, number>>): string {
  const total = Object.values(paths).reduce((sum, weight) => sum + weight, 0);
  let left = (murmurhash.v3(key.normalize('NFC')) / 2 ** 32) * total;
  let last = '';
  for (const [arm, weight] of Object.entries(paths)) {
    if (weight === 0) continue;
    last = arm;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

function shares(paths: Readonly<Record<string, number>>): string {
  const total = Object.values(paths).reduce((sum, weight) => sum + weight, 0);
  return Object.entries(paths)
    .map(([arm, weight]) => `${Math.round((100 * weight) / total)} % ${arm}`)
    .join(', ');
}
