import { describe, expect, test } from 'vitest';
import { day, errorsOf, journeyWith, sms, waitFor, warningsOf } from '../../test/samples/journey.ts';

interface Case {
  readonly check: string;
  readonly wrong: unknown;
  readonly told: readonly string[];
  readonly right: unknown;
}

describe('a warning is reported, and the journey can be published', () => {
  test.each<Case>([
    {
      check: 'a wait that only a goal or exit ends',
      wrong: journeyWith({ wait: { ...waitFor, timeout: 'never', then: 'end' } }, { goals: [{ id: 'g', event: 'G' }] }),
      told: [
        'nodes.wait.timeout | users who reach node "wait" without meeting a goal or exit stay forever | give the journey a timeout',
      ],
      right: journeyWith(
        { wait: { ...waitFor, timeout: 'never', then: 'end' } },
        { goals: [{ id: 'g', event: 'G' }], timeout: '90d' },
      ),
    },
    {
      check: 'an entry key and a filter that name "properties"',
      wrong: journeyWith(
        {},
        {
          entry: {
            type: 'event',
            event: 'Added',
            key: 'event.properties.cartId',
            where: { path: 'event.properties.total', op: '>', value: 10 },
          },
        },
      ),
      told: [
        'entry.key | the entry reads "event.properties.cartId", a property named "properties" | write "event.cartId" to read the event\'s own property',
        'entry.where | the entry reads "event.properties.total", a property named "properties" | write "event.total" to read the event\'s own property',
      ],
      right: journeyWith(
        {},
        {
          entry: {
            type: 'event',
            event: 'Added',
            key: 'event.cartId',
            where: { path: 'event.total', op: '>', value: 10 },
          },
        },
      ),
    },
    {
      check: 'what comes every year lets nobody in twice',
      wrong: journeyWith({}, { entry: { type: 'date', trait: 'birthday', yearly: true } }),
      told: [
        'entry.reentry | the entry repeats, but users can\'t enter a second time | to allow it, set "reentry": {"policy": "always"}',
      ],
      right: journeyWith({}, { entry: { type: 'date', trait: 'birthday' } }),
    },
    {
      check: 'what comes every week lets nobody in twice',
      wrong: journeyWith({}, { entry: { type: 'schedule', every: { unit: 'week', at: '09:00' } } }),
      told: [
        'entry.reentry | the entry repeats, but users can\'t enter a second time | to allow it, set "reentry": {"policy": "always"}',
      ],
      right: journeyWith(
        {},
        { entry: { type: 'schedule', every: { unit: 'week', at: '09:00' }, reentry: { policy: 'after', gap: '1d' } } },
      ),
    },
    {
      check: 'what cannot be sent is tried for ever',
      wrong: journeyWith({
        hello: { ...sms, links: { failed: 'rest', unreachable: 'rest' }, then: 'end' },
        rest: { ...day, then: 'hello' },
      }),
      told: [
        'nodes.hello.links.failed | port "failed" of node "hello" leads back to the same node, so a message that can\'t be sent is retried forever | link it to another node: the provider has already been tried several times',
        'nodes.hello.links.unreachable | port "unreachable" of node "hello" leads back to the same node, so a message that can\'t be sent is retried forever | link it to another node: the provider has already been tried several times',
      ],
      right: journeyWith({
        hello: { ...sms, links: { failed: 'end' }, then: 'rest' },
        rest: { ...waitFor, links: { came: 'end', timeout: 'hello' } },
      }),
    },
    {
      check: 'a branch that a goal is always quicker than',
      wrong: journeyWith(
        { wait: { ...waitFor, links: { came: 'thanks', timeout: 'end' } }, thanks: { ...sms, then: 'end' } },
        { goals: [{ id: 'g', event: 'Came' }] },
      ),
      told: [
        'nodes.wait.events.came | port "came" of node "wait" is rarely taken: "Came" meets goal "g" first, and ends the journey | to continue, set "exits": false on the goal, or wait for another event',
      ],
      right: journeyWith(
        { wait: { ...waitFor, links: { came: 'thanks', timeout: 'end' } }, thanks: { ...sms, then: 'end' } },
        {
          goals: [
            { id: 'g', event: 'Came', exits: false },
            { id: 'h', event: 'Came', where: { path: 'event.x', op: 'exists' } },
          ],
        },
      ),
    },
    {
      check: 'two messages that reports cannot tell apart',
      wrong: journeyWith({
        one: { ...sms, template: 'hello', then: 'two' },
        two: { ...sms, template: 'hello', then: 'end' },
      }),
      told: [
        'nodes.two.template | nodes "one" and "two" have the same template "hello", so reports can\'t tell them apart | rename one of them',
      ],
      right: journeyWith({ one: { ...sms, template: 'hello', then: 'two' }, two: { ...sms, then: 'end' } }),
    },
    {
      check: 'a control group that is not measured as the others are',
      wrong: journeyWith(
        {},
        {
          entry: { type: 'event', event: 'Signed Up', controlGroup: 10 },
          goals: [
            { id: 'a', event: 'A' },
            { id: 'b', event: 'B', window: { for: '7d', from: 'last-send' } },
          ],
        },
      ),
      told: [
        'goals.0.window | goal "a" has no window: with a control group it counts for 30d from entry, for everyone | set how long it counts: {"for": "7d", "from": "entry"}',
        'goals.1.window | goal "b" counts from the last send, but the control group gets no messages: there it counts from entry, which is shorter | count from the entry: {"for": …, "from": "entry"}',
      ],
      right: journeyWith(
        {},
        {
          entry: { type: 'event', event: 'Signed Up', controlGroup: 10 },
          goals: [{ id: 'a', event: 'A', window: { for: '7d', from: 'entry' } }],
        },
      ),
    },
    {
      check: 'a control group and nothing to compare it by',
      wrong: journeyWith({}, { entry: { type: 'event', event: 'Signed Up', controlGroup: 10 } }),
      told: [
        'entry.controlGroup | the journey has a control group but no goal to compare it by | add a goal, or remove the control group',
      ],
      right: journeyWith({}),
    },
  ])('$check', ({ wrong, told: expected, right }) => {
    expect(warningsOf(wrong)).toEqual(expected);
    expect(errorsOf(wrong)).toEqual([]);
    expect(warningsOf(right)).toEqual([]);
  });
});
