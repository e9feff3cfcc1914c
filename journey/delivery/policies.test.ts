import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PersonId } from '../base/ids.ts';
import { type Instant, instant } from '../time/time.ts';
import type { MessageChannel } from './channel.ts';
import { FrequencyCap } from './frequency-caps.ts';
import {
  findFullCap,
  findQuiet,
  isCappedBy,
  isInControlGroup,
  NO_POLICIES,
  type Policies,
  type Quiet,
  readPolicies,
  type WorkspacePolicies,
} from './policies.ts';
import { QuietHours, quietBy } from './quiet-hours.ts';

const T0 = Date.parse('2026-03-02T00:00:00Z');
const at = (hours: number): Instant => instant(T0 + hours * 3_600_000);

const clock = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`);
const channel = fc.constantFrom<MessageChannel>('email', 'sms');
const quietHours = fc.array(
  fc
    .record({
      from: clock,
      to: clock,
      weekdays: fc.constantFrom([], [1, 2, 3, 4, 5], [6, 7]),
      channels: fc.constantFrom([], ['email'], ['sms']),
      policy: fc.constantFrom('hold', 'hold', 'next-day', 'drop'),
    })
    .filter(({ from, to }) => from !== to)
    .map((row) => QuietHours.parse(row)),
  { maxLength: 2 },
);
const frequencyCaps = fc.array(
  fc
    .record({
      max: fc.integer({ min: 1, max: 3 }),
      per: fc.constantFrom('1h', '1d'),
      channels: fc.constantFrom([], ['email']),
      tags: fc.constantFrom([], ['promotion']),
      topics: fc.constantFrom([], ['news']),
    })
    .map((cap) => FrequencyCap.parse(cap)),
  { maxLength: 2 },
);
const limits = fc.record({ quietHours, frequencyCaps });
const ZONES = { workspace: 'Europe/Amsterdam', journey: 'America/New_York' } as const;
const NONE = { quietHours: [], frequencyCaps: [] };
type Limits = Pick<WorkspacePolicies, 'quietHours' | 'frequencyCaps'>;
const both = (workspace: Limits, journey: Limits): Policies => ({ ...journey, workspace });

/** Returns whether quiet hours leave time for messages in a week. Publishing refuses others. */
const leavesTime = (rows: readonly QuietHours[], of: MessageChannel, zone: string): boolean =>
  Array.from({ length: 7 * 24 }, (_, hour) => at(hour)).some((each) => !quietBy(rows, of, each, zone));

/** Undefined: the message can be sent now. Infinity: never. */
const waitOf = (quiet: Quiet | undefined): number | undefined => quiet && (quiet.until ?? Number.POSITIVE_INFINITY);
const isAsStrict = (found: Quiet | undefined, alone: Quiet | undefined): boolean =>
  alone === undefined || (waitOf(found) ?? 0) >= (waitOf(alone) ?? 0);

describe('8 a journey can be stricter than the workspace, never laxer', () => {
  test('8 with any quiet hours of both, a message waits until neither applies, or is dropped', () => {
    fc.assert(
      fc.property(
        limits,
        limits,
        channel,
        fc.nat({ max: 14 * 24 }),
        fc.nat({ max: 12 }),
        (workspace, journey, of, hours, late) => {
          const now = at(hours);
          const message = { channel: of, scheduled: at(hours - late) };
          const found = findQuiet(both(workspace, journey), message, now, ZONES);
          expect(isAsStrict(found, findQuiet(both(workspace, NONE), message, now, ZONES))).toBe(true);
          expect(isAsStrict(found, findQuiet(both(NONE, journey), message, now, ZONES))).toBe(true);
        },
      ),
    );
  });

  test('8 after its release, neither quiet hours hold a message again', () => {
    const holds = quietHours.map((rows) => rows.map((row) => ({ ...row, policy: 'hold' as const })));
    fc.assert(
      fc.property(holds, holds, channel, fc.nat({ max: 14 * 24 }), (a, b, of, hours) => {
        fc.pre(leavesTime(a, of, ZONES.workspace) && leavesTime(b, of, ZONES.journey));
        const policies = both({ ...NONE, quietHours: a }, { ...NONE, quietHours: b });
        const message = { channel: of, scheduled: at(hours) };
        const found = findQuiet(policies, message, at(hours), ZONES);
        if (found?.until === undefined) return;
        expect(findQuiet(policies, message, found.until, ZONES)).toBeUndefined();
      }),
    );
  });

  test('8 whatever has been sent, a full cap of the workspace or of the journey suppresses the message', () => {
    const slot = fc.record({
      key: fc.uuid(),
      channel,
      tags: fc.constantFrom([], ['promotion']),
      topic: fc.constantFrom(null, 'news'),
      at: fc.nat({ max: 48 }).map(at),
    });
    fc.assert(
      fc.property(limits, limits, slot, fc.array(slot, { maxLength: 6 }), (workspace, journey, message, slots) => {
        const full = (policies: Policies) => findFullCap(policies, message, 'own', slots, at(48));
        const [alone, own] = [full(both(workspace, NONE)), full(both(NONE, journey))];
        expect(full(both(workspace, journey))?.by).toBe(alone ? 'workspace' : own?.by);
        if (alone ?? own) expect(isCappedBy(both(workspace, journey), message)).toBe(true);
      }),
    );
  });

  test('quiet hours that leave no time together drop the message', () => {
    const [night, day] = [
      QuietHours.parse({ from: '20:00', to: '08:00' }),
      QuietHours.parse({ from: '08:00', to: '20:00' }),
    ];
    const policies = both({ ...NONE, quietHours: [night] }, { ...NONE, quietHours: [day] });
    const same = { workspace: 'UTC', journey: 'UTC' };
    expect(findQuiet(policies, { channel: 'sms', scheduled: at(21) }, at(21), same)).toMatchObject({
      until: undefined,
      isEndless: true,
    });
  });
});

describe('8 the workspace’s control group', () => {
  const people = Array.from({ length: 5_000 }, (_, nr) => PersonId.parse(`p${nr}`));
  const inside = (percent: number, salt = '') => people.filter((each) => isInControlGroup({ percent, salt }, each));

  test('contains about its share of all users, and the same users each time', () => {
    expect(inside(10).length).toBeGreaterThan(400);
    expect(inside(10).length).toBeLessThan(600);
    expect(inside(10)).toEqual(inside(10));
  });

  test('keeps its users when it grows, and has different users with another salt', () => {
    expect(inside(20)).toEqual(expect.arrayContaining(inside(10)));
    const other = new Set(inside(10, 'spring'));
    expect(inside(10).filter((each) => other.has(each)).length).toBeLessThan(100);
  });

  test('without a group, no user is in it', () => {
    expect(isInControlGroup(undefined, PersonId.parse('p1'))).toBe(false);
  });
});

test('equal stored settings return the same object', () => {
  const stored = JSON.stringify({ quietHours: [{ from: '21:00', to: '08:00' }] });
  expect(readPolicies(stored)).toBe(readPolicies(stored));
  expect(readPolicies('{}')).toBe(NO_POLICIES);
  expect(readPolicies(null)).toBe(NO_POLICIES);
});
