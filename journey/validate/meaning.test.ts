import { describe, expect, test } from 'vitest';
import { errorsOf, journeyWith, sms, waitFor } from '../../test/samples/journey.ts';

interface Case {
  readonly check: string;
  readonly wrong: unknown;
  readonly told: readonly string[];
  readonly right: unknown;
}

describe('every value that is read has a source: each check, with a journey that it refuses and one that it accepts', () => {
  test.each<Case>([
    {
      check: 'a goal without an event',
      wrong: journeyWith({}, { goals: [{ id: 'buy' }] }),
      told: [
        'goals.0 | goal "buy" can never be met: it names neither an event nor a condition | add "event", or "condition"',
      ],
      right: journeyWith({}, { goals: [{ id: 'buy', event: 'Bought' }] }),
    },
    {
      check: 'an exit without an event',
      wrong: journeyWith({}, { exits: [{ reason: 'left' }] }),
      told: [
        'exits.0 | exit "left" can never be met: it names neither an event nor a condition | add "event", or "condition"',
      ],
      right: journeyWith(
        {},
        { exits: [{ reason: 'left', condition: { path: 'profile.plan', op: '=', value: 'none' } }] },
      ),
    },
    {
      check: 'a goal by a condition that reads an event, or what is remembered',
      wrong: journeyWith(
        {},
        {
          goals: [
            { id: 'buy', condition: { path: 'event.paid', op: '=', value: true } },
            { id: 'more', condition: { path: 'context.entry.n', op: '>', value: { path: 'profile.n' } } },
          ],
        },
      ),
      told: [
        'goals.0.condition | goal "buy" can never be met by "event.paid": conditions are checked when the profile changes, and only the profile can be read then | read the profile, or name the event and read it in "where"',
        'goals.1.condition | goal "more" can never be met by "context.entry.n": conditions are checked when the profile changes, and only the profile can be read then | read the profile, or name the event and read it in "where"',
      ],
      right: journeyWith(
        {},
        {
          goals: [
            {
              id: 'buy',
              condition: { path: 'profile.paid', op: '=', value: true },
              window: { for: '7d', from: 'entry' },
            },
          ],
        },
      ),
    },
    {
      check: 'a goal by both, a filter without an event',
      wrong: journeyWith(
        {},
        {
          goals: [
            { id: 'buy', event: 'Bought', condition: { path: 'profile.paid', op: '=', value: true } },
            {
              id: 'pay',
              condition: { path: 'profile.paid', op: '=', value: true },
              where: { path: 'event.n', op: '>', value: 1 },
            },
          ],
        },
      ),
      told: [
        'goals.0.condition | goal "buy" names both an event and a condition | move the condition to "where", if it\'s about that event, otherwise split it in two',
        'goals.1.where | goal "pay" has "where", which only works with an event, not a condition | move it into the condition',
      ],
      right: journeyWith(
        {},
        { goals: [{ id: 'buy', event: 'Bought', where: { path: 'event.paid', op: '=', value: true } }] },
      ),
    },
    {
      check: 'two goals of one name, an exit that claims to be one',
      wrong: journeyWith(
        {},
        {
          goals: [
            { id: 'buy', event: 'A' },
            { id: 'buy', event: 'B' },
          ],
          exits: [{ event: 'C', reason: 'goal' }],
        },
      ),
      told: [
        'goals.1.id | two goals have the ID "buy" | give this one a different ID',
        'exits.0.reason | the exit by "C" has the reason "goal", which is reserved for users who met a goal | choose another reason',
      ],
      right: journeyWith(
        {},
        {
          goals: [
            { id: 'buy', event: 'A' },
            { id: 'buy-b', event: 'B' },
          ],
          exits: [{ event: 'C', reason: 'left' }],
        },
      ),
    },
    {
      check: 'a key where the entry has none',
      wrong: journeyWith(
        { wait: { ...waitFor, events: { came: { event: 'Came', key: 'event.cartId' } }, then: 'end' } },
        { goals: [{ id: 'buy', event: 'Bought', key: 'event.cartId' }] },
      ),
      told: [
        'goals.0.key | goal "buy" matches "Bought" by the key "event.cartId", but the entry has no key to compare it with | give the entry a "key", or remove this one',
        'nodes.wait | node "wait" matches "Came" by the key "event.cartId", but the entry has no key to compare it with | give the entry a "key", or remove this one',
      ],
      right: journeyWith(
        {},
        {
          entry: { type: 'event', event: 'Carted', key: 'event.id' },
          goals: [
            { id: 'buy', event: 'Bought', key: 'event.cartId' },
            { id: 'any', event: 'Paid', key: false },
          ],
        },
      ),
    },
    {
      check: 'a key that is no property of the event',
      wrong: journeyWith(
        {},
        {
          entry: { type: 'event', event: 'Carted', key: 'event.id' },
          exits: [{ event: 'Left', reason: 'left', key: 'profile.cart' }],
        },
      ),
      told: [
        `exits.0.key | exit "left" has the key "profile.cart", which isn't an event property | begin with event, such as "event.cartId"`,
      ],
      right: journeyWith(
        {},
        { entry: { type: 'event', event: 'Carted', key: 'event.id' }, exits: [{ event: 'Left', reason: 'left' }] },
      ),
    },
    {
      check: 'a condition that reads an event where there is none',
      wrong: journeyWith({
        check: {
          type: 'branch',
          rules: [{ port: 'big', when: { path: 'event.total', op: '>', value: 5 } }],
          then: 'end',
        },
      }),
      told: [
        'nodes.check.rules.0.when | node "check" reads "event.total", but no event is available here | read what was remembered of one, such as "context.entry.total"',
      ],
      right: journeyWith({
        wait: {
          ...waitFor,
          events: { came: { event: 'Came', where: { path: 'event.total', op: '>', value: 5 } } },
          then: 'end',
        },
      }),
    },
    {
      check: 'a condition that reads what nothing remembers',
      wrong: journeyWith({
        wait: { ...waitFor, events: { came: { event: 'Came', as: 'order' } }, then: 'check' },
        check: {
          type: 'branch',
          rules: [{ port: 'big', when: { path: 'profile.limit', op: '<', value: { path: 'context.ordre.total' } } }],
          then: 'end',
        },
      }),
      told: [
        'nodes.check.rules.0.when | node "check" reads "context.ordre.total", but nothing is stored as "ordre" | did you mean "order"? (a wait or webhook remembers by its "as")',
      ],
      right: journeyWith({
        hook: { type: 'webhook', url: 'https://example.com', as: 'score', then: 'check' },
        check: {
          type: 'branch',
          rules: [
            { port: 'big', when: { path: 'context.score.points', op: '>', value: { path: 'context.entry.limit' } } },
          ],
          then: 'end',
        },
      }),
    },
    {
      check: 'an entry filter that reads what is remembered: nothing is, yet',
      wrong: journeyWith(
        {},
        { entry: { type: 'event', event: 'A', where: { path: 'context.entry.x', op: 'exists' } } },
      ),
      told: [
        'entry.where | the entry reads "context.entry.x", but nothing is stored as "entry" | at the entry nothing is remembered yet: read the event or the profile',
      ],
      right: journeyWith({}, { entry: { type: 'event', event: 'A', where: { path: 'event.x', op: 'exists' } } }),
    },
    {
      check: 'a value, and a date, that nothing provides',
      wrong: journeyWith({
        set: { type: 'update', set: { plan: { path: 'event.plan' } }, then: 'date' },
        date: { type: 'waitUntil', date: { path: 'context.trial.endsAt' }, then: 'end' },
      }),
      told: [
        'nodes.set.set.plan | node "set" reads "event.plan", but no event is available here | read what was remembered of one, such as "context.entry.plan"',
        'nodes.date.date.path | node "date" reads "context.trial.endsAt", but nothing is stored as "trial" | use "entry" (a wait or webhook remembers by its "as")',
      ],
      right: journeyWith({
        set: { type: 'update', set: { plan: { path: 'context.entry.plan' } }, then: 'date' },
        date: { type: 'waitUntil', date: { path: 'profile.endsAt' }, then: 'end' },
      }),
    },
    {
      check: 'a comparison with what is no date',
      wrong: journeyWith(
        {},
        {
          exits: [
            { event: 'Left', reason: 'left', where: { not: { path: 'event.at', op: 'before', value: 'yesterday' } } },
          ],
        },
      ),
      told: [
        'exits.0.where | exit "left" compares "event.at" with "yesterday", which is not a date | write ISO 8601, such as "2026-12-24" or "2026-12-24T09:00", or {"ago": "7d"}',
      ],
      right: journeyWith(
        {},
        {
          exits: [
            { event: 'Left', reason: 'left', where: { not: { path: 'event.at', op: 'before', value: { ago: '1d' } } } },
          ],
        },
      ),
    },
    {
      check: 'a template variable that nothing provides',
      wrong: journeyWith({
        hello: {
          ...sms,
          content: {
            text: '{{ profil.name }} {{ context.order.total }} {{ event.x }} {{ now }} {{ journey.nmae }} {{ name }}',
          },
          then: 'end',
        },
      }),
      told: [
        'nodes.hello.content.text | node "hello": nothing provides "{{ profil }}" | did you mean "profile"? (traits are read as {{ profile.profil }})',
        'nodes.hello.content.text | node "hello": nothing provides "{{ context.order }}" | use "entry" (a wait or webhook remembers by its "as")',
        'nodes.hello.content.text | node "hello": nothing provides "{{ event }}" | read what was remembered of it, such as {{ context.entry.… }}',
        'nodes.hello.content.text | node "hello": nothing provides "{{ now }}" | put it in quotes: {{ \'now\' | date: \'%d %B\' }}',
        'nodes.hello.content.text | node "hello": nothing provides "{{ journey.nmae }}" | did you mean "name"?',
        'nodes.hello.content.text | node "hello": nothing provides "{{ name }}" | use one of "profile", "context", "journey", "userId" (traits are read as {{ profile.name }})',
      ],
      right: journeyWith({
        hello: {
          ...sms,
          content: {
            text: "{{ profile.name }} {{ context.entry.total }} {{ journey.name }} {{ userId }} {{ 'now' | date: '%d' }}",
          },
          then: 'end',
        },
      }),
    },
    {
      check: 'a template that takes in another',
      wrong: journeyWith({ hello: { ...sms, content: { text: "{% render 'footer' %}" }, then: 'end' } }),
      told: ['nodes.hello.content.text | node "hello": there is no content block "footer" | add it to "blocks"'],
      right: journeyWith({ hello: { ...sms, content: { text: '{% if profile.x %}x{% endif %}' }, then: 'end' } }),
    },
    {
      check: 'what only a node’s own type can tell',
      wrong: journeyWith({
        hello: { type: 'message', channel: 'email', content: { text: 'x' }, then: 'date' },
        date: { type: 'waitUntil', date: { at: 'soon' }, then: 'set' },
        set: { type: 'update', then: 'hook' },
        hook: { type: 'webhook', url: 'example.com', then: 'end' },
      }),
      told: [
        'nodes.hello.content.subject | node "hello": email needs subject | add content.subject',
        'nodes.date.date.at | node "date": "soon" is not a date | write ISO 8601, such as "2026-12-24T09:00"',
        'nodes.set.set | node "set": the node changes nothing | add a trait to set, increment, append, remove or unset',
        `nodes.hook.url | node "hook": "example.com" isn't an http address | start with https://`,
      ],
      right: journeyWith({
        hello: { type: 'message', channel: 'email', content: { subject: 's', text: 'x' }, then: 'end' },
      }),
    },
  ])('$check', ({ wrong, told: expected, right }) => {
    expect(errorsOf(wrong)).toEqual(expected);
    expect(errorsOf(right)).toEqual([]);
  });
});
