import { describe, expect, test } from 'vitest';
import { begun, DAY, eventOf, factsOf, HOUR, live, MINUTE, T0, versionOf } from '../../test/samples/instance.ts';
import type { JourneyEvent, Recorded } from '../events/input.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { fold } from './fold.ts';

describe('a decision is a fold over everything due (design.md §3)', () => {
  const version = versionOf(
    { wait: { type: 'waitFor', events: { x: { event: 'X' } }, timeout: '1h', then: 'end' }, end: { type: 'exit' } },
    { goals: [{ id: 'g', event: 'Goal' }] },
  );
  const started = fold(version, begun, factsOf(), { recorded: [], readUntil: T0, hasMore: false }).instance;
  const at = (after: number): Instant => instant(T0 + after);
  const accepted = (...events: JourneyEvent[]): Recorded => ({
    type: 'accepted',
    at: events[0]?.at ?? T0,
    position: events.at(-1)?.position ?? 0,
    events,
  });

  test('nothing due: nothing changes, and no step is taken', () => {
    const folded = fold(version, started, factsOf(), { recorded: [], readUntil: at(MINUTE), hasMore: false });
    expect(folded.decision).toEqual({ delta: {}, effects: [], trace: [] });
    expect(folded.instance).toBe(started);
  });

  test('irrelevant events are read too: a step without a move', () => {
    const recorded = [accepted(eventOf('Other', at(1), 7))];
    expect(fold(version, started, factsOf(), { recorded, readUntil: at(1), hasMore: false }).decision).toEqual({
      delta: { readTo: 7, step: 2 },
      effects: [],
      trace: [],
    });
  });

  test('only differences are returned: every byte of history costs', () => {
    const { decision } = fold(version, begun, factsOf(), { recorded: [], readUntil: T0, hasMore: false });
    expect(decision.delta).toEqual({ step: 1, at: 'wait', visit: 1, until: at(HOUR) });
  });

  test.each([
    { given: 'the event was accepted first', positions: [2, 3], exits: { reason: 'goal', goal: 'g' } },
    { given: 'the event was accepted last', positions: [3, 2], exits: { reason: 'fraud' } },
  ])(
    'at equal instants the position decides, in whatever order rows come: $given',
    ({ positions: [event = 0, command = 0], exits }) => {
      const rows: Recorded[] = [
        { type: 'command', at: at(1), position: command, id: 'c', order: { name: 'exit', reason: 'fraud' } },
        accepted(eventOf('Goal', at(1), event)),
      ];
      for (const recorded of [rows, rows.toReversed()])
        expect(fold(version, started, factsOf(), { recorded, readUntil: at(1), hasMore: false }).instance.exit).toEqual(
          exits,
        );
    },
  );

  test('a deadline is not closed before all that was accepted up to it has been read', () => {
    const due = (readUntil: Instant) =>
      fold(version, started, factsOf({ now: readUntil }), { recorded: [], readUntil, hasMore: true });
    expect(due(at(HOUR)).instance.at).toBe('wait');
    expect(due(at(HOUR + 1)).instance.exit).toEqual({ reason: 'completed' });
  });

  test('an instance that has ended takes nothing more', () => {
    const ended: Instance = { ...started, exit: { reason: 'completed' }, until: null };
    const recorded = [accepted(eventOf('Goal', at(1), 7))];
    expect(fold(version, ended, factsOf(), { recorded, readUntil: at(DAY), hasMore: false }).decision.delta).toEqual(
      {},
    );
  });
});

test('7.15 after an outage: a timeout due before a late event takes the event’s time, not an earlier one', () => {
  const life = live(
    versionOf(
      {
        first: { type: 'delay', for: '1h', then: 'next' },
        next: { type: 'delay', for: '1d', then: 'end' },
        end: { type: 'exit' },
      },
      { timeout: '61m' },
    ),
  );
  life.decide(0);
  life.decide(HOUR + 90_000); // the delay is 90 s late, and so an outage; the timeout 30 s, and so punctual
  expect(life.trace.slice(1)).toEqual([
    '+3690s first → done: time-passed (90000 ms late)',
    '+3690s next wait: delay-began',
    '+3690s next exit: journey-timed-out',
  ]);
});
