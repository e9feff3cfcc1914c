import { describe, expect, test } from 'vitest';
import { errorsOf, journeyWith } from '../../test/samples/journey.ts';

const active = (from: string | undefined, until: string | undefined, more: object = {}) =>
  journeyWith({}, { active: { ...(from && { from }), ...(until && { until }) }, ...more });

describe('dates between which no user could enter, or that can’t be read, are refused', () => {
  test.each([
    {
      check: 'no date, and none of the calendar',
      wrong: active('soon', '2026-02-30T09:00'),
      told: [
        'active.from | "soon" is not a date | write ISO 8601, such as "2026-12-24T09:00"',
        'active.until | "2026-02-30T09:00" is not a date | write ISO 8601, such as "2026-12-24T09:00"',
      ],
      right: active('2026-02-28', '2026-03-01T09:00+01:00'),
    },
    {
      check: 'over before it begins',
      wrong: active('2026-12-24T09:00', '2026-12-23'),
      told: [
        'active.until | entry closes at 2026-12-23, before it opens at 2026-12-24T09:00 | make "until" later than "from"',
      ],
      right: active('2026-12-24T09:00', '2026-12-25'),
    },
    {
      check: 'over as it begins',
      wrong: active('2026-12-24T09:00Z', '2026-12-24T10:00+01:00'),
      told: [
        'active.until | entry closes at 2026-12-24T10:00+01:00, before it opens at 2026-12-24T09:00Z | make "until" later than "from"',
      ],
      right: active('2026-12-24T09:00Z', '2026-12-24T10:00:01+01:00'),
    },
    {
      check: 'over before it begins, in the zone of the journey',
      wrong: active('2026-12-24T09:00', '2026-12-24T12:00Z', { timeZone: 'America/New_York' }),
      told: [
        'active.until | entry closes at 2026-12-24T12:00Z, before it opens at 2026-12-24T09:00 | make "until" later than "from"',
      ],
      right: active('2026-12-24T09:00', '2026-12-24T12:00Z'),
    },
  ])('$check', ({ wrong, told, right }) => {
    expect(errorsOf(wrong)).toEqual(told);
    expect(errorsOf(right)).toEqual([]);
  });

  test.each([
    ['2026-12-24', undefined],
    [undefined, '2026-12-24'],
  ])('one side alone is enough: from %s until %s', (from, until) => {
    expect(errorsOf(active(from, until))).toEqual([]);
  });
});
