import { describe, expect, test } from 'vitest';
import { begun, T0, versionOf } from '../../test/samples/instance.ts';
import { NodeId } from '../base/ids.ts';
import { Journey } from '../document/document.ts';
import { ENTER_EVENT } from '../events/own-events.ts';
import { instant } from '../time/time.ts';
import { apply, type Instance } from './apply.ts';
import { become } from './become.ts';
import { compile, linkFrom, nodeAt } from './version.ts';

const version = versionOf(
  {
    wait: {
      type: 'waitFor',
      events: { came: { event: 'Came' }, again: { event: 'Came' }, left: { event: 'Left' } },
      refreshOn: { event: 'Viewed' },
      timeout: '1d',
      links: { came: 'rest' },
      then: 'end',
    },
    rest: { type: 'delay', for: '1d', then: 'end' },
    end: { type: 'exit' },
  },
  {
    goals: [{ id: 'g', event: 'Bought' }],
    exits: [{ event: 'Left', reason: 'left' }],
    timeout: '2d',
    timeZone: 'Europe/Amsterdam',
  },
);
const id = (name: string) => NodeId.parse(name);

describe('values computed once per document', () => {
  test('only events that concern an instance at its node wake it', () => {
    expect(version.interestsAt(id('wait'))).toEqual([
      'Bought',
      'Left',
      'Came',
      'Viewed',
      'trait:timezone',
      'trait:$timezone',
    ]);
    expect(version.interestsAt(id('rest'))).toEqual(['Bought', 'Left', 'trait:timezone', 'trait:$timezone']);
    expect(version.interestsAt(null)).toEqual(['Bought', 'Left']);
    expect(version.interestsAt(id('gone'))).toEqual(['Bought', 'Left']);
  });

  test('decisions read only events that can matter; waits look back for theirs', () => {
    expect(version.eventNames).toEqual(['Bought', 'Left', 'Came', 'Viewed', '$profile.changed', 'Entered']);
    expect(version.lookBack).toEqual(['Came', 'Left', 'Viewed']);
    const byApi = compile(Journey.parse({ ...version.document, entry: { type: 'api' } }), 2);
    expect(byApi.eventNames).toContain(ENTER_EVENT);
  });

  test.each([
    ['wait', 'came', 'rest'],
    ['wait', 'left', 'end'],
    ['wait', 'constructor', 'end'],
    ['end', 'done', undefined],
  ])('from %s by %s → %s: its own link, else the default', (node, port, to) => {
    expect(linkFrom(nodeAt(version, id(node)), port)).toBe(to);
  });

  test.each(['gone', 'constructor'])('a node that the version does not have is a fault: %s', (name) => {
    expect(() => nodeAt(version, id(name))).toThrow(`sample v1 has no node "${name}"`);
  });
});

test('copying field by field forgets none', () => {
  const other: Omit<Instance, 'id' | 'workspace' | 'person' | 'journey' | 'version' | 'enteredAt'> = {
    step: 5,
    at: id('wait'),
    visit: 3,
    arrivedAt: instant(T0 + 1),
    until: instant(T0 + 2),
    readTo: 9,
    since: [1, 2, 3],
    pausedAt: instant(T0 + 3),
    pausedMs: 4,
    held: true,
    exit: { reason: 'goal', goal: 'g' },
  };
  const changed = become(begun, other);
  expect(changed).toEqual(apply(begun, { delta: other, effects: [], trace: [] }));
  const back = { ...other, at: null, until: null, pausedAt: null, exit: null, held: false, visit: 0 };
  expect(become(changed, back)).toEqual({ ...changed, ...back });
  expect(become(changed, {})).toEqual(changed);
});
