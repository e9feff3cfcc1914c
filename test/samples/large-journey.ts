import type { JourneyInput } from '../../journey/document/document.ts';

/**
 * For tests and benches: as large as a journey may be (design.md §5). A branch of 32 ways, each of one node, and a long
 * path after them.
 */
export function largeJourney(): JourneyInput {
  const rules = Array.from({ length: 31 }, (_, nr) => ({
    port: `tier-${nr + 1}`,
    when: { path: 'profile.tier', op: '=' as const, value: `tier-${nr + 1}` },
  }));
  const tiers = [...rules.map(({ port }) => port), 'otherwise'];
  const path = 200 - 5 - tiers.length; // beside the branch, the two waits, the last message and the end
  return {
    id: 'large',
    name: 'As large as may be',
    entry: { type: 'event', event: 'Began' },
    goals: Array.from({ length: 10 }, (_, nr) => ({ id: `goal-${nr}`, event: `Goal ${nr}` })),
    start: 'second',
    nodes: {
      second: { type: 'delay', for: '1s', then: 'years' },
      years: { type: 'delay', for: '1826d', then: 'which' },
      which: {
        type: 'branch',
        rules,
        links: Object.fromEntries(tiers.map((tier) => [tier, `of-${tier}`])),
      },
      ...Object.fromEntries(
        tiers.map((tier) => [`of-${tier}`, { type: 'update', set: { greeted: tier }, then: 'step-1' }]),
      ),
      ...Object.fromEntries(
        Array.from({ length: path }, (_, nr) => {
          const then = nr + 1 === path ? 'last' : `step-${nr + 2}`;
          return [
            `step-${nr + 1}`,
            nr % 2 === 0 ? { type: 'delay', for: '1h', then } : { type: 'update', increment: { steps: 1 }, then },
          ];
        }),
      ),
      last: { type: 'message', channel: 'inApp', content: { title: 'You made it' }, then: 'end' },
      end: { type: 'exit' },
    },
  };
}
