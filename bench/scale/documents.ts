import { Journey, type JourneyInput } from '../../journey/document/document.ts';
import { Segment, type SegmentInput } from '../../journey/segments/segment.ts';

/** The journey of half of all instances. Small journeys with the same nodes share the other half. */
export const LARGE = 'large';
export const SMALL_COUNT = 40;
export const smallName = (nr: number): string => `small-${nr}`;

const ALWAYS = { policy: 'always' } as const;

/** Two messages, an awaited event, an experiment, two kinds of waits, a goal and a control group. */
export const seededJourney = (id: string, change: Partial<JourneyInput> = {}): Journey =>
  Journey.parse({
    id,
    name: `Journey ${id}`,
    goals: [{ id: 'buy', event: 'Bought', exits: false, window: { for: '7d', from: 'entry' } }],
    entry: { type: 'event', event: `Enter ${id}`, key: 'event.cart', reentry: ALWAYS, controlGroup: 5 },
    frequencyCaps: [{ max: 5, per: '1d' }],
    start: 'hello',
    nodes: {
      hello: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'pause' },
      pause: { type: 'waitFor', events: { ordered: { event: 'Ordered' } }, timeout: '30d', then: 'text' },
      text: { type: 'message', channel: 'sms', content: { text: 'Hello' }, then: 'arms' },
      arms: {
        type: 'intelli',
        experiment: `arms-${id}`,
        paths: { one: {}, other: {} },
        goals: [{ id: 'bought', event: 'Bought', within: '7d' }],
        then: 'best',
      },
      best: { type: 'bestTime', fallback: '18:00', then: 'slot' },
      slot: { type: 'waitUntil', date: { time: '09:00', weekdays: [1] }, then: 'end' },
      end: { type: 'exit' },
    },
    ...change,
  });

const short = (id: string, entry: unknown): Journey =>
  Journey.parse({
    id,
    name: `Journey ${id}`,
    entry,
    start: 'wait',
    nodes: { wait: { type: 'delay', for: '7d', then: 'end' }, end: { type: 'exit' } },
  });

/** One journey for each entry type that the seeded journeys lack. */
export const otherJourneys = (): readonly Journey[] => [
  short('by-api', { type: 'api', reentry: ALWAYS }),
  short('by-list', { type: 'list', reentry: ALWAYS }),
  short('by-inaction', {
    type: 'inaction',
    event: 'Viewed Plan',
    without: { event: 'Bought' },
    within: '2s',
    reentry: ALWAYS,
  }),
  short('by-grace', {
    type: 'event',
    event: 'Asked For Plan',
    where: { path: 'profile.plan', op: '=', value: 'gold' },
    grace: '1h',
    reentry: ALWAYS,
  }),
  short('by-date', { type: 'date', trait: 'renewsAt', reentry: ALWAYS }),
  short('by-schedule', {
    type: 'schedule',
    segment: 'paying',
    every: { unit: 'day', at: '09:00' },
    reentry: ALWAYS,
  }),
  short('by-segment', { type: 'segment', segment: 'paying', existing: true, reentry: ALWAYS }),
  short('by-journey', { type: 'journey', journey: LARGE, reached: 'slot', reentry: ALWAYS }),
];

const segment = (given: SegmentInput): Segment => Segment.parse(given);

/** Segments by trait, by recent events and by the absence of events. */
export const seededSegments = (): readonly Segment[] => [
  segment({ id: 'paying', name: 'Paying', condition: { path: 'profile.plan', op: '=', value: 'pro' } }),
  segment({ id: 'recent', name: 'Recent', condition: { did: 'Session Started', within: '7d' } }),
  segment({ id: 'lapsed', name: 'Lapsed', condition: { didNot: 'Session Started', within: '14d' } }),
];
