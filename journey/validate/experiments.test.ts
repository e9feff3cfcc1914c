import { describe, expect, test } from 'vitest';
import { errorsOf, journeyWith } from '../../test/samples/journey.ts';

const goals = [{ id: 'buy', event: 'Bought' }];
const offer = { type: 'intelli', experiment: 'offer', paths: { a: {}, b: {} }, goals, then: 'end' } as const;
const ten = Object.fromEntries('abcdefghij'.split('').map((arm) => [arm, {}]));

describe('checks of experiments: each check, with a document that it refuses and one that it accepts', () => {
  test.each([
    {
      check: 'an IntelliNODE that learns from nothing',
      wrong: journeyWith({ offer: { ...offer, goals: [] } }),
      told: [
        'nodes.offer.goals | node "offer": without a goal, the experiment can\'t learn | add a goal, or set "mode": "manual"',
      ],
      right: journeyWith({ offer: { ...offer, goals: [], mode: 'manual' } }),
    },
    {
      check: 'a floor that is too high for so many paths',
      wrong: journeyWith({ offer: { ...offer, paths: ten, floor: 10.5 } }),
      told: [`nodes.offer.floor | node "offer": 10 paths can't each keep 10.5 % of the traffic | set it to 10 or less`],
      right: journeyWith({ offer: { ...offer, paths: ten, floor: 10 } }),
    },
    {
      check: 'weights for some paths only',
      wrong: journeyWith({ offer: { ...offer, paths: { a: { weight: 1 }, b: {} } } }),
      told: [
        'nodes.offer.paths.b | node "offer": some paths have a weight, and "b" has none | give every path a weight, or none of them',
      ],
      right: journeyWith({ offer: { ...offer, paths: { a: { weight: 1 }, b: { weight: 3 } } } }),
    },
    {
      check: 'two goals of one name',
      wrong: journeyWith({ offer: { ...offer, goals: [...goals, { id: 'buy', event: 'Paid' }] } }),
      told: ['nodes.offer.goals.1.id | node "offer": two goals have the ID "buy" | give this one a different ID'],
      right: journeyWith({ offer: { ...offer, goals: [...goals, { id: 'pay', event: 'Paid' }] } }),
    },
    {
      check: 'a goal that can never be met: an event of our own that there is not',
      wrong: journeyWith({ offer: { ...offer, goals: [{ id: 'read', event: '$message.read' }] } }),
      told: [
        'nodes.offer.goals.0.event | node "offer": goal "read" can never be met: there\'s no event "$message.read" | use an event that your services track, or a built-in one such as "$message.clicked"',
      ],
      right: journeyWith({ offer: { ...offer, goals: [{ id: 'read', event: '$message.viewed' }] } }),
    },
    {
      check: 'a goal that can never be met: by a key that the entry does not have',
      wrong: journeyWith({ offer: { ...offer, goals: [{ id: 'buy', event: 'Bought', key: 'event.cart' }] } }),
      told: [
        'nodes.offer.goals.0.key | node "offer" matches "Bought" by the key "event.cart", but the entry has no key to compare it with | give the entry a "key", or remove this one',
      ],
      right: journeyWith(
        { offer: { ...offer, goals: [{ id: 'buy', event: 'Bought', key: 'event.cart' }] } },
        { entry: { type: 'event', event: 'Signed Up', key: 'event.id' } },
      ),
    },
    {
      check: 'a goal that can never be met: it reads what nothing remembers',
      wrong: journeyWith({
        offer: { ...offer, goals: [{ ...goals[0], where: { path: 'context.order.id', op: 'exists' } }] },
      }),
      told: [
        'nodes.offer.goals.0.where | node "offer" reads "context.order.id", but nothing is stored as "order" | use "entry" (a wait or webhook remembers by its "as")',
      ],
      right: journeyWith({
        offer: { ...offer, goals: [{ ...goals[0], where: { path: 'context.entry.id', op: 'exists' } }] },
      }),
    },
    {
      check: 'one experiment with different paths',
      wrong: journeyWith({
        split: { type: 'split', experiment: 'offer', paths: { a: 1, c: 1 }, then: 'offer' },
        offer,
      }),
      told: [
        'nodes.offer.paths | nodes "split" and "offer" share the experiment "offer" but have different paths | make them equal, or give this node its own experiment ID',
      ],
      right: journeyWith({
        split: { type: 'split', experiment: 'offer', paths: { b: 1, a: 1 }, then: 'offer' },
        offer,
      }),
    },
    {
      check: 'one experiment that is to learn from different things',
      wrong: journeyWith({
        offer: { ...offer, then: 'again' },
        again: { ...offer, floor: 6, counting: 'after-window', goals: [{ id: 'buy', event: 'Paid' }] },
      }),
      told: ['goals', 'floor', 'counting'].map(
        (part) =>
          `nodes.again.${part} | nodes "offer" and "again" share the experiment "offer" but have different ${part} | make them equal, or give this node its own experiment ID`,
      ),
      right: journeyWith({ offer: { ...offer, then: 'again' }, again: offer }),
    },
  ])('$check', ({ wrong, told, right }) => {
    expect(errorsOf(wrong)).toEqual(told);
    expect(errorsOf(right)).toEqual([]);
  });

  test.each([
    { given: 'one path', paths: { a: {} }, told: 'there are at least two paths' },
    { given: 'eleven', paths: { ...ten, k: {} }, told: 'there are at most 10 paths' },
    { given: 'no weight at all', paths: { a: { weight: 0 }, b: { weight: 0 } }, told: 'every weight is 0' },
  ])('$given → $told', ({ paths, told }) => {
    expect(errorsOf(journeyWith({ offer: { ...offer, paths } }))).toEqual([expect.stringContaining(told)]);
  });
});
