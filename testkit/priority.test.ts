import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import type { Scenario } from './play.ts';
import { scenario } from './scenario.ts';

const mail = { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' } } as const;
const CAP = [{ max: 1, per: '1h' }];
const END = { end: { type: 'exit' }, full: { type: 'exit', reason: 'full' } } as const;

/** Sends one message on one event, under the cap that all of them share. */
const capped = (id: string, priority: number, more: Partial<JourneyInput> = {}): Journey =>
  Journey.parse({
    id,
    name: id,
    priority,
    entry: { type: 'event', event: 'Bought' },
    frequencyCaps: CAP,
    start: 'mail',
    nodes: { mail: { ...mail, links: { suppressed: 'full' }, then: 'end' }, ...END },
    ...more,
  });

const winners = (t: Scenario) => t.messages().map(({ template }) => template);
const named = (journey: Journey): Journey => {
  const { mail: node } = journey.nodes as Record<string, object>;
  return Journey.parse({ ...journey, nodes: { ...journey.nodes, mail: { ...node, template: journey.id } } });
};

describe('C34 priority decides who gets a slot, three ways', () => {
  const four = [capped('d', 5), capped('c', 3), capped('b', 1), capped('a', 1)].map(named) as [Journey, ...Journey[]];
  scenario(
    'C34 four journeys on one event, the last in importance published first: the first by Journey ID of priority 1 gets it',
    four,
    async (t) => {
      await t.identify({ email: 'ana@example.com' });
      await t.track('Bought');
      expect(winners(t)).toEqual(['a']);
    },
  );
});

describe('C41 two sends of one instant under a cap of one, three ways', () => {
  const night = { quietHours: [{ from: '08:00', to: '12:00' }], timeZone: 'UTC' };
  scenario(
    'C41 held to the same end of quiet hours: priority decides, not the order of entry',
    [named(capped('early', 4, night)), named(capped('late', 2, night))],
    async (t) => {
      await t.identify({ email: 'ana@example.com' });
      await t.track('Bought');
      await t.advance('5h');
      expect(winners(t)).toEqual(['late']);
    },
  );

  const waiting = (id: string, priority: number, wait: string) =>
    named(
      capped(id, priority, {
        start: 'wait',
        nodes: {
          wait: { type: 'delay', for: wait as '1h', then: 'mail' },
          mail: { ...mail, links: { suppressed: 'full' }, then: 'rest' },
          rest: { type: 'delay', for: '1d', then: 'end' },
          ...END,
        },
      } as Partial<JourneyInput>),
    );
  scenario(
    'C41 two waits that end at one instant: of one priority, the Journey ID decides',
    [waiting('y', 3, '2h'), waiting('x', 3, '2h')],
    async (t) => {
      await t.identify({ email: 'ana@example.com' });
      await t.track('Bought');
      await t.advance('3h');
      expect(winners(t)).toEqual(['x']);
    },
  );
});

describe('C34 priority decides between journeys whose runs fall on one instant, three ways', () => {
  const USERS = ['ana', 'bob', 'cem', 'dee', 'eve', 'fay'];
  const scheduled = (id: string, priority: number) =>
    named(capped(id, priority, { timeZone: 'UTC', entry: { type: 'schedule', at: ['2026-03-02T12:00'] } }));
  const plays = (winner: string) => async (t: Scenario) => {
    for (const user of USERS) await t.identify({ email: `${user}@example.com` }, user);
    await t.advance('5h');
    expect(USERS.map((user) => t.messages(user).map(({ template }) => template))).toEqual(USERS.map(() => [winner]));
  };
  scenario(
    'C34 two schedules at one instant: the more important wins',
    [scheduled('a', 4), scheduled('b', 2)],
    plays('b'),
  );
  scenario(
    'C34 four schedules at one instant: of two that are as important, the first by Journey ID wins',
    [scheduled('a', 5), scheduled('d', 1), scheduled('c', 1), scheduled('b', 3)],
    plays('c'),
  );

  /** A path of an hour that ends with a message, when the run lets its user in again. */
  const again = (id: string, priority: number) =>
    named(
      capped(id, priority, {
        timeZone: 'UTC',
        entry: { type: 'schedule', at: ['2026-03-02T12:00', '2026-03-02T13:00'], reentry: { policy: 'always' } },
        start: 'wait',
        nodes: {
          wait: { type: 'delay', for: '1h', then: 'mail' },
          mail: { ...mail, links: { suppressed: 'full' }, then: 'end' },
          ...END,
        },
      } as Partial<JourneyInput>),
    );
  scenario(
    'C34 a run that meets a path ending at its instant: the message of the more important run wins',
    [again('a', 4), named(capped('b', 2, { timeZone: 'UTC', entry: { type: 'schedule', at: ['2026-03-02T13:00'] } }))],
    async (t) => {
      await t.identify({ email: 'ana@example.com' });
      await t.advance('4h');
      expect(winners(t)).toEqual(['b']);
    },
  );
});
