import { describe, expect, test } from 'vitest';
import { instant } from '../time/time.ts';
import { periodOf } from './capacity.ts';

const at = (iso: string) => instant(Date.parse(iso));
const same = (per: 'hour' | 'day' | 'ever', a: string, b: string, zone: string) =>
  periodOf({ max: 1, per }, at(a), zone) === periodOf({ max: 1, per }, at(b), zone);

describe('a capacity is counted in the hours and days of the journey’s zone', () => {
  test.each([
    { per: 'day', a: '2026-03-02T22:59:59.999Z', b: '2026-03-02T23:00:00Z', zone: 'Europe/Amsterdam', is: false },
    { per: 'day', a: '2026-03-02T22:59:59.999Z', b: '2026-03-02T23:00:00Z', zone: 'UTC', is: true },
    { per: 'day', a: '2026-10-25T00:30:00Z', b: '2026-10-25T22:59:59Z', zone: 'Europe/Amsterdam', is: true }, // 25 hours
    { per: 'hour', a: '2026-03-02T09:59:59.999Z', b: '2026-03-02T10:00:00Z', zone: 'UTC', is: false },
    { per: 'hour', a: '2026-03-02T09:29:59Z', b: '2026-03-02T09:30:00Z', zone: 'Asia/Kolkata', is: false },
    { per: 'hour', a: '2026-03-02T09:00:00Z', b: '2026-03-02T09:59:59.999Z', zone: 'UTC', is: true },
    { per: 'hour', a: '2026-03-02T09:30:00Z', b: '2026-03-02T10:29:59Z', zone: 'Asia/Kolkata', is: true },
    { per: 'hour', a: '2026-10-25T00:30:00Z', b: '2026-10-25T01:30:00Z', zone: 'Europe/Amsterdam', is: false }, // 2:30, twice
    { per: 'ever', a: '2026-03-02T09:00:00Z', b: '2036-03-02T09:00:00Z', zone: 'UTC', is: true },
  ] as const)('per $per in $zone: $a and $b → together: $is', ({ per, a, b, zone, is }) => {
    expect(same(per, a, b, zone)).toBe(is);
  });
});
