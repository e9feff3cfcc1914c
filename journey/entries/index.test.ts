import { describe, expect, test } from 'vitest';
import { eventOf, MINUTE, T0 } from '../../test/samples/instance.ts';
import type { JourneyEvent } from '../events/input.ts';
import { instant, toIso } from '../time/time.ts';
import { hasActed, type InactionEntry, inaction, qualifiesAt } from './inaction.ts';
import {
  describeEntry,
  EntrySchema,
  entryEventOf,
  isEntryEvent,
  MOMENT_TYPES,
  momentsOf,
  withoutJourney,
} from './index.ts';

const parse = (entry: object) => EntrySchema.parse(entry);
const eventNamed = (name: string, properties: object = {}) => ({ name, properties }) as JourneyEvent;

describe('the event that enters users', () => {
  test.each<{ readonly entry: object; readonly event: object | undefined; readonly words: string }>([
    { entry: { type: 'event', event: 'Carted' }, event: { event: 'Carted' }, words: 'When Carted happens' },
    {
      entry: { type: 'inaction', event: 'Carted', without: { event: 'Paid' }, within: '2m' },
      event: { event: 'Carted' },
      words: 'When Carted happens and Paid does not within 2 minutes',
    },
    {
      entry: { type: 'segment', segment: 'vip' },
      event: { event: '$segment.joined', where: { segment: 'vip' } },
      words: 'When a user joins the segment vip',
    },
    {
      entry: { type: 'segment', segment: 'vip', on: 'leaves' },
      event: { event: '$segment.left', where: { segment: 'vip' } },
      words: 'When a user leaves the segment vip',
    },
    {
      entry: { type: 'journey', journey: 'cart', entered: true },
      event: { event: '$journey.entered', where: { journey: 'cart' } },
      words: 'When a user enters the journey cart',
    },
    {
      entry: { type: 'journey', journey: 'cart', reached: 'hi' },
      event: { event: '$journey.reached', where: { journey: 'cart', node: 'hi' } },
      words: 'When a user reaches hi of the journey cart',
    },
    {
      entry: { type: 'journey', journey: 'cart', exited: 'goal' },
      event: { event: '$journey.exited', where: { journey: 'cart', reason: 'goal' } },
      words: 'When a user exits the journey cart for goal',
    },
    {
      entry: { type: 'journey', journey: 'cart', exited: true },
      event: { event: '$journey.exited', where: { journey: 'cart' } },
      words: 'When a user exits the journey cart',
    },
    {
      entry: { type: 'date', trait: 'day' },
      event: { event: '$profile.changed' },
      words: 'On the date in profile.day',
    },
    { entry: { type: 'list' }, event: undefined, words: describeEntry(parse({ type: 'list' })) },
  ])('of $entry is $event: $words', ({ entry, event, words }) => {
    expect(entryEventOf(parse(entry))).toEqual(event);
    expect(describeEntry(parse(entry))).toBe(words);
  });

  test.each([
    { name: '$segment.joined', properties: { segment: 'vip', more: 1 }, is: true },
    { name: '$segment.joined', properties: { segment: 'other' }, is: false },
    { name: '$segment.joined', properties: {}, is: false },
    { name: '$segment.left', properties: { segment: 'vip' }, is: false },
  ])('has its name and the wanted properties: $name $properties → $is', ({ name, properties, is }) => {
    expect(isEntryEvent({ event: '$segment.joined', where: { segment: 'vip' } }, eventNamed(name, properties))).toBe(
      is,
    );
  });

  test('needs no properties if none are wanted', () => {
    expect(isEntryEvent({ event: 'Carted' }, eventNamed('Carted', { any: 1 }))).toBe(true);
  });

  test('keeps a property `$journey` of the customer’s own events', () => {
    expect(withoutJourney(eventNamed('Carted', { $journey: 'cart' })).properties).toEqual({ $journey: 'cart' });
  });
});

test('only a date has moments in the profile', () => {
  expect(MOMENT_TYPES).toEqual(['date']);
  expect(momentsOf(parse({ type: 'event', event: 'Carted' }))).toBeUndefined();
  const moments = momentsOf(parse({ type: 'date', trait: 'day' }));
  expect(moments).toMatchObject({ trait: 'day', movedBy: expect.arrayContaining(['day', 'timezone']) });
  const moment = moments?.nextAfter({ day: '2026-06-01' }, { timeZone: 'Europe/Amsterdam' }, T0);
  expect(moment === undefined ? moment : toIso(moment)).toBe('2026-05-31T22:00:00.000Z');
});

describe('a user did, then did not', () => {
  const entry: InactionEntry = inaction.schema.parse({
    ...{ type: 'inaction', event: 'Carted', within: '2m' },
    without: { event: 'Paid', where: { path: 'event.amount', op: '>', value: 10 } },
  });
  const end = instant(T0 + 2 * MINUTE);
  const around = {
    ...{ now: end, zone: 'UTC', key: null, keyPath: undefined },
    values: { profile: {}, context: {}, event: {}, segments: [] },
  };
  const paid = (at: number, amount = 20) => eventOf('Paid', at, 9, { amount });

  test('the time ends after its length', () => {
    expect(qualifiesAt(entry, T0, 'UTC')).toBe(end);
  });

  test.each<{ readonly name: string; readonly events: readonly JourneyEvent[]; readonly is: boolean }>([
    { name: 'nothing happened', events: [], is: false },
    { name: 'paid in the last millisecond', events: [paid(end)], is: true },
    { name: 'paid a millisecond later', events: [paid(end + 1)], is: false },
    { name: 'paid too little', events: [paid(T0, 5)], is: false },
    { name: 'paid too little, then enough', events: [paid(T0, 5), paid(T0 + 1)], is: true },
    { name: 'something else', events: [eventOf('Carted', T0, 9)], is: false },
  ])('$name → acted: $is', ({ events, is }) => {
    expect(hasActed(entry, events, end, around)).toBe(is);
  });
});

test.each([
  { more: { key: 'event.cart' }, is: true },
  { more: { key: 'profile.cart' }, is: false },
  { more: { whileInside: { deliverAs: 'Added again' } }, is: true },
  { more: { whileInside: { deliverAs: '$again' } }, is: false },
  { more: { whileInside: { deliverAs: 'again$' } }, is: true },
])('an entry with $more is valid: $is', ({ more, is }) => {
  expect(EntrySchema.safeParse({ type: 'event', event: 'Carted', ...more }).success).toBe(is);
});
