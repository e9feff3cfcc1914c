import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { Condition, describeCondition, evaluate } from '../conditions/condition.ts';
import { because, leave, stay, valuesOf } from '../moves/move.ts';
import { common, defineNode } from './define.ts';

/** Chooses a port by current values. The first rule that holds wins. */
export const branch = defineNode({
  type: 'branch',
  family: 'decision',
  title: 'Branch',
  about: 'Routes users by rules. The first rule that matches wins; everyone else takes `otherwise`.',
  example: {
    type: 'branch',
    rules: [
      { port: 'big', when: { path: 'context.entry.total', op: '>=', value: 100 } },
      { port: 'member', when: { path: 'profile.plan', op: 'in', value: ['gold', 'silver'] } },
    ],
    links: { big: 'call', member: 'thank' },
    then: 'remind',
  },
  waits: false,
  offers: [
    {
      title: 'Branch',
      icon: 'branch',
      blank: () => ({ type: 'branch', rules: [{ port: 'yes', when: { path: '', op: 'exists' } }] }),
    },
  ],
  schema: z.strictObject({
    type: z.literal('branch'),
    rules: list(
      z.strictObject({
        port: Slug.refine(
          (port) => port !== 'otherwise',
          broken('"otherwise" is the last way out', 'give the port another name'),
        ),
        when: Condition,
      }),
      MOST.rules,
      1,
    )
      .refine(
        (rules) => new Set(rules.map(({ port }) => port)).size === rules.length,
        broken('two rules have the same port', 'give each one of its own'),
      )
      .describe('Rules, checked in order'),
    ...common,
  }),
  ports: (node) => [...node.rules.map(({ port }) => port), 'otherwise'],

  arrive({ node, facts, zone, dateOrder }) {
    let seen = {};
    for (const { port, when } of node.rules) {
      const { holds, read } = evaluate(when, valuesOf(facts), { now: facts.now, zone, dateOrder });
      seen = { ...seen, ...read };
      if (holds) return leave(port, because('rule-holds', { rule: describeCondition(when), ...seen }));
    }
    return leave('otherwise', because('no-rule-holds', seen));
  },

  wake: () => stay(because('still-waiting')),
  conditions: (node) =>
    node.rules.map(({ when }, index) => ({ condition: when, ofEvent: false, where: `rules.${index}.when` })),
  describe: (node) => node.rules.map(({ port, when }) => `${port} if ${describeCondition(when)}`).join('; '),
});
