import { describe, expect, test } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { validate } from '../journey/validate/index.ts';
import { scenario } from './scenario.ts';

/**
 * Waits an hour for another search of the same trip, which restarts the wait; users who don't search again get a
 * message.
 */
const SEARCH: JourneyInput = {
  id: 'search',
  name: 'Search',
  entry: {
    type: 'event',
    event: 'Searched',
    key: 'event.trip',
    where: { path: 'event.seats', op: '>=', value: 1 },
    reentry: { policy: 'always' },
    whileInside: { deliverAs: 'Searched again' },
  },
  goals: [{ id: 'booked', event: 'Booked' }],
  start: 'wait',
  nodes: {
    wait: {
      type: 'waitFor',
      events: { again: { event: 'Searched again', as: 'latest' } },
      timeout: '1h',
      links: { again: 'rest', timeout: 'ask' },
    },
    rest: { type: 'delay', for: '1h', then: 'seen' },
    seen: { type: 'exit', reason: 'searched-again' },
    ask: { type: 'message', channel: 'email', content: { subject: 'Still looking?', text: '.' }, then: 'end' },
    end: { type: 'exit' },
  },
};
const trip = (name: string, seats = 2) => ({ trip: name, seats });

describe('7.4 a second entry is delivered to the live instance, if the document says so', () => {
  scenario('the same user and key: an event of the given name, refused once', Journey.parse(SEARCH), async (t) => {
    await t.track('Searched', trip('rome'));
    await t.at('10m');
    await t.track('Searched', trip('rome', 3));
    expect(t.trace()).toEqual([
      '+0 wait wait: waiting-for-events',
      '+10m wait → again: event-happened',
      '+10m rest wait: delay-began',
    ]);
    expect(t.passes()[0]?.context.latest).toEqual(trip('rome', 3));
    expect(t.refused()).toEqual([{ user: 'ana', reason: 'delivered-to-live' }]);
    await t.advance('1h');
    expect(t.exit()).toEqual({ reason: 'searched-again' });
    expect(t.passes()).toHaveLength(1);
  });

  scenario(
    'another key enters, a filter that does not hold is refused: neither is delivered',
    Journey.parse(SEARCH),
    async (t) => {
      await t.track('Searched', trip('rome'));
      await t.advance('10m');
      await t.track('Searched', trip('oslo'));
      await t.track('Searched', trip('rome', 0));
      expect(t.passes().map(({ trace }) => trace.length)).toEqual([1, 1]);
      expect(t.refused()).toEqual([{ user: 'ana', reason: 'filter-not-met' }]);
    },
  );

  scenario('at the deadline it is delivered; after the end it enters', Journey.parse(SEARCH), async (t) => {
    await t.identify({ email: 'ana@example.com' });
    await t.track('Searched', trip('rome'));
    await t.at('1h');
    await t.track('Searched', trip('rome'));
    expect(t.trace().at(-2)).toBe('+1h wait → again: event-happened');
    await t.at('2h');
    await t.track('Searched', trip('rome'));
    expect(t.passes()).toHaveLength(1);
    await t.advance('1s');
    await t.track('Searched', trip('rome'));
    expect(t.passes().map(({ exit }) => exit?.reason)).toEqual(['searched-again', undefined]);
    expect(t.refused().map(({ reason }) => reason)).toEqual(['delivered-to-live', 'delivered-to-live']);
  });

  scenario(
    'in one breath with the goal: it belongs to the instance that the goal ends',
    Journey.parse(SEARCH),
    async (t) => {
      await t.track('Searched', trip('rome'));
      await t.batch([
        { event: 'Searched', properties: trip('rome') },
        { event: 'Booked', properties: trip('rome') },
      ]);
      expect(t.passes().map(({ exit }) => exit)).toEqual([{ reason: 'goal', goal: 'booked' }]);
      expect(t.refused()).toEqual([{ user: 'ana', reason: 'delivered-to-live' }]);
    },
  );

  const API: JourneyInput = {
    ...SEARCH,
    id: 'asked',
    entry: { type: 'api', reentry: { policy: 'always' }, whileInside: { deliverAs: 'Searched again' } },
  };
  scenario('by API too', Journey.parse(API), async (t) => {
    await t.enter(trip('rome'));
    await t.enter(trip('oslo'));
    expect(t.node()).toBe('rest');
    expect(t.passes().map(({ context }) => context)).toEqual([{ entry: trip('rome'), latest: trip('oslo') }]);
    expect(t.refused()).toEqual([{ user: 'ana', reason: 'delivered-to-live' }]);
  });
});

test.each([
  { deliverAs: '$again', told: 'entry.whileInside.deliverAs' },
  { deliverAs: 'Searched again', told: undefined },
])('delivered as "$deliverAs" → $told', ({ deliverAs, told }) => {
  const validated = validate({ ...SEARCH, entry: { ...SEARCH.entry, whileInside: { deliverAs } } });
  expect(validated.ok ? undefined : validated.errors[0]?.path).toBe(told);
  expect(validated.warnings).toEqual([]);
});

test('an event that nothing looks at is warned of', () => {
  const { warnings } = validate({ ...SEARCH, entry: { ...SEARCH.entry, whileInside: { deliverAs: 'Sought' } } });
  expect(warnings).toEqual([
    {
      path: 'entry.whileInside.deliverAs',
      message: 'a second entry is delivered as "Sought", which no goal, exit or node uses',
      fix: 'wait for "Sought" in a node, or remove "whileInside"',
    },
  ]);
});
